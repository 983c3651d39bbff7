"""The provider refuses our voice and goes on in silence: the call is turned to where the same is said in its own voice.

A refused voice is a warning to Twilio (https://www.twilio.com/docs/api/errors/13511), and the fallback is for errors;
warnings are told to a webhook of the account (both read 2026-11-23):
https://www.twilio.com/docs/usage/troubleshooting/debugging-event-webhooks"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from hotline.core.errors import NotFound
from hotline.services import idempotency
from voice.phone.plain_voice import is_marked

if TYPE_CHECKING:
    from hotline.services.line import Line
    from voice.gateways.protocol import Failure

log = logging.getLogger(__name__)


def turn(line: Line, failure: Failure) -> None:
    """Turn the call of ``failure``, once however many sentences were refused in it; the rest of it is plain anyway.

    Nothing where something else failed, or where the provider gave no account to turn calls with.
    Raises Unavailable when the provider cannot be asked."""
    log.warning("call %s: the provider tells of %s in %s", failure.call, failure.code, failure.url[:500])
    if failure.call and failure.voice_refused and not is_marked(failure.url) and line.telephony:
        idempotency.once(line, f"refused:{failure.call}", lambda: _turn(line, failure.call))


def _turn(line: Line, call: str) -> str:
    try:
        if line.telephony:
            line.telephony.redirect(call, f"{line.public_url}/voice/unheard")
    except NotFound:
        log.info("call %s was over before it could be turned", call)
    return "turned"
