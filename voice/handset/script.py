"""What people on the telephone do: the steps of a script, and what a person at the terminal types."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum


class ActionKind(Enum):
    """Each value is the word for it in a script."""

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


_WITH_TEXT = frozenset(
    {ActionKind.SAY, ActionKind.MUMBLE, ActionKind.PRESS, ActionKind.RECORD, ActionKind.RECORD_AND_HANG_UP}
)
_TYPED = {
    "挂断": ActionKind.HANG_UP,
    "q": ActionKind.HANG_UP,
    "接听": ActionKind.ANSWER,
    "占线": ActionKind.BUSY,
    "不接": ActionKind.NO_ANSWER,
    "拒接": ActionKind.DECLINE,
    "对方挂断": ActionKind.LEAVE,
}


class HandsetError(Exception):
    """The handset cannot go on; the message says why."""


class UnknownAction(HandsetError):
    """A step of a script that is no action; the message lists the actions."""


@dataclass(frozen=True)
class HandsetAction:
    """One action; ``text`` holds the words or keys."""

    kind: ActionKind
    text: str = ""

    def __str__(self) -> str:
        return f"{self.kind.value}:{self.text}" if self.kind in _WITH_TEXT or self.text else self.kind.value


def read_script(script: list[str] | tuple[str, ...]) -> list[HandsetAction]:
    """The actions of ``script``. Raises UnknownAction.

    The caller: say:WORDS, mumble:WORDS (the recogniser is unsure of them), press:KEYS, silence, hangup; after the beep
    record:WORDS and record-and-hangup:WORDS. The called party: answer (and press 1 when the whisper asks), decline or
    decline:KEYS (pick up and press nothing, or KEYS), busy, no-answer. Those whom the caller talks with: leave.

    >>> [str(action) for action in read_script(["say:复议收费吗", "press:1", "silence"])]
    ['say:复议收费吗', 'press:1', 'silence']
    """
    return [_read(step) for step in script]


def _read(step: str) -> HandsetAction:
    name, colon, text = step.partition(":")
    try:
        kind = ActionKind(name.strip().casefold())
    except ValueError:
        raise UnknownAction(f"{step!r}: a step is one of {_forms()}") from None
    if (kind in _WITH_TEXT) != bool(colon) and kind is not ActionKind.DECLINE:
        raise UnknownAction(f"{step!r}: a step is one of {_forms()}")
    has_keys = kind is ActionKind.PRESS or (kind is ActionKind.DECLINE and colon)
    if has_keys and not re.fullmatch(r"[0-9*#]+", text, re.ASCII):
        raise UnknownAction(f"{step!r}: keys are 0-9, * and #")
    return HandsetAction(kind, text)


def _forms() -> str:
    return ", ".join(f"{kind.value}:…" if kind in _WITH_TEXT else kind.value for kind in ActionKind)


def parse_typed(line: str) -> HandsetAction:
    """The action that a line typed at the terminal means.

    The line is keys, nothing (silence), 挂断, 接听, 占线, 不接, 拒接, 对方挂断, a step of a script, or else words.

    >>> [str(parse_typed(line)) for line in ("102#", "", "挂断", "复议收费吗")]
    ['press:102#', 'silence', 'hangup', 'say:复议收费吗']
    """
    line = line.strip()
    if not line:
        return HandsetAction(ActionKind.SILENCE)
    if re.fullmatch(r"[0-9*#]+", line, re.ASCII):
        return HandsetAction(ActionKind.PRESS, line)
    if line in _TYPED:
        return HandsetAction(_TYPED[line])
    try:
        return _read(line)
    except UnknownAction:
        return HandsetAction(ActionKind.SAY, line)


def read_terminal(prompt: str = "> ") -> Iterator[HandsetAction]:
    """Actions typed line by line, until the input ends; then the caller hangs up."""
    while True:
        try:
            yield parse_typed(input(prompt))
        except EOFError:
            return
