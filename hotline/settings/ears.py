"""Who recognises what callers say on the telephone, if anybody does."""

from __future__ import annotations

import re
from collections.abc import Mapping

from hotline.settings.checks import UnsafeSettings

PROVIDER = "provider"
"""The provider of calls recognises speech, as Twilio does."""
NO_EARS = "none"
"""Nobody does, and the line is used by keys alone."""
WHISPER = "whisper"
"""The office's own line does, by the extra ``ears``."""
_OWN_MODULE = re.compile(r"[A-Za-z_][\w.]*:[A-Za-z_]\w*", re.ASCII)


def read_ears(environ: Mapping[str, str]) -> str:
    """Who recognises speech. Unless set, a provider does that can; the office's own line hears nothing.

    Raises UnsafeSettings where the gateway of calls leaves that to somebody else."""
    is_provider = (environ.get("HOTLINE_VOICE_GATEWAY") or "twilio") == "twilio"
    ears = environ.get("HOTLINE_EARS") or (PROVIDER if is_provider else NO_EARS)
    if is_provider and ears not in (PROVIDER, NO_EARS):
        raise UnsafeSettings(f"HOTLINE_EARS must be {PROVIDER} or {NO_EARS}: the provider keeps the sound to itself.")
    if not is_provider and ears not in (NO_EARS, WHISPER) and not _OWN_MODULE.fullmatch(ears):
        raise UnsafeSettings(
            f"HOTLINE_EARS must be {NO_EARS}, {WHISPER}, or a function in a module of your own such as "
            "office_ears:open_ears: the gateway of calls recognises no speech."
        )
    return ears
