"""The sound of a leg in steps of 20 ms: what is played to it, heard from it, recorded and mixed.

One clock ticks all legs in a thread of its own; the thread that walks a leg's documents waits for what the ticks bring.
Speech is made in other processes: whatever holds this one up for 200 ms is heard as a gap."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Protocol

from voice.sip.call_engine import FRAME_BYTES, FRAME_SECONDS, KeyKind
from voice.sip.keys import KeyFilter
from voice.sip.mixing import mix
from voice.sip.tones import ToneDetector

if TYPE_CHECKING:
    from voice.sip.call_engine import SipCall

AHEAD = 10 * FRAME_BYTES
"""How many bytes the stack holds of a prompt that is played: 200 ms, which hide a late tick."""
_ROOM_CUSHION = 2 * FRAME_BYTES
_MOST_WAITING = 5
"""Frames of one leg that wait to be mixed; older ones are dropped, so that nobody is heard later and later."""


class LegOver(Exception):
    """The leg is over while something was waited for."""


class LegMoved(Exception):
    """The leg is told to fetch another document; the message is its URL."""


class FrameSink(Protocol):
    """Takes each frame that is heard on a leg."""

    def take(self, frame: bytes) -> None: ...


class LegMedia:
    """``changed`` is notified of every event on this leg. Legs that one thread waits for share it.

    ``on_key`` gets each key that counts, for the figures."""

    def __init__(
        self,
        now: Callable[[], float],
        changed: threading.Condition | None = None,
        on_key: Callable[[KeyKind], None] = lambda kind: None,
    ) -> None:
        self.changed = changed or threading.Condition()
        self.keys: deque[str] = deque()
        self.is_established = self.has_rung = False
        self.ended: str | None = None
        """Why the leg is over; None while it goes on."""
        self.moved_to = ""
        self.room: Room | None = None
        self.sinks: list[FrameSink] = []
        self.waiting: deque[bytes] = deque(maxlen=_MOST_WAITING)
        self._now, self._on_key = now, on_key
        self._at_end: list[Callable[[], None]] = []
        self._to_play = bytearray()
        self._repeated = b""
        self._is_sent = True
        self._heard = bytearray()
        self._key_filter, self._tones = KeyFilter(), ToneDetector()
        self._call: SipCall | None = None

    @property
    def call(self) -> SipCall:
        if self._call is None:
            raise LegOver("there is no call")
        return self._call

    def attach(self, call: SipCall) -> None:
        """Carry the sound of ``call`` from now on."""
        self._call = call

    # What the stack tells of the call.

    def on_ringing(self) -> None:
        with self.changed:
            self.has_rung = True
            self.changed.notify_all()

    def on_established(self) -> None:
        with self.changed:
            self.is_established = True
            self.changed.notify_all()

    def on_key(self, key: str, kind: KeyKind) -> None:
        with self.changed:
            if self._key_filter.counts(key, kind, self._now()):
                self.keys.append(key)
                self._on_key(kind)
                self.changed.notify_all()

    def on_closed(self, reason: str) -> None:
        with self.changed:
            if self.ended is None:
                self.ended = reason
            self.changed.notify_all()
            at_end, self._at_end = self._at_end, []
        for act in at_end:
            act()

    def at_end(self, act: Callable[[], None]) -> None:
        """Do ``act`` once the leg is over; it must not wait for anything."""
        with self.changed:
            if self.ended is None:
                self._at_end.append(act)
                return
        act()

    # What the thread that walks the leg does.

    def wait(self, until: Callable[[], bool], seconds: float | None) -> bool:
        """Wait until ``until()``, at most ``seconds``; whether it came true.

        Raises LegOver and LegMoved as soon as one of them is the case."""
        with self.changed:
            came = self.changed.wait_for(lambda: until() or self.ended is not None or bool(self.moved_to), seconds)
            if self.ended is not None:
                raise LegOver(self.ended)
            if self.moved_to:
                moved_to, self.moved_to = self.moved_to, ""
                raise LegMoved(moved_to)
            return came

    def move_to(self, url: str) -> bool:
        """Have the leg fetch the document of ``url`` now; False when it is over."""
        with self.changed:
            if self.ended is not None:
                return False
            self.moved_to = url
            self.changed.notify_all()
            return True

    def start(self, sound: bytes) -> None:
        """Play ``sound`` after what is being played."""
        with self.changed:
            self._to_play += sound
            self._is_sent = not self._to_play

    def play(self, sound: bytes) -> None:
        """Play ``sound`` to its end. Raises LegOver and LegMoved."""
        self.start(sound)
        try:
            self.wait(lambda: self.is_silent, None)
        except LegMoved:
            self.stop()
            raise

    def repeat(self, sound: bytes) -> None:
        """Play ``sound`` again and again until ``stop``."""
        with self.changed:
            self._repeated = sound
            self._is_sent = False

    def stop(self) -> None:
        """Play nothing more, not even what the stack holds."""
        with self.changed:
            self._to_play.clear()
            self._repeated = b""
            self._is_sent = True
            if self._call is not None:
                self._call.flush()

    @property
    def is_silent(self) -> bool:
        """Whether all that should be played was sent."""
        return self._is_sent

    # What the clock does.

    def tick(self) -> None:
        """Take what was heard, and give the stack what it sends next."""
        if self._call is None or self.ended is not None:
            return
        for frame in self._take_frames(self._call):
            self._listen(frame)
        if self.room is None:
            with self.changed:
                self._feed(self._call)

    def send(self, frame: bytes) -> None:
        """Send a mixed ``frame`` now, with a little silence first where nothing waits to be sent."""
        if self._call is None:
            return
        unsent = self._call.unsent()
        if unsent is None or unsent > AHEAD:
            return
        self._call.write(frame if unsent else bytes(_ROOM_CUSHION) + frame)

    def _take_frames(self, call: SipCall) -> Iterable[bytes]:
        self._heard += call.read()
        while len(self._heard) >= FRAME_BYTES:
            frame = bytes(self._heard[:FRAME_BYTES])
            del self._heard[:FRAME_BYTES]
            yield frame

    def _listen(self, frame: bytes) -> None:
        key = self._tones.take(frame)
        if key:
            self.on_key(key, KeyKind.TONE)
        if self.room is not None:
            self.waiting.append(frame)
        with self.changed:
            for sink in self.sinks:
                sink.take(frame)
            if self.sinks:
                self.changed.notify_all()

    def _feed(self, call: SipCall) -> None:
        unsent = call.unsent()
        if unsent is None:
            return
        while unsent < AHEAD:
            if not self._to_play and self._repeated:
                self._to_play += self._repeated
            chunk = bytes(self._to_play[:FRAME_BYTES])
            del self._to_play[:FRAME_BYTES]
            if not chunk:
                break
            call.write(chunk)
            unsent += len(chunk)
        if not self._to_play and not self._repeated and unsent < 2 * FRAME_BYTES and not self._is_sent:
            self._is_sent = True
            self.changed.notify_all()


class Room:
    """Legs that hear one another: a bridge of two, or a conference of more."""

    def __init__(self) -> None:
        self._legs: list[LegMedia] = []
        self._lock = threading.Lock()
        self._to_play: deque[bytes] = deque()
        self.is_over = False

    @property
    def legs(self) -> tuple[LegMedia, ...]:
        with self._lock:
            return tuple(self._legs)

    def join(self, leg: LegMedia) -> None:
        leg.stop()
        leg.waiting.clear()
        with self._lock:
            self._legs.append(leg)
        leg.room = self

    def leave(self, leg: LegMedia, *, ends: bool = False) -> None:
        """Take ``leg`` out, and send the others away too where that ``ends`` the room."""
        leg.room = None
        with self._lock:
            if leg in self._legs:
                self._legs.remove(leg)
            self.is_over = self.is_over or ends
            others = tuple(self._legs)
        for other in others:
            with other.changed:
                other.changed.notify_all()

    def play(self, sound: bytes) -> None:
        """Let all legs hear ``sound`` among what they say."""
        self._to_play.extend(sound[at : at + FRAME_BYTES] for at in range(0, len(sound), FRAME_BYTES))

    def tick(self) -> None:
        """Send each leg what all others said in the same 20 ms."""
        legs = self.legs
        played = [self._to_play.popleft()] if self._to_play else []
        frames = {leg: leg.waiting.popleft() for leg in legs if leg.waiting}
        for leg in legs:
            others = played + [frame for speaking, frame in frames.items() if speaking is not leg]
            if others:
                leg.send(mix(others))


class Clock:
    """Ticks every leg each 20 ms, in a thread of its own. ``lateness`` holds how late the last 3000 ticks were, in
    seconds: a minute of them."""

    def __init__(self, now: Callable[[], float], sleep: Callable[[float], None]) -> None:
        self.lateness: deque[float] = deque(maxlen=3_000)
        self._now, self._sleep = now, sleep
        self._legs: set[LegMedia] = set()
        self._lock = threading.Lock()
        self._is_over = threading.Event()

    def add(self, leg: LegMedia) -> None:
        with self._lock:
            self._legs.add(leg)

    def remove(self, leg: LegMedia) -> None:
        with self._lock:
            self._legs.discard(leg)

    def start(self) -> None:
        threading.Thread(target=self.run, name="media clock", daemon=True).start()

    def stop(self) -> None:
        self._is_over.set()

    def run(self) -> None:
        """Tick until ``stop``. After a pause of more than 200 ms the ticks that were missed are left out."""
        due = self._now()
        while not self._is_over.is_set():
            due += FRAME_SECONDS
            if (early := due - self._now()) > 0:
                self._sleep(early)
            late = self._now() - due
            self.lateness.append(late)
            if late > 0.2:
                due += late
            self.tick()

    def tick(self) -> None:
        with self._lock:
            legs = tuple(self._legs)
        for leg in legs:
            leg.tick()
        for room in {leg.room for leg in legs if leg.room is not None}:
            room.tick()
