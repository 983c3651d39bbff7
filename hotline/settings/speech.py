"""The voice of the office's own line, where it does not speak with a provider's."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from hotline.settings.checks import UnsafeSettings


def read_speaker(environ: Mapping[str, str]) -> Path | None:
    """The file of Kokoro's voice that ``HOTLINE_SPEAKER`` names; None for espeak-ng. Nothing is looked for there."""
    named = environ.get("HOTLINE_SPEAKER", "")
    if named and not (named.startswith("/") and named.endswith(".bin")):
        raise UnsafeSettings("HOTLINE_SPEAKER must be the whole path of a voice, such as /srv/voices/zm_yunjian.bin.")
    return Path(named) if named else None
