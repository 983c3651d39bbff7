"""A telephone on a SIP line that does what a script says: for trying the line out, and for its tests."""

from __future__ import annotations

import re
import threading
import time
import wave
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from voice.handset.script import UnknownAction
from voice.sip.call_engine import RATE, KeyKind
from voice.sip.media import LegMedia, LegOver
from voice.sip.mixing import tone
from voice.sip.tones import sound_of
from voice.sip.wave_files import read_wave

if TYPE_CHECKING:
    from voice.sip.call_engine import SipCall

STEPS = """wait:SECONDS press:KEYS tones:KEYS (keys as tones in the sound) tone:HZ:SECONDS play:FILE.wav hold resume
hangup; for a call that comes in also answer and busy, before which the telephone rings"""
_STEP = re.compile(
    r"(wait|tone|press|tones|play|hold|resume|hangup|answer|busy)(?::(.+))?",
    re.DOTALL,
)
_NUMBERS = {"wait": r"\d+(\.\d+)?", "tone": r"\d+:\d+(\.\d+)?", "press": "[0-9*#]+", "tones": "[0-9*#]+", "play": ".+"}


@dataclass(frozen=True)
class TelephoneStep:
    """One step of the script: what is done, and with what."""

    act: str
    argument: str = ""


def read_steps(steps: Sequence[str]) -> tuple[TelephoneStep, ...]:
    """The steps of a script. Raises UnknownAction.

    >>> read_steps(["wait:1.5", "press:10#", "hangup"])[1]
    TelephoneStep(act='press', argument='10#')
    """
    read = []
    for step in steps:
        found = _STEP.fullmatch(step)
        wanted = _NUMBERS.get(found[1], "") if found else ""
        if found is None or not re.fullmatch(wanted, found[2] or "", re.ASCII):
            raise UnknownAction(f"{step!r}: a step is one of {STEPS}")
        read.append(TelephoneStep(found[1], found[2] or ""))
    return tuple(read)


class _HeardFile:
    """Writes what a telephone hears."""

    def __init__(self, path: Path) -> None:
        self._file = wave.open(str(path), "wb")  # noqa: SIM115 (open until the call ends)
        self._file.setparams((1, 2, RATE, 0, "NONE", "not compressed"))

    def take(self, frame: bytes) -> None:
        self._file.writeframes(frame)

    def close(self) -> None:
        self._file.close()


class Telephone:
    """One call of a telephone. ``tell`` gets a line of text for each event."""

    def __init__(self, tell: Callable[[str], None], heard: Path | None) -> None:
        self.media = LegMedia(time.monotonic, on_key=self._hear_key)
        self._tell = tell
        self._file = _HeardFile(heard) if heard else None
        if self._file:
            self.media.sinks.append(self._file)

    def follow(self, call: SipCall, steps: Sequence[TelephoneStep], *, answers: bool) -> None:
        """Do ``steps`` in ``call`` until it is over. After the last step the telephone hangs up."""
        self.media.attach(call)
        try:
            if not answers:
                self.media.wait(lambda: self.media.is_established, 60.0)
                self._tell("answered")
            for step in steps:
                self._do(call, step)
            call.hang_up()
            self.media.wait(lambda: False, 3.0)
        except LegOver:
            pass
        self._tell(f"over: {self.media.ended or 'hung up'}")
        health = call.health()
        self._tell(f"media: {health.sent} sent, {health.received} received, {health.lost} lost, {health.late} late")
        if self._file:
            with self.media.changed:
                self.media.sinks.clear()
            self._file.close()

    def _do(self, call: SipCall, step: TelephoneStep) -> None:
        self._tell(f"do {step.act} {step.argument}".rstrip())
        match step.act:
            case "wait":
                self.media.wait(lambda: False, float(step.argument))
            case "answer":
                call.answer()
                self.media.wait(lambda: self.media.is_established, 10.0)
            case "busy":
                call.refuse()
                self.media.wait(lambda: False, 3.0)
            case "press":
                call.press(step.argument)
            case "tones":
                self.media.play(sound_of(step.argument))
            case "tone":
                frequency, _, seconds = step.argument.partition(":")
                self.media.play(tone(float(frequency), float(seconds)))
            case "play":
                self.media.play(read_wave(Path(step.argument).read_bytes()))
            case "hold" | "resume":
                call.hold(held=step.act == "hold")
            case "hangup":
                call.hang_up()
                self.media.wait(lambda: False, 3.0)

    def _hear_key(self, kind: KeyKind) -> None:
        self._tell(f"key {self.media.keys[-1]} ({kind.value})")


class CallWaiter:
    """Waits for so many calls to be over."""

    def __init__(self, calls: int) -> None:
        self._left = threading.Semaphore(0)
        self._calls = calls

    def count(self) -> None:
        self._left.release()

    def wait(self, seconds: float) -> None:
        for _ in range(self._calls):
            self._left.acquire(timeout=seconds)
