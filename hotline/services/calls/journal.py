"""The journal of calls: every step of a call, the reply it got, and how the call ended.

Providers deliver a webhook again when they are not sure that it arrived. So the reply to each delivery is recorded, and
a repeated delivery gets that reply instead of doing its work twice."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from hotline.core.calls import CallOutcome, CallStep
from hotline.core.errors import Unavailable
from hotline.core.masking import mask_number, mask_numbers
from hotline.services.line import Line

_log = logging.getLogger(__name__)

DELIVERY_PREFIX = "call:"
"""Recorded replies of call webhooks have the key ``call:`` and the delivery's own id. Texts use other prefixes."""


@dataclass(frozen=True)
class StepRequest:
    """One webhook of the call ``call_id``: what the caller did at ``place``, a place of the
    call flow (``voice.phone.call_state.Place``).

    ``delivery`` identifies the webhook and is the same when it is delivered again. ``caller`` is E.164, or "" when the
    number is withheld. ``caller_input`` holds the keys or words as they came, "" for silence."""

    call_id: str
    delivery: str
    gateway: str
    caller: str
    began_at: datetime
    place: str
    caller_input: str


@dataclass(frozen=True)
class StepReply:
    """``document`` goes to the provider; ``destination`` is the place or answer that it leads to.

    ``outcome`` is the outcome of the call if this step changes it, else None."""

    document: str
    destination: str
    outcome: CallOutcome | None = None


def answer_step(line: Line, request: StepRequest, produce: Callable[[Line], StepReply]) -> str:
    """The document for ``request``, recorded where possible; callers are answered even while the records are down.

    When the transaction fails, ``produce`` runs again outside it, so that the caller is not told that something was
    recorded which was not."""
    try:
        return record_step(line, request, produce)
    except Unavailable:
        _log_unrecorded(request)
        return produce(line).document


def record_step(line: Line, request: StepRequest, produce: Callable[[Line], StepReply]) -> str:
    """The document for ``request``; the step and all that ``produce`` writes are recorded in one transaction.

    A repeated delivery gets the document recorded for the first, and ``produce`` does not run. ``produce`` must write
    through the line it is given. When a webhook arrives twice at the same moment, ``produce`` may run twice, and both
    deliveries get the document that was recorded first; so rows that ``produce`` writes must carry the delivery's id
    too.

    Raises Unavailable when what was written cannot be committed."""
    recorded = _find_document(line, request.delivery)
    if recorded is not None:
        return recorded
    with line.records.together() as records:
        joined = replace(line, records=records)
        reply = produce(joined)
        try:
            return _write_step(joined, request, reply)
        except Unavailable:
            # The records were down before ``produce`` ran, so it wrote nothing and its reply says so. Had it written,
            # the commit at the end of this block would raise Unavailable.
            _log_unrecorded(request)
            return reply.document


def find_last_reply(line: Line, call_id: str) -> StepReply | None:
    """The last document that the call got; None when there is none or the records cannot be read."""
    try:
        with line.records.reading() as unit:
            for delivery, destination in unit.calls.list_deliveries(call_id):
                document = unit.deliveries.find(DELIVERY_PREFIX + delivery)
                if document:
                    return StepReply(document, destination)
    except Unavailable:
        _log.warning("call %s: its last reply cannot be read", call_id, exc_info=True)
    return None


def record_outcome(line: Line, call_id: str, outcome: CallOutcome) -> None:
    """Record what the call has come to so far; a failure is logged only, because the call goes on without it."""
    try:
        with line.records.writing() as unit:
            unit.calls.set_outcome(call_id, outcome)
    except Unavailable:
        _log.warning("call %s: its outcome %s could not be recorded", call_id, outcome.value, exc_info=True)


def record_end(line: Line, call_id: str, *, gateway: str, caller: str, status: str, seconds: int | None) -> None:
    """Record how and when the call ended, once; a repeated report changes nothing.

    A call of which nothing else reached us is recorded too: the caller reached nobody, and the reports must count
    that. ``seconds`` is the length of the call, None when the provider does not say."""
    now = line.now()
    with line.records.writing() as unit:
        if unit.calls.end(call_id, status=status, seconds=seconds, at=now):
            return
        began = now - timedelta(seconds=seconds or 0)
        unit.calls.begin(call_id, gateway=gateway, caller=mask_number(caller), at=began)
        unit.calls.end(call_id, status=status, seconds=seconds, at=now)


def _find_document(line: Line, delivery: str) -> str | None:
    with line.records.reading() as unit:
        return unit.deliveries.find(DELIVERY_PREFIX + delivery)


def _write_step(line: Line, request: StepRequest, reply: StepReply) -> str:
    """Write the call, its step and its reply; the document recorded for the delivery, perhaps by another process."""
    step = CallStep(line.now(), request.place, mask_numbers(request.caller_input), reply.destination)
    with line.records.writing() as unit:
        caller = mask_number(request.caller)
        is_new = unit.calls.add_step(request.call_id, step, delivery=request.delivery)
        outcome = reply.outcome if is_new else None
        unit.calls.begin(request.call_id, gateway=request.gateway, caller=caller, at=request.began_at, outcome=outcome)
        return unit.deliveries.keep(DELIVERY_PREFIX + request.delivery, reply.document, line.now())


def _log_unrecorded(request: StepRequest) -> None:
    _log.warning("call %s: the step at %s could not be recorded", request.call_id, request.place, exc_info=True)
