"""The journal of calls: each webhook of a call answered once, and kept with all that came of it in one transaction."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from hotline.core.calls import CallOutcome, CallStep
from hotline.core.errors import Unavailable
from hotline.core.masking import mask_number, mask_numbers
from hotline.services.line import Line

if TYPE_CHECKING:
    from hotline.storage.records.database import Unit

_log = logging.getLogger(__name__)

DELIVERY_PREFIX = "call:"
"""The key of a reply that is kept for a repeated webhook is this and the webhook's delivery."""


@dataclass(frozen=True)
class StepRequest:
    """One webhook of the call ``call_id``, ``delivery`` the same for a repeated one: the caller did ``did`` (keys or
    words as they came, "" for silence) at ``place``. ``caller`` is E.164 or "" when withheld."""

    call_id: str
    delivery: str
    gateway: str
    caller: str
    began_at: datetime
    place: str
    did: str


@dataclass(frozen=True)
class StepReply:
    """``document`` is what the provider gets, ``told`` what that tells the caller (see CallStep), and ``outcome`` what
    the call came to with it, None when to nothing new."""

    document: str
    told: str
    outcome: CallOutcome | None = None


def answer_step(line: Line, webhook: StepRequest, produce: Callable[[Line], StepReply]) -> str:
    """The document for ``webhook``, the first one when it comes again; the caller gets one while the records are down.

    ``produce`` may be called a second time when what it wrote could not be committed: what is said to be kept is."""
    try:
        return record_step(line, webhook, produce)
    except Unavailable:
        _log.warning("call %s: the step at %s could not be kept", webhook.call_id, webhook.place, exc_info=True)
        return produce(line).document


def record_step(line: Line, webhook: StepRequest, produce: Callable[[Line], StepReply]) -> str:
    """The same, but Unavailable when it cannot be kept.

    What ``produce`` writes through the line it is given is kept together with the step, or not at all. Two deliveries
    of one webhook at the same moment may both produce, and both get the document that was kept first; so what
    ``produce`` records must bear the delivery's key too."""
    key = DELIVERY_PREFIX + webhook.delivery
    with line.records.reading() as unit:
        kept = unit.deliveries.find(key)
    if kept is not None:
        return kept
    with line.records.together() as records:
        reply = produce(replace(line, records=records))
        step = CallStep(line.now(), webhook.place, mask_numbers(webhook.did), reply.told)
        try:
            with records.writing() as unit:
                _keep_step(unit, webhook, step, reply.outcome)
                return unit.deliveries.keep(key, reply.document, line.now())
        except Unavailable:  # ``produce`` wrote nothing either, and its reply says so; else the whole fails at its end
            _log.warning("call %s: the step at %s could not be kept", webhook.call_id, webhook.place, exc_info=True)
            return reply.document


def find_last_reply(line: Line, call_id: str) -> StepReply | None:
    """The last document that the call got; None when it got none, or the records cannot be reached."""
    try:
        with line.records.reading() as unit:
            for delivery, told in unit.calls.list_deliveries(call_id):
                document = unit.deliveries.find(DELIVERY_PREFIX + delivery)
                if document:
                    return StepReply(document, told)
    except Unavailable:
        _log.warning("call %s: what it was told last cannot be read", call_id, exc_info=True)
    return None


def record_outcome(line: Line, call_id: str, outcome: CallOutcome) -> None:
    """Keep what the call came to by now; it never gets in the caller's way."""
    try:
        with line.records.writing() as unit:
            unit.calls.came_to(call_id, outcome)
    except Unavailable:
        _log.warning("call %s: that it came to %s could not be kept", call_id, outcome.value, exc_info=True)


def record_end(line: Line, call_id: str, *, gateway: str, caller: str, status: str, seconds: int | None) -> None:
    """Keep how the call ended, once however often it is reported.

    One of which no webhook could be kept, or was taken by us at all, came in all the same: what the office reads of the
    share connected would be too good without it."""
    now = line.now()
    with line.records.writing() as unit:
        if unit.calls.end(call_id, status=status, seconds=seconds, at=now):
            return
        began = now - timedelta(seconds=seconds or 0)
        unit.calls.begin(call_id, gateway=gateway, caller=mask_number(caller), at=began)
        unit.calls.end(call_id, status=status, seconds=seconds, at=now)


def _keep_step(unit: Unit, webhook: StepRequest, step: CallStep, outcome: CallOutcome | None) -> None:
    caller = mask_number(webhook.caller)
    unit.calls.begin(webhook.call_id, gateway=webhook.gateway, caller=caller, at=webhook.began_at)
    new = unit.calls.add_step(webhook.call_id, step, delivery=webhook.delivery)
    if new and outcome is not None:
        unit.calls.came_to(webhook.call_id, outcome)
