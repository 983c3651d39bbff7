"""What a caller can do, as scripts write it and as a person at a terminal types it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum


class Do(Enum):
    SAY = "say"
    MUMBLE = "mumble"
    PRESS = "press"
    SILENCE = "silence"
    HANG_UP = "hangup"
    ANSWER = "answer"
    BUSY = "busy"
    NO_ANSWER = "no-answer"
    DECLINE = "decline"
    LEAVE = "leave"
    RECORD = "record"
    RECORD_AND_HANG_UP = "record-and-hangup"


_WITH_TEXT = frozenset({Do.SAY, Do.MUMBLE, Do.PRESS, Do.RECORD, Do.RECORD_AND_HANG_UP})
_TYPED = {
    "挂断": Do.HANG_UP,
    "q": Do.HANG_UP,
    "接听": Do.ANSWER,
    "占线": Do.BUSY,
    "不接": Do.NO_ANSWER,
    "拒接": Do.DECLINE,
    "对方挂断": Do.LEAVE,
}


class HandsetError(Exception):
    """The handset cannot go on; the message says why."""


class UnknownAct(HandsetError):
    """A step of the script that says nothing a caller can do; the message lists what can be done."""


@dataclass(frozen=True)
class Act:
    """``text`` is what is said, recorded or keyed."""

    do: Do
    text: str = ""

    def __str__(self) -> str:
        return f"{self.do.value}:{self.text}" if self.do in _WITH_TEXT or self.text else self.do.value


def read_script(script: list[str] | tuple[str, ...]) -> list[Act]:
    """Each step of ``script``: say:WORDS, mumble:WORDS (of which the recogniser is not sure), press:KEYS, silence,
    hangup; after the beep record:WORDS, record-and-hangup:WORDS; what the person rung does: answer (and presses 1 when
    a whisper asks), decline or decline:KEYS (picks up and presses nothing, or KEYS), busy, no-answer; leave (those whom
    the caller talks to hang up).

    >>> [str(act) for act in read_script(["say:复议收费吗", "press:1", "silence"])]
    ['say:复议收费吗', 'press:1', 'silence']
    """
    return [_read(step) for step in script]


def _read(step: str) -> Act:
    name, colon, text = step.partition(":")
    try:
        do = Do(name.strip().casefold())
    except ValueError:
        raise UnknownAct(f"{step!r}: a step is one of {_forms()}") from None
    if (do in _WITH_TEXT) != bool(colon) and do is not Do.DECLINE:
        raise UnknownAct(f"{step!r}: a step is one of {_forms()}")
    if (do is Do.PRESS or (do is Do.DECLINE and colon)) and not re.fullmatch(r"[0-9*#]+", text, re.ASCII):
        raise UnknownAct(f"{step!r}: keys are 0-9, * and #")
    return Act(do, text)


def _forms() -> str:
    return ", ".join(f"{do.value}:…" if do in _WITH_TEXT else do.value for do in Do)


def typed(line: str) -> Act:
    """What a person at the terminal means: keys, nothing (silence), 挂断, 接听, 占线, 不接, 拒接, 对方挂断, a script
    step, or words.

    >>> [str(typed(line)) for line in ("102#", "", "挂断", "复议收费吗")]
    ['press:102#', 'silence', 'hangup', 'say:复议收费吗']
    """
    line = line.strip()
    if not line:
        return Act(Do.SILENCE)
    if re.fullmatch(r"[0-9*#]+", line, re.ASCII):
        return Act(Do.PRESS, line)
    if line in _TYPED:
        return Act(_TYPED[line])
    try:
        return _read(line)
    except UnknownAct:
        return Act(Do.SAY, line)


def from_terminal(prompt: str = "> ") -> Iterator[Act]:
    """Acts typed line by line until the input ends, which hangs up."""
    while True:
        try:
            yield typed(input(prompt))
        except EOFError:
            return
