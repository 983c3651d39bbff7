"""Who recognises what callers say on the telephone, if anybody does."""

from __future__ import annotations

from collections.abc import Mapping

from hotline.settings.checks import UnsafeSettings

PROVIDER = "provider"
"""The provider of calls recognises speech, as Twilio does."""
NO_EARS = "none"
"""Nobody does, and the line is used by keys alone."""


def read_ears(environ: Mapping[str, str]) -> str:
    """Who recognises speech. Unless set, the provider does where it can."""
    has_recogniser = (environ.get("HOTLINE_VOICE_GATEWAY") or "twilio") == "twilio"
    ears = environ.get("HOTLINE_EARS") or (PROVIDER if has_recogniser else NO_EARS)
    if ears not in (PROVIDER, NO_EARS):
        raise UnsafeSettings(f"HOTLINE_EARS must be {PROVIDER} or {NO_EARS}.")
    if ears == PROVIDER and not has_recogniser:
        raise UnsafeSettings(f"HOTLINE_EARS must be {NO_EARS}: the gateway of calls recognises no speech.")
    return ears
