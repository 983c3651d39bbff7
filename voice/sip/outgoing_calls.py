"""Calls that the line makes: the numbers of a Dial are rung at once, the first to pick up hears the whisper, and after
it the two hear one another. https://www.twilio.com/docs/voice/twiml/dial says what is imitated."""

from __future__ import annotations

import logging
import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING, NoReturn

from voice.handset.leg import LegEnded
from voice.handset.outbound import CONNECTED, ProgressReports, not_picked_up, outbound_parameters, picked_up
from voice.handset.twiml_reader import InvalidTwiml
from voice.sip.call_engine import CannotDial
from voice.sip.media import LegMedia, LegMoved, LegOver, Room
from voice.sip.mixing import BEEP, RINGBACK
from voice.sip.walk import SipLeg, Switchboard
from voice.telephone_numbers import national_digits

if TYPE_CHECKING:
    from voice.handset.transports import LineUnreachable
    from voice.handset.twiml_reader import Verb

log = logging.getLogger(__name__)
LONGEST_TALK_SECONDS = 4 * 3600
"""Without a timeLimit: https://www.twilio.com/docs/voice/twiml/dial#timelimit (read 2026-11-23)"""
_BUSY = ("486", "600", "603")
_NO_ANSWER = ("408", "480", "487")


def status_of(reason: str) -> str:
    """The status with which a leg ends that was never established, by the reason that the stack gives.

    >>> [status_of(reason) for reason in ("486 Busy Here", "480 Temporarily Unavailable", "404 Not Found")]
    ['busy', 'no-answer', 'failed']
    """
    code = reason[:3]
    return "busy" if code in _BUSY else "no-answer" if code in _NO_ANSWER else "failed"


class RungLeg(SipLeg):
    """The leg of a party that the line calls. ``why_not`` says why it could not be called, "" when it rings."""

    def __init__(self, board: Switchboard, leg_parameters: dict[str, str], changed: threading.Condition | None) -> None:
        super().__init__(board, LegMedia(board.now, changed, board.counts.count_key), leg_parameters)
        self.why_not = ""
        self.status = ""
        """With which status the leg ended; "" while it goes on."""
        self._picked_up_at: float | None = None
        self._released_at: float | None = None

    @property
    def has_picked_up(self) -> bool:
        return self.media.is_established and self.media.ended is None

    @property
    def is_lost(self) -> bool:
        return bool(self.why_not) or self.media.ended is not None

    @property
    def seconds(self) -> int:
        """How long the party has been on the line."""
        if self._picked_up_at is None:
            return 0
        until = self._released_at or self.board.now()
        return max(1, round(until - self._picked_up_at))

    def ring(self, number: str) -> None:
        """Call ``number``, if the line may."""
        self.why_not = self.board.allowance.why_not(number)
        if self.why_not:
            self.board.counts.refuse(f"dial {self.why_not}")
            log.error("a call to a number of %s digits was refused: %s", len(number), self.why_not)
            return
        try:
            self.media.attach(self.board.engine.dial(national_digits(number), self.media))
        except CannotDial as error:
            self.why_not = "failed"
            log.error("a number could not be called: %s", error)
            return
        self.board.clock.add(self.media)
        self.board.legs[self.sid] = self.media
        self.media.at_end(lambda: self.board.clock.remove(self.media))

    def begin(self) -> None:
        """Note that the party has picked up."""
        self._picked_up_at = self.board.now()

    def release(self) -> None:
        """End the leg, ringing or not; a second time does nothing."""
        if self._released_at is not None:
            return
        self._released_at = self.board.now()
        self.board.allowance.spend(self.seconds)
        self.board.legs.pop(self.sid, None)
        if not self.why_not and self.media.ended is None:
            self.media.call.hang_up()

    def _dial(self, verb: Verb) -> None:
        """Join a conference. Whoever was called calls nobody else."""
        if not verb.inside or verb.inside[0].name != "Conference":
            raise InvalidTwiml(f"a leg that was rung cannot dial in the document of {self.url}")
        dialled = join_conference(self, verb.inside[0])
        self.finish_dial(verb, dialled, hung_up=self.media.ended is not None)

    def end_document(self) -> NoReturn:
        raise LegEnded(CONNECTED)


class DialledLeg(RungLeg):
    """A number of a Dial, rung for ``caller``."""

    def __init__(self, board: Switchboard, caller: SipLeg, number: Verb, caller_id: str) -> None:
        super().__init__(board, outbound_parameters(caller, number, caller_id), caller.media.changed)
        self.url = caller.url
        self.reports = ProgressReports(self, number)

    def settle(self, status: str, seconds: int = 0) -> None:
        """Report that the leg is over."""
        self.status = status
        self.reports.report("completed", status, CallDuration=str(seconds))

    def is_connected(self) -> bool:
        """Play the whisper, if there is one; whether the two are connected after it."""
        ended = self.walk(self.reports.whisper, {}) if self.reports.whisper else CONNECTED
        return ended == CONNECTED and self.media.ended is None

    def recover(self, url: str, error: LineUnreachable | InvalidTwiml) -> NoReturn:
        """Without the whisper the two are connected all the same."""
        log.error("the whisper of leg %s: %s", self.sid, error)
        raise LegEnded(CONNECTED)


def dial(caller: SipLeg, verb: Verb, numbers: Sequence[Verb]) -> dict[str, str]:
    """Ring all ``numbers`` at once and let the two talk; what the action of the Dial is told.

    Raises LegMoved when the caller's leg is told to fetch another document."""
    board = caller.board
    legs = [DialledLeg(board, caller, number, verb.attributes.get("callerId", "")) for number in numbers]
    for leg, number in zip(legs, numbers, strict=True):
        leg.reports.report("initiated", "initiated")
        leg.ring(number.text)
        caller.media.at_end(leg.release)
    caller.media.repeat(RINGBACK)
    try:
        answering = _wait_for_answer(caller, legs, verb.parse_number("timeout", 30))
    except LegMoved:
        for leg in legs:
            leg.release()
        raise
    for leg in legs:
        if leg is not answering:
            status = _status_of_lost(caller, leg, taken=answering is not None)
            leg.release()
            leg.settle(status)
    if answering is None:
        caller.media.stop()
        statuses = [leg.status for leg in legs]
        return not_picked_up("no-answer" if "no-answer" in statuses else statuses[-1], legs[-1].sid)
    return _connect(caller, answering, verb.parse_number("timeLimit", LONGEST_TALK_SECONDS))


def _wait_for_answer(caller: SipLeg, legs: Sequence[DialledLeg], seconds: int) -> DialledLeg | None:
    """The leg that was picked up first; None when nobody does, or the caller has hung up."""
    try:
        caller.media.wait(
            lambda: any(leg.has_picked_up for leg in legs) or all(leg.is_lost for leg in legs), float(seconds)
        )
    except LegOver:
        return None
    return next((leg for leg in legs if leg.has_picked_up), None)


def _status_of_lost(caller: SipLeg, leg: DialledLeg, *, taken: bool) -> str:
    if leg.why_not:
        return "failed"
    if caller.media.ended is not None or taken:
        return "canceled"
    return "no-answer" if leg.media.ended is None else status_of(leg.media.ended)


def _connect(caller: SipLeg, leg: DialledLeg, seconds: int) -> dict[str, str]:
    leg.begin()
    leg.reports.report("answered", "in-progress")
    connected = leg.is_connected() and caller.media.ended is None
    caller.media.stop()
    moved_to = _talk(caller, leg, float(seconds)) if connected else ""
    talked = leg.seconds
    if moved_to:
        threading.Thread(target=lambda: _walk_on(leg, moved_to), daemon=True).start()
    else:
        leg.release()
        leg.settle("completed", talked)
    return picked_up(leg.sid, talked, bridged=connected)


def _talk(caller: SipLeg, leg: DialledLeg, seconds: float) -> str:
    """Let the two hear one another until one hangs up; the URL to which the other's leg is moved, "" for none."""
    room = Room()
    room.join(caller.media)
    room.join(leg.media)
    moved_to = ""
    try:
        caller.media.wait(lambda: leg.media.ended is not None or bool(leg.media.moved_to), seconds)
        moved_to, leg.media.moved_to = leg.media.moved_to, ""
    except LegOver:
        pass
    finally:
        room.leave(caller.media)
        room.leave(leg.media)
    return moved_to


def _walk_on(leg: DialledLeg, url: str) -> None:
    """Walk the leg of somebody who leaves the bridge for a document of their own, such as a conference."""
    try:
        leg.walk(url, {})
    finally:
        talked = leg.seconds
        leg.release()
        leg.settle("completed", talked)


def join_conference(leg: SipLeg, room: Verb) -> dict[str, str]:
    """Join the conference ``room`` until it is over; what the action of the Dial is told."""
    board = leg.board
    conference = board.rooms.setdefault(room.text, Room())
    if room.attributes.get("beep", "true") in ("onEnter", "true"):
        conference.play(BEEP)
    conference.join(leg.media)
    ends = room.attributes.get("endConferenceOnExit") == "true"
    try:
        leg.media.wait(lambda: conference.is_over, float(LONGEST_TALK_SECONDS))
    except (LegOver, LegMoved):
        _leave(board, room.text, conference, leg, ends=ends)
        raise
    _leave(board, room.text, conference, leg, ends=ends)
    return {"DialCallStatus": "answered"}


def _leave(board: Switchboard, name: str, conference: Room, leg: SipLeg, *, ends: bool) -> None:
    conference.leave(leg.media, ends=ends)
    if conference.is_over or not conference.legs:
        board.rooms.pop(name, None)
