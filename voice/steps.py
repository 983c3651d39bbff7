"""What the line does in one step of a call, said without any provider's words."""

from __future__ import annotations

from dataclasses import dataclass

from voice.position import Position


@dataclass(frozen=True)
class Say:
    """Read ``text`` aloud."""

    text: str


@dataclass(frozen=True)
class Listen:
    """Read ``texts``, which the caller may interrupt, and wait for speech or at most ``keys`` keys."""

    texts: tuple[str, ...]
    to: Position
    keys: int = 1


@dataclass(frozen=True)
class Ring:
    """Connect the caller to ``number``; how it went arrives at ``to``."""

    number: str
    to: Position


@dataclass(frozen=True)
class RingAndWait:
    """Connect the caller to ``number`` and, when that fails, go on with the next step; nothing is reported."""

    number: str


@dataclass(frozen=True)
class Record:
    """Beep and record what the caller says; the recording arrives at ``to``, silence goes on with the next step."""

    to: Position


@dataclass(frozen=True)
class GoTo:
    to: Position


@dataclass(frozen=True)
class HangUp:
    pass


Step = Say | Listen | Ring | RingAndWait | Record | GoTo | HangUp
