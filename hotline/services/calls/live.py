"""Calls in which staff are talking with a caller now."""

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
    from hotline.storage.records.database import Unit

LONGEST_CALL = timedelta(hours=4)
"""The provider ends a call after this, so what is older is over even if nobody said so:
https://www.twilio.com/docs/voice/twiml/dial#timelimit (read 2026-11-23)"""


@dataclass(frozen=True)
class LiveCall:
    """A call in which staff are talking with the caller (masked): ``attempts`` are all whom it rang, ``question`` what
    the caller had asked, "" where nothing is kept of it."""

    call: str
    caller: str
    since: datetime
    question: str
    attempts: tuple[Attempt, ...]

    @property
    def people(self) -> list[Attempt]:
        """Those of the staff who are in the call."""
        return [attempt for attempt in self.attempts if attempt.is_going_on]


def list_live_calls(line: Line, actor: Staff) -> list[LiveCall]:
    """The calls in which staff are talking with a caller, the latest first."""
    actor.require(Permission.TRANSFER_CALLS)
    with line.records.reading() as unit:
        found = [find_live_call(line, unit, attempt.call_id) for attempt in _talking(line, unit)]
    return list({talk.call: talk for talk in found if talk}.values())


def get_live_call(line: Line, actor: Staff, call: str) -> LiveCall:
    """One of them; NotFound when nobody of the staff is in it (any more)."""
    actor.require(Permission.TRANSFER_CALLS)
    with line.records.reading() as unit:
        talk = find_live_call(line, unit, call)
    if talk is None:
        raise NotFound("这个电话现在没有和工作人员通话，可能已经挂断了。")
    return talk


def _talking(line: Line, unit: Unit) -> list[Attempt]:
    return unit.attempts.list_talking(line.now() - LONGEST_CALL)


def find_live_call(line: Line, unit: Unit, call: str) -> LiveCall | None:
    """The talk that a call is; None when nobody of the staff is in it (any more)."""
    kept = unit.calls.find(call)
    attempts = unit.attempts.list_attempts(call)
    taken = [one.answered_at for one in attempts if one.is_going_on and one.answered_at]
    if not taken or (kept and kept.ended_at) or min(taken) < line.now() - LONGEST_CALL:
        return None
    asked = next((one.enquiry_id for one in attempts if one.enquiry_id), None)
    enquiry = unit.enquiries.find(asked) if asked else None
    return LiveCall(
        call=call,
        caller=kept.caller if kept else "",
        since=min(taken),
        question=dialling.describe_question(line, enquiry.question) if enquiry else "",
        attempts=tuple(attempts),
    )
