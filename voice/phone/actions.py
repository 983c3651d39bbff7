"""What the line does in one step of a call, said without any provider's words."""

from __future__ import annotations

from dataclasses import dataclass

from hotline.core.calls import OutboundLeg
from voice.phone.call_state import CallState


@dataclass(frozen=True)
class Say:
    """Read ``text`` aloud, ``slow`` for who did not follow it at the usual speed."""

    text: str
    slow: bool = False


@dataclass(frozen=True)
class Listen:
    """Read ``texts``, which the caller may interrupt, and wait for speech or at most ``keys`` keys.

    ``slow`` is for who did not follow it at the usual speed; a recording has its own. Before, the recording of the
    message with the tracking number ``message`` is played."""

    texts: tuple[str, ...]
    to: CallState
    keys: int = 1
    slow: bool = False
    message: str = ""


@dataclass(frozen=True)
class Dial:
    """Dial ``people`` (number, attempt), all at once; who takes the call first is connected. How it went arrives at
    ``to``."""

    people: tuple[tuple[str, OutboundLeg], ...]
    to: CallState


@dataclass(frozen=True)
class Whisper:
    """Tell somebody who was rung ``text`` and wait for a key, which arrives at ``rung``; no key goes on.

    What is said to them is followed by the caller: at the end of the steps the two are connected."""

    text: str
    leg: OutboundLeg


@dataclass(frozen=True)
class JoinConference:
    """Join the conference ``room``. It is over for all when the caller leaves, who alone has a ``to`` to go on at;
    ``heard`` beeps to those who are there."""

    room: str
    to: CallState | None = None
    heard: bool = False


@dataclass(frozen=True)
class DirectDial:
    """Connect the caller to ``number`` and, when that fails, go on with the next step; nothing is reported."""

    number: str


@dataclass(frozen=True)
class Record:
    """Beep and record what the caller says; the recording arrives at ``to``, silence goes on with the next step."""

    to: CallState


@dataclass(frozen=True)
class GoTo:
    to: CallState


@dataclass(frozen=True)
class HangUp:
    pass


Step = Say | Listen | Dial | Whisper | JoinConference | DirectDial | Record | GoTo | HangUp
