"""Opens the SIP stack for the commands that need it."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Literal

from hotline.settings.checks import UnsafeSettings
from hotline.settings.sip_access import SipAccess

if TYPE_CHECKING:
    from voice.sip.baresip_engine import BaresipEngine

NO_EXTRA = "The office's own line needs the extra sip: pip install 'hotline[sip]'"


def open_engine(access: SipAccess, keys_by: Literal["rtpevent", "info"] = "rtpevent") -> BaresipEngine:
    """The SIP stack for ``access``. Raises UnsafeSettings where the extra is not installed.

    Its module is imported here, because nothing but these two commands needs the extra."""
    try:
        module = importlib.import_module("voice.sip.baresip_engine")
    except ModuleNotFoundError as error:
        raise UnsafeSettings(NO_EXTRA) from error
    engine: BaresipEngine = module.BaresipEngine(access, keys_by=keys_by)
    return engine
