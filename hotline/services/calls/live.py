"""Live calls: those in which staff are talking with a caller now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from hotline.core.calls import Attempt
from hotline.core.errors import NotFound
from hotline.core.permissions import Permission, Staff
from hotline.services.calls import dialling
from hotline.services.line import Line

if TYPE_CHECKING:
    from hotline.storage.records.unit_of_work import Unit

LONGEST_CALL = timedelta(hours=4)
"""The provider ends a call after this time, so an older one is over even if its end was not reported:
https://www.twilio.com/docs/voice/twiml/dial#timelimit (read 2026-11-23)"""


@dataclass(frozen=True)
class LiveCall:
    """A call in which staff are talking with the caller, whose number is masked.

    ``attempts`` are all attempts of the call. ``question`` is what the caller had asked, "" where that is not
    recorded."""

    call: str
    caller: str
    since: datetime
    question: str
    attempts: tuple[Attempt, ...]

    @property
    def people(self) -> list[Attempt]:
        """The attempts whose called party is in the call now."""
        return [attempt for attempt in self.attempts if attempt.is_going_on]


def list_live_calls(line: Line, actor: Staff) -> list[LiveCall]:
    """All live calls, the latest first."""
    actor.require(Permission.TRANSFER_CALLS)
    with line.records.reading() as unit:
        talking = unit.attempts.list_talking(line.now() - LONGEST_CALL)
        found = [find_live_call(line, unit, attempt.call_id) for attempt in talking]
    return list({live.call: live for live in found if live}.values())


def get_live_call(line: Line, actor: Staff, call: str) -> LiveCall:
    """A live call. Raises NotFound when no staff are in it, or no longer."""
    actor.require(Permission.TRANSFER_CALLS)
    with line.records.reading() as unit:
        live = find_live_call(line, unit, call)
    if live is None:
        raise NotFound("这个电话现在没有和工作人员通话，可能已经挂断了。")
    return live


def find_live_call(line: Line, unit: Unit, call: str) -> LiveCall | None:
    """The live call with the id ``call``; None when no staff are in it, or no longer."""
    record = unit.calls.find(call)
    attempts = unit.attempts.list_attempts(call)
    answered = [attempt.answered_at for attempt in attempts if attempt.is_going_on and attempt.answered_at]
    if not answered or (record and record.ended_at) or min(answered) < line.now() - LONGEST_CALL:
        return None
    enquiry_id = next((attempt.enquiry_id for attempt in attempts if attempt.enquiry_id), None)
    enquiry = unit.enquiries.find(enquiry_id) if enquiry_id else None
    return LiveCall(
        call=call,
        caller=record.caller if record else "",
        since=min(answered),
        question=dialling.describe_question(line, enquiry.question) if enquiry else "",
        attempts=tuple(attempts),
    )
