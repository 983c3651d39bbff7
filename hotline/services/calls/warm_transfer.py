"""Bringing a liaison officer into a talk that goes on: whoever is brought in is rung first, and only when they take the
call do caller and operator move with them into a conference, so that nothing that fails parts the two."""

from __future__ import annotations

import logging
from datetime import timedelta
from enum import Enum
from typing import TYPE_CHECKING

from hotline.core.calls import Attempt, AttemptKind, AttemptResult, OutboundLeg
from hotline.core.departments import is_line
from hotline.core.errors import HotlineError, NotFound, Unavailable
from hotline.core.masking import mask_number
from hotline.services.calls import dialling
from hotline.services.calls.dialling import DialTarget
from hotline.services.calls.live import find_live_call
from hotline.services.line import Line

if TYPE_CHECKING:
    from hotline.core.providers import Telephony

_log = logging.getLogger(__name__)

RING_SECONDS = 20
UNSURE_AFTER = timedelta(seconds=4)


class TransferRefusal(Enum):
    """Why nobody can be brought into a call, in words for whoever tried."""

    NO_ACCOUNT = "还没有配置运营商的接口账号，不能请人加入通话。请改用电话联系联络员，或者请来电人留言。"
    NOT_LIVE = "这个电话现在没有和工作人员通话，可能已经挂断了。"
    UNKNOWN_TARGET = "没有这个部门，也不是电话号码。"
    NO_OFFICER = "这个部门没有登记联络员的电话。"
    ALREADY_RINGING = "已经在呼叫一位联络员，请等一等再试。"
    PROVIDER_FAILED = "电话没有打出去，您和来电人的通话不受影响，可以再试一次。"


class CannotTransfer(HotlineError):
    """Nobody was rung, and the call goes on as it was."""

    def __init__(self, reason: TransferRefusal) -> None:
        super().__init__(reason.value)
        self.reason = reason
        self.status = (
            404 if reason is TransferRefusal.NOT_LIVE else 503 if reason is TransferRefusal.PROVIDER_FAILED else 409
        )


class JoinResult(Enum):
    """What became of somebody who took a call they were to be brought into."""

    JOINED = "joined"
    GONE = "gone"
    FAILED = "failed"


def start_transfer(line: Line, call: str, to: str) -> Attempt:
    """Ring whom ``to`` names: a department's code (its first liaison officer), code and place (FYK/2), or a number.

    The talk goes on as it is meanwhile; how the ringing went is in the call's attempts. CannotTransfer tells why nobody
    was rung."""
    if line.telephony is None:
        raise CannotTransfer(TransferRefusal.NO_ACCOUNT)
    person = _find_person(line, to.strip())
    with line.records.writing() as unit:
        talk = find_live_call(line, unit, call)
        if talk is None:
            raise CannotTransfer(TransferRefusal.NOT_LIVE)
        if any(_is_ringing(line, attempt) for attempt in talk.attempts):
            raise CannotTransfer(TransferRefusal.ALREADY_RINGING)
        enquiry = next((attempt.enquiry_id for attempt in talk.attempts if attempt.enquiry_id), None)
        rung = OutboundLeg(call, unit.attempts.next_serial(call), enquiry=enquiry, joins=True)
        attempt = unit.attempts.add(
            call,
            rung.serial,
            kind=AttemptKind.THREE_WAY,
            department=person.department,
            name=person.name,
            telephone=mask_number(person.telephone),
            enquiry_id=enquiry,
            at=line.now(),
        )
    return _ring(line, line.telephony, rung, person, attempt)


def _ring(line: Line, telephony: Telephony, rung: OutboundLeg, person: DialTarget, attempt: Attempt) -> Attempt:
    try:
        leg = telephony.ring(
            person.telephone,
            line.leg_url("whisper", rung),
            status_url=line.leg_url("leg", rung),
            seconds=RING_SECONDS,
        )
    except HotlineError as error:
        _log.warning("call %s: nobody could be rung", rung.call, exc_info=True)
        dialling.record_end(line, rung, AttemptResult.FAILED)
        raise CannotTransfer(TransferRefusal.PROVIDER_FAILED) from error
    dialling.record_leg_id(line, rung, leg)
    return attempt


def complete_transfer(line: Line, rung: OutboundLeg, leg: str) -> JoinResult:
    """Whoever was brought in takes the call: the operator's leg is turned into the conference, and the caller follows.

    The answer is recorded before the operator's leg is redirected, because the caller's leg asks ``is_in_conference``
    as soon as the operator's has gone. When the redirect fails the answer is undone: caller and operator never stopped
    talking. A repeated webhook changes nothing."""
    if line.telephony is None:
        return JoinResult.FAILED
    with line.records.writing() as unit:
        call = unit.calls.find(rung.call)
        attempts = unit.attempts.list_attempts(rung.call)
        mine = next((one for one in attempts if one.serial == rung.serial), None)
        others = [one for one in attempts if one.is_going_on and one.serial != rung.serial]
        if mine is None or not others or (call and call.ended_at):
            unit.attempts.settle(rung.call, rung.serial, AttemptResult.CANCELED, line.now())
            return JoinResult.GONE
        if mine.is_going_on:
            return JoinResult.JOINED
        if not unit.attempts.answer(rung.call, rung.serial, leg, line.now()):
            return JoinResult.GONE
    if any(one.kind is AttemptKind.THREE_WAY for one in others):
        return JoinResult.JOINED  # they are in the conference already
    return _turn(line, line.telephony, rung, others[0])


def _turn(line: Line, telephony: Telephony, rung: OutboundLeg, operator: Attempt) -> JoinResult:
    """Turn the operator's leg into the conference, with a second try.

    Who waited long for a failure does not know whether the leg was turned. Then whoever was brought in goes to the
    conference: the caller gets there too, at the latest when the operator hangs up, so nobody is lost either way."""
    room = line.leg_url("room", OutboundLeg(rung.call, operator.serial))
    outcome = AttemptResult.FAILED
    for _ in range(2):
        began = line.now()
        try:
            telephony.redirect(operator.leg, room)
            return JoinResult.JOINED
        except NotFound:
            outcome = AttemptResult.CANCELED
            break
        except Unavailable:
            _log.warning("call %s: %s could not be turned into the conference", rung.call, operator.leg, exc_info=True)
            if line.now() - began > UNSURE_AFTER:
                return JoinResult.JOINED
    with line.records.writing() as unit:
        unit.attempts.undo_answer(rung.call, rung.serial, outcome, line.now())
    return JoinResult.GONE if outcome is AttemptResult.CANCELED else JoinResult.FAILED


def is_in_conference(line: Line, call: str) -> bool:
    """Whether the caller, whom nobody is bridged with any more, goes on in a conference with staff."""
    attempts = _conferring(line, call)
    return any(one.is_going_on for one in attempts)


def record_leg_end(line: Line, rung: OutboundLeg, result: AttemptResult, leg: str) -> None:
    """A leg of somebody rung has ended; when it was the last of the staff in a conference the caller is told goodbye,
    for nobody else would."""
    dialling.record_end(line, rung, result, leg)
    attempts = _conferring(line, rung.call)
    if line.telephony is None or not attempts or any(one.is_going_on for one in attempts):
        return
    try:
        line.telephony.redirect(rung.call, line.goodbye_url)
    except HotlineError:  # mostly because the caller hung up first
        _log.info("call %s had ended, or could not be taken out of the conference", rung.call)


def _conferring(line: Line, call: str) -> list[Attempt]:
    """All whom a call rang, if somebody was brought into it; none otherwise."""
    try:
        with line.records.reading() as unit:
            attempts = unit.attempts.list_attempts(call)
    except Unavailable:
        _log.warning("call %s: whether it became a conference cannot be read", call, exc_info=True)
        return []
    joined = any(one.kind is AttemptKind.THREE_WAY and one.result is AttemptResult.ANSWERED for one in attempts)
    return attempts if joined else []


def _find_person(line: Line, to: str) -> DialTarget:
    if is_line(to):
        return DialTarget(AttemptKind.THREE_WAY, "", "", to)
    code, _, place = to.partition("/")
    codes = {department.code.casefold(): department.code for department in line.knowledge.departments()}
    if code.casefold() not in codes or (place and not place.isascii()) or (place and not place.isdecimal()):
        raise CannotTransfer(TransferRefusal.UNKNOWN_TARGET)
    officers = dialling.list_officers(line, codes[code.casefold()])
    if not 1 <= int(place or 1) <= len(officers):
        raise CannotTransfer(TransferRefusal.NO_OFFICER)
    return officers[int(place or 1) - 1]


def _is_ringing(line: Line, attempt: Attempt) -> bool:
    """A ringing whose end was never told is over after a while."""
    fresh = line.now() - attempt.rung_at < timedelta(seconds=3 * RING_SECONDS)
    return attempt.kind is AttemptKind.THREE_WAY and attempt.result is AttemptResult.RINGING and fresh
