"""The line itself: it answers whoever comes from an allowed peer, and follows the application's documents with them."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, NoReturn

from voice.handset.leg import LegEnded, new_sid
from voice.handset.transcript import CALLER_HUNG_UP, LINE_HUNG_UP
from voice.handset.transports import LineUnreachable
from voice.handset.twiml_reader import InvalidTwiml, Verb
from voice.sip.call_engine import MediaHealth
from voice.sip.media import LegMedia, LegOver
from voice.sip.outgoing_calls import RungLeg, dial, join_conference, status_of
from voice.sip.walk import SipLeg, Switchboard

if TYPE_CHECKING:
    from voice.sip.call_engine import Invitation

log = logging.getLogger(__name__)
ESTABLISHED_SECONDS = 10.0
CLOSED_SECONDS = 3.0
REPORTED_SECONDS = 20.0
_RING_SECONDS = 20


class CallerLeg(SipLeg):
    """The leg of a caller, or of somebody whom the application called, who may be connected to others."""

    def _dial(self, verb: Verb) -> None:
        numbers = verb.inside or (Verb("Number", verb.text),)
        joins = numbers[0].name == "Conference"
        dialled = join_conference(self, numbers[0]) if joins else dial(self, verb, numbers)
        self.finish_dial(verb, dialled, hung_up=self.media.ended is not None)

    def recover(self, url: str, error: LineUnreachable | InvalidTwiml) -> NoReturn:
        """The application does not answer: say so from disk, ring the operators directly, hang up."""
        log.error("call %s: %s", self.sid, error)
        self.media.play(self.board.apology)
        if self.board.operators:
            operators = tuple(Verb("Number", number) for number in self.board.operators)
            dial(self, Verb("Dial", "", {"timeout": str(_RING_SECONDS)}, operators), operators)
        raise LegEnded(CALLER_HUNG_UP if self.media.ended is not None else LINE_HUNG_UP)


class SipLine:
    """``takes_calls_from`` says of an address whether it is a peer; ``number_of`` turns a SIP address into E.164, and
    "" where the caller withholds it. ``number`` is the line's own."""

    def __init__(
        self,
        board: Switchboard,
        *,
        lines: int,
        takes_calls_from: Callable[[str], bool],
        number_of: Callable[[str], str],
        number: str,
    ) -> None:
        self.board, self._lines = board, lines
        self._takes_calls_from, self._number_of, self._number = takes_calls_from, number_of, number

    def start(self) -> None:
        """Answer calls from now on. Raises OSError when the stack cannot start."""
        self.board.clock.start()
        self.board.reports.start()
        self.board.engine.start(self.take)

    def stop(self, seconds: float) -> None:
        """Take no new call, let those that go on end within ``seconds``, then end them.

        A call that ends is still reported, which the stack knows nothing of."""
        self.board.engine.drain(seconds)
        self.board.counts.wait_empty(REPORTED_SECONDS)
        self.board.engine.close()
        self.board.clock.stop()
        self.board.reports.stop()

    def take(self, invitation: Invitation) -> None:
        """Answer one call and stay with it to its end."""
        counts, call = self.board.counts, invitation.call
        if not self._takes_calls_from(invitation.source):
            counts.refuse("peer")
            log.warning("a call from %s was refused: it is no peer of ours", invitation.source or "an unknown address")
            call.refuse()
            return
        if not counts.enter(self._lines):
            log.warning("a call was refused: all %s lines are taken", self._lines)
            call.refuse()
            return
        try:
            self._answer(invitation)
        finally:
            counts.leave(call.health())

    def _answer(self, invitation: Invitation) -> None:
        board = self.board
        media = LegMedia(board.now, on_key=board.counts.count_key)
        media.attach(invitation.call)
        invitation.call.follow(media)
        invitation.call.answer()
        try:
            if not media.wait(lambda: media.is_established, ESTABLISHED_SECONDS):
                invitation.call.hang_up()
                return
        except LegOver:
            return
        caller = self._number_of(invitation.caller) or "anonymous"
        parameters = {"CallSid": new_sid("CA"), "From": caller, "To": self._number, "Direction": "inbound"}
        self._stay_with(CallerLeg(board, media, parameters))

    def _stay_with(self, leg: CallerLeg) -> None:
        board, began = self.board, self.board.now()
        board.clock.add(leg.media)
        board.legs[leg.sid] = leg.media
        ended = "an error of ours"
        try:
            ended = leg.walk(f"{board.transport.public_url}/voice/", {"CallStatus": "ringing"})
        finally:
            board.legs.pop(leg.sid, None)
            self._close(leg.media)
            board.clock.remove(leg.media)
            seconds = max(1, round(board.now() - began))
            leg.report_end(f"{board.transport.public_url}/voice/status", seconds)
            log.info("call %s: %s after %s s", leg.sid, ended, seconds)

    def _close(self, media: LegMedia) -> None:
        """Hang up, where the caller has not, and wait for the end, so that the media can be judged."""
        if media.ended is not None:
            return
        media.call.hang_up()
        with media.changed:
            media.changed.wait_for(lambda: media.ended is not None, CLOSED_SECONDS)

    def ring(self, number: str, url: str, status_url: str, seconds: int) -> str:
        """Call ``number`` for the application, which gives the documents of ``url``; the new leg's CallSid, at once."""
        parameters = {"CallSid": new_sid("CA"), "From": self._number, "To": number, "Direction": "outbound-api"}
        leg = _ApiLeg(self.board, parameters, None)
        threading.Thread(target=lambda: leg.follow_up(number, url, status_url, seconds), daemon=True).start()
        return leg.sid

    def redirect(self, sid: str, url: str) -> bool:
        """Have the leg ``sid`` fetch the document of ``url``; False when there is no such leg any more."""
        media = self.board.legs.get(sid)
        return media is not None and media.move_to(url)

    def health(self) -> MediaHealth:
        """The media of all calls that are over, added up."""
        counts = self.board.counts
        return MediaHealth(lost=counts.lost_packets, late=counts.late_packets, starved=counts.starved_frames)


class _ApiLeg(RungLeg, CallerLeg):
    """The leg of somebody whom the application has the line call."""

    def follow_up(self, number: str, url: str, status_url: str, seconds: int) -> None:
        """Ring, walk and report every change of the leg's state to ``status_url``."""
        self._report(status_url, "initiated")
        self.ring(number)
        status = "failed"
        try:
            if not self.why_not and self.media.wait(lambda: self.media.is_established, float(seconds)):
                self.begin()
                self._report(status_url, "in-progress")
                self.walk(url, {})
                status = "completed"
            else:
                status = "failed" if self.why_not else "no-answer"
        except LegOver as over:
            status = status_of(str(over))
        finally:
            lasted = self.seconds
            self.release()
            self._report(status_url, status, CallDuration=str(lasted))

    def _report(self, status_url: str, status: str, **more: str) -> None:
        self.post_callback(status_url, {"CallStatus": status, "CallbackSource": "call-progress-events", **more})

    def end_document(self) -> NoReturn:
        raise LegEnded(LINE_HUNG_UP)
