"""The actions of which one step of a call consists, independent of any provider; ``twiml`` writes them as TwiML."""

from __future__ import annotations

from dataclasses import dataclass

from hotline.core.calls import OutboundLeg
from voice.phone.call_state import CallState


@dataclass(frozen=True)
class Say:
    """Read ``text`` aloud; ``slow`` for a caller who did not follow it at the usual speed."""

    text: str
    slow: bool = False


@dataclass(frozen=True)
class Listen:
    """Read ``texts``, which the caller may interrupt, and wait for speech or at most ``keys`` keys.

    What the caller does is sent to ``to``. ``slow`` is for a caller who did not follow the texts at the usual speed.
    ``message`` is the tracking number of a message whose recording is played first, "" for none. ``pause`` is how many
    seconds are waited after the texts before the usual wait begins."""

    texts: tuple[str, ...]
    to: CallState
    keys: int = 1
    slow: bool = False
    message: str = ""
    pause: int = 0


@dataclass(frozen=True)
class Dial:
    """Dial ``people`` (telephone number and leg) all at once, and connect the caller to the first who takes the call.

    The provider reports the result to ``to``."""

    people: tuple[tuple[str, OutboundLeg], ...]
    to: CallState


@dataclass(frozen=True)
class Whisper:
    """Say ``text`` to the person who picked up ``leg``, unheard by the caller, and wait for one key.

    Without a key the next step follows. At the end of the steps the person and the caller are connected."""

    text: str
    leg: OutboundLeg


@dataclass(frozen=True)
class JoinConference:
    """Join the conference ``room``; with ``beep`` those who are in it hear somebody come.

    Only the caller has a ``to``, where the call goes on. The conference ends when the caller leaves it."""

    room: str
    to: CallState | None = None
    beep: bool = False


@dataclass(frozen=True)
class DirectDial:
    """Connect the caller to ``number`` without a whisper or a report. When nobody answers, the next step follows."""

    number: str


@dataclass(frozen=True)
class Record:
    """Beep and record the caller, and report the recording to ``to``. After silence the next step follows."""

    to: CallState


@dataclass(frozen=True)
class GoTo:
    """Continue the call at ``to``."""

    to: CallState


@dataclass(frozen=True)
class HangUp:
    """End the call."""


Step = Say | Listen | Dial | Whisper | JoinConference | DirectDial | Record | GoTo | HangUp
