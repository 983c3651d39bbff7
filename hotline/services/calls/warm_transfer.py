"""Warm transfers: an operator brings a liaison officer into a live call.

The officer is dialled on a leg of their own while the two talk on. Only when the officer takes the call is the
operator's leg redirected into a conference, and the caller's leg follows as soon as the operator has left it. So no
failure can part caller and operator."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import timedelta
from enum import Enum
from typing import TYPE_CHECKING

from hotline.core.calls import Attempt, AttemptKind, AttemptResult, OutboundLeg
from hotline.core.departments import is_telephone_number
from hotline.core.errors import HotlineError, NotFound, Unavailable
from hotline.services.calls import dialling
from hotline.services.calls.dialling import DialTarget
from hotline.services.calls.live import find_live_call
from hotline.services.line import Line

if TYPE_CHECKING:
    from hotline.core.providers import Telephony

_log = logging.getLogger(__name__)

RING_SECONDS = 20
"""How long the officer's telephone rings."""
UNSURE_AFTER = timedelta(seconds=4)
"""A redirect that fails after waiting longer than this may have been carried out all the same."""


class TransferRefusal(Enum):
    """Why a transfer was not started; the value is what the operator reads."""

    NO_ACCOUNT = "还没有配置运营商的接口账号，不能请人加入通话。请改用电话联系联络员，或者请来电人留言。"
    NOT_LIVE = "这个电话现在没有和工作人员通话，可能已经挂断了。"
    UNKNOWN_TARGET = "没有这个部门，也不是电话号码。"
    NO_OFFICER = "这个部门没有登记联络员的电话。"
    ALREADY_RINGING = "已经在呼叫一位联络员，请等一等再试。"
    PROVIDER_FAILED = "电话没有打出去，您和来电人的通话不受影响，可以再试一次。"


class CannotTransfer(HotlineError):
    """Nobody was dialled for ``reason``, and the call goes on as it was."""

    def __init__(self, reason: TransferRefusal) -> None:
        super().__init__(reason.value)
        self.reason = reason
        self.status = (
            404 if reason is TransferRefusal.NOT_LIVE else 503 if reason is TransferRefusal.PROVIDER_FAILED else 409
        )


class JoinResult(Enum):
    """What became of an officer who took the call: in the conference, too late, or the redirect failed."""

    JOINED = "joined"
    GONE = "gone"
    FAILED = "failed"


def start_transfer(line: Line, call: str, to: str) -> Attempt:
    """Dial ``to`` for the live call ``call``, which goes on meanwhile; how it went shows in the call's attempts.

    ``to`` is a department's code (its first liaison officer), a code and a place (``FYK/2``), or a telephone number.
    Raises CannotTransfer, with the reason, when nobody was dialled."""
    if line.telephony is None:
        raise CannotTransfer(TransferRefusal.NO_ACCOUNT)
    target = _get_target(line, to.strip())
    with line.records.writing() as unit:
        live = find_live_call(line, unit, call)
        if live is None:
            raise CannotTransfer(TransferRefusal.NOT_LIVE)
        if any(_is_ringing(line, attempt) for attempt in live.attempts):
            raise CannotTransfer(TransferRefusal.ALREADY_RINGING)
        enquiry = next((attempt.enquiry_id for attempt in live.attempts if attempt.enquiry_id), None)
        leg = OutboundLeg(call, unit.attempts.next_serial(call), enquiry=enquiry, joins=True)
        attempt = dialling.add_attempt(unit, leg, target, line.now())
    _dial(line, line.telephony, leg, target)
    return attempt


def _dial(line: Line, telephony: Telephony, leg: OutboundLeg, target: DialTarget) -> None:
    try:
        leg_id = telephony.ring(
            target.telephone,
            line.leg_url("whisper", leg),
            status_url=line.leg_url("leg", leg),
            seconds=RING_SECONDS,
        )
    except HotlineError as error:
        _log.warning("call %s: the provider did not dial", leg.call, exc_info=True)
        dialling.record_end(line, leg, AttemptResult.FAILED)
        raise CannotTransfer(TransferRefusal.PROVIDER_FAILED) from error
    dialling.record_leg_id(line, leg, leg_id)


def complete_transfer(line: Line, leg: OutboundLeg, leg_id: str) -> JoinResult:
    """The officer takes the call: redirect the operator's leg into the conference, where the caller's leg follows.

    The answer is recorded before the operator's leg is redirected, because the caller's leg asks ``is_in_conference``
    as soon as the operator's has gone. When the redirect fails the answer is undone: caller and operator never stopped
    talking. A repeated webhook changes nothing.

    Raises Unavailable while the records are down."""
    if line.telephony is None:
        return JoinResult.FAILED
    with line.records.writing() as unit:
        call = unit.calls.find(leg.call)
        attempts = unit.attempts.list_attempts(leg.call)
        officer = next((attempt for attempt in attempts if attempt.serial == leg.serial), None)
        others = [attempt for attempt in attempts if attempt.is_going_on and attempt.serial != leg.serial]
        if officer is None or not others or (call and call.ended_at):
            unit.attempts.settle(leg.call, leg.serial, AttemptResult.CANCELED, line.now())
            return JoinResult.GONE
        if officer.is_going_on:
            return JoinResult.JOINED
        if not unit.attempts.answer(leg.call, leg.serial, leg_id, line.now()):
            return JoinResult.GONE
    if any(attempt.kind is AttemptKind.THREE_WAY for attempt in others):
        return JoinResult.JOINED  # caller and operator are in the conference already
    return _redirect_operator(line, line.telephony, leg, others[0])


def _redirect_operator(line: Line, telephony: Telephony, leg: OutboundLeg, operator: Attempt) -> JoinResult:
    """Redirect the operator's leg into the conference; a failure is tried once more.

    After a failure that took longer than UNSURE_AFTER nobody knows whether the leg was redirected. Then the officer
    joins the conference all the same: the caller comes there too, at the latest when the operator hangs up."""
    room = line.leg_url("room", OutboundLeg(leg.call, operator.serial))
    result = AttemptResult.FAILED
    for _ in range(2):
        began = line.now()
        try:
            telephony.redirect(operator.leg, room)
            return JoinResult.JOINED
        except NotFound:
            result = AttemptResult.CANCELED
            break
        except Unavailable:
            _log.warning("call %s: leg %s could not be redirected", leg.call, operator.leg, exc_info=True)
            if line.now() - began > UNSURE_AFTER:
                return JoinResult.JOINED
    with line.records.writing() as unit:
        unit.attempts.undo_answer(leg.call, leg.serial, result, line.now())
    return JoinResult.GONE if result is AttemptResult.CANCELED else JoinResult.FAILED


def is_in_conference(line: Line, call: str) -> bool:
    """Whether the caller, whose operator has left the leg, goes on in a conference with staff."""
    return any(attempt.is_going_on for attempt in _list_conference(line, call))


def record_leg_end(line: Line, leg: OutboundLeg, result: AttemptResult, leg_id: str) -> None:
    """Record that an outbound leg has ended.

    When it was the last of the staff in a conference, the caller's leg is redirected to a goodbye: alone in the
    conference the caller would hear nothing."""
    dialling.record_end(line, leg, result, leg_id)
    attempts = _list_conference(line, leg.call)
    if line.telephony is None or not attempts or any(attempt.is_going_on for attempt in attempts):
        return
    try:
        line.telephony.redirect(leg.call, line.goodbye_url)
    except HotlineError:  # mostly because the caller hung up first
        _log.info("call %s had ended, or could not be taken out of the conference", leg.call)


def _list_conference(line: Line, call: str) -> list[Attempt]:
    """All attempts of a call that became a conference; empty for any other call."""
    try:
        with line.records.reading() as unit:
            attempts = unit.attempts.list_attempts(call)
    except Unavailable:
        _log.warning("call %s: whether it became a conference cannot be read", call, exc_info=True)
        return []
    answered = [attempt for attempt in attempts if attempt.result is AttemptResult.ANSWERED]
    return attempts if any(attempt.kind is AttemptKind.THREE_WAY for attempt in answered) else []


def _get_target(line: Line, to: str) -> DialTarget:
    if is_telephone_number(to):
        return DialTarget(AttemptKind.THREE_WAY, "", "", to)
    code, _, place = to.partition("/")
    codes = {department.code.casefold(): department.code for department in line.knowledge.departments()}
    if code.casefold() not in codes or (place and not place.isascii()) or (place and not place.isdecimal()):
        raise CannotTransfer(TransferRefusal.UNKNOWN_TARGET)
    officers = dialling.list_officers(line, codes[code.casefold()])
    if not 1 <= int(place or 1) <= len(officers):
        raise CannotTransfer(TransferRefusal.NO_OFFICER)
    return replace(officers[int(place or 1) - 1], kind=AttemptKind.THREE_WAY)


def _is_ringing(line: Line, attempt: Attempt) -> bool:
    """Whether an officer is being dialled. An attempt whose end was never reported counts as over after a while."""
    is_recent = line.now() - attempt.rung_at < timedelta(seconds=3 * RING_SECONDS)
    return attempt.kind is AttemptKind.THREE_WAY and attempt.result is AttemptResult.RINGING and is_recent
