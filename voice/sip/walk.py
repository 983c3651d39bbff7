"""A leg of a real call: it follows our TwiML by the rules of ``voice.handset``, and people hear it.

Each leg is walked by a thread of its own, which mostly waits. A status report that the application does not take is
tried again later (``report_queue``), since the caller cannot do anything about it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from voice.ears.listening import LONGEST_SECONDS
from voice.handset.gathered_keys import GatheredKeys
from voice.handset.leg import Leg, LegEnded
from voice.handset.transcript import CALLER_HUNG_UP
from voice.handset.transports import HttpTransport
from voice.sip.counts import LineCounts
from voice.sip.hearing import Hearing
from voice.sip.media import Clock, LegMedia, LegMoved, LegOver, Room
from voice.sip.message_files import RecordingFolder
from voice.sip.mixing import BEEP, silence
from voice.sip.report_queue import ReportQueue
from voice.sip.sounds import Sounds

if TYPE_CHECKING:
    from voice.handset.twiml_reader import Verb
    from voice.sip.allowance import DialAllowance
    from voice.sip.call_engine import Engine

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Switchboard:
    """What the legs of one line share.

    ``operators`` are the numbers that are rung when the application does not answer, and ``apology`` is what the caller
    then hears first."""

    engine: Engine
    transport: HttpTransport
    sounds: Sounds
    recordings: RecordingFolder
    reports: ReportQueue
    allowance: DialAllowance
    clock: Clock
    now: Callable[[], float]
    operators: tuple[str, ...] = ()
    apology: bytes = b""
    hearing: Hearing | None = None
    """Who understands what callers say; None on a line that is used by keys alone."""
    counts: LineCounts = field(default_factory=LineCounts)
    rooms: dict[str, Room] = field(default_factory=dict)
    legs: dict[str, LegMedia] = field(default_factory=dict)
    """The legs that go on, by their CallSid."""


class SipLeg(Leg):
    """A leg whose sound is ``media``'s."""

    def __init__(self, board: Switchboard, media: LegMedia, leg_parameters: dict[str, str]) -> None:
        super().__init__(board.transport, leg_parameters)
        self.board, self.media = board, media

    @property
    def sid(self) -> str:
        return self.leg_parameters["CallSid"]

    def walk(self, url: str, parameters: dict[str, str]) -> str:
        """Walk from ``url`` until the leg ends; how it ended."""
        while True:
            try:
                return self.run(url, parameters)
            except LegOver:
                return CALLER_HUNG_UP
            except LegMoved as moved:
                url, parameters = str(moved), {}

    def say(self, verb: Verb) -> None:
        self.media.play(self.board.sounds.say(verb.text))

    def play(self, verb: Verb) -> None:
        self.media.play(self.board.sounds.fetch(verb.text))

    def pass_time(self, seconds: int) -> None:
        self.media.play(silence(seconds))

    def lose_keys(self) -> None:
        self.media.keys.clear()

    def take_input(self, gather: Verb) -> dict[str, str]:
        """The first key, or the first words where somebody recognises them, stop the prompts. Who presses a key is no
        longer listened to."""
        hearing = self.board.hearing
        listener = hearing.open_listener(gather) if hearing else None
        if listener is None:
            return self._take_keys(gather, lambda: False).parameters
        with self.media.changed:
            self.media.sinks.append(listener)
        try:
            keys = self._take_keys(gather, lambda: listener.has_begun)
            if not keys.taken and listener.has_begun:
                self.media.wait(lambda: listener.has_ended, LONGEST_SECONDS)
        finally:
            with self.media.changed:
                self.media.sinks.remove(listener)
        return keys.parameters if keys.taken or not listener.pcm else self._recognise(listener.pcm)

    def _take_keys(self, gather: Verb, is_speaking: Callable[[], bool]) -> GatheredKeys:
        """Let the prompts be heard, and take keys until they are complete, no more come, or the caller speaks."""
        keys = GatheredKeys(gather)
        for prompt in gather.inside:
            if self.media.keys or is_speaking():
                break
            self._start_prompt(prompt)
            self.media.wait(lambda: bool(self.media.keys) or is_speaking() or self.media.is_silent, None)
        while not keys.are_complete:
            self.media.wait(lambda: bool(self.media.keys) or (is_speaking() and not keys.taken), keys.timeout)
            if self.media.keys or is_speaking():
                self.media.stop()
            if not self.media.keys:
                break
            keys.take(self.media.keys.popleft())
        return keys

    def _recognise(self, pcm: bytes) -> dict[str, str]:
        """The words of ``pcm``; nothing where the recogniser fails: the line then asks again, or for keys."""
        try:
            words, confidence = self.board.hearing.recognise(pcm) if self.board.hearing else ("", 0.0)
        except OSError:
            log.warning("what a caller said was not recognised", exc_info=True)
            return {}
        return {"SpeechResult": words, "Confidence": f"{confidence:.2f}"} if words else {}

    def _start_prompt(self, prompt: Verb) -> None:
        if prompt.name == "Say":
            self.media.start(self.board.sounds.say(prompt.text))
        elif prompt.name == "Play":
            self.media.start(self.board.sounds.fetch(prompt.text))
        else:
            self.media.start(silence(prompt.parse_number("length", 1)))

    def post_callback(self, callback: str | None, parameters: dict[str, str]) -> None:
        if callback:
            self.board.reports.post(urljoin(self.url, callback), {**self.leg_parameters, **parameters})

    def _record(self, verb: Verb) -> None:
        ending = set(verb.attributes.get("finishOnKey", "1234567890*#"))
        longest, pause = verb.parse_number("maxLength", 3600), verb.parse_number("timeout", 5)
        if verb.attributes.get("playBeep", "true") == "true":
            self.media.play(BEEP)
        self.media.keys.clear()
        recorder, key, hung_up = self.board.recordings.open(), "", False
        self.media.sinks.append(recorder)
        try:
            self.media.wait(
                lambda: (
                    bool(ending & set(self.media.keys))
                    or recorder.seconds >= longest
                    or recorder.quiet_seconds >= pause
                ),
                longest + pause,
            )
            key = next((pressed for pressed in self.media.keys if pressed in ending), "")
        except LegOver:
            hung_up = True
        finally:
            with self.media.changed:
                self.media.sinks.remove(recorder)
                self.media.keys.clear()
            recording = recorder.close()
        if recording is None:
            if hung_up:
                raise LegEnded(CALLER_HUNG_UP)
            return
        self.finish_recording(verb, recording, key=key, hung_up=hung_up)
