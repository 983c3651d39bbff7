"""What the line needs from a SIP stack. Sound is 16-bit samples, one channel, RATE a second.

Whoever puts another stack in the place of baresip, such as Asterisk over ARI, writes these classes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Protocol

RATE = 8_000
"""Samples a second: what a telephone line carries."""
FRAME_SECONDS = 0.02
FRAME_BYTES = 320
"""One frame: 160 samples of 16 bits."""


class CannotDial(Exception):
    """The stack could not send an INVITE; the message says why."""


class KeyKind(Enum):
    """How a key arrived."""

    EVENT = "event"
    """As a telephone event among the sound: RFC 4733."""
    INFO = "info"
    """In a SIP INFO."""
    TONE = "tone"
    """As two tones in the sound."""


@dataclass(frozen=True)
class MediaHealth:
    """What a call's media went through. ``lost`` and ``late`` count packets that came not at all or too late,
    ``starved`` frames of ours that ran dry; ``jitter_ms`` is that of what comes in, at the end of the call."""

    sent: int = 0
    received: int = 0
    lost: int = 0
    late: int = 0
    starved: int = 0
    jitter_ms: float = 0.0


class CallEvents(Protocol):
    """Who follows a call. The stack's own thread calls these methods, so they return at once."""

    def on_ringing(self) -> None: ...

    def on_established(self) -> None: ...

    def on_key(self, key: str, kind: KeyKind) -> None: ...

    def on_closed(self, reason: str) -> None:
        """The call is over. ``reason`` begins with the status of SIP where there is one, as 486."""


class SipCall(Protocol):
    """One call, of either direction. Every method may be called from any thread, and none fails when the call is over.

    Sound is read and written by one thread alone."""

    def follow(self, events: CallEvents) -> None:
        """Tell ``events`` what happens to this call, and what has happened already."""

    def answer(self) -> None: ...

    def refuse(self) -> None:
        """Answer 486: busy here."""

    def hang_up(self) -> None: ...

    def press(self, keys: str) -> None:
        """Send ``keys``, and return when the last one is sent."""

    def hold(self, *, held: bool) -> None:
        """Put the other side on hold, or take it back."""

    def read(self) -> bytes:
        """The sound that came in since the last time; b"" while there is none."""

    def write(self, sound: bytes) -> None: ...

    def unsent(self) -> int | None:
        """How many bytes of what was written wait to be sent; None while no sound can be sent."""

    def flush(self) -> None:
        """Forget what was written and not sent."""

    def health(self) -> MediaHealth:
        """What is known of the media by now; all of it once the call is over."""


@dataclass(frozen=True)
class Invitation:
    """A call that comes in. ``source`` is the address that it came from, "" where that is not known; ``caller`` is the
    caller's SIP address as the trunk asserts it, or else as the caller's telephone says, and "anonymous" where the
    caller withholds it."""

    call: SipCall
    source: str
    caller: str


class Engine(Protocol):
    """A SIP stack with one account at a trunk."""

    def start(self, on_call: Callable[[Invitation], None]) -> None:
        """Listen, and register where there is a registrar. ``on_call`` is called in a thread of its own for each call.

        Raises OSError when the stack cannot listen or is not registered."""

    def dial(self, number: str, events: CallEvents) -> SipCall:
        """Call ``number``, digits with or without a plus, by the trunk; raises CannotDial."""

    def drain(self, seconds: float) -> None:
        """Refuse new calls, and return when the last one is over or ``seconds`` have passed."""

    def close(self) -> None: ...

    def wait_dead(self, seconds: float) -> bool:
        """Wait for ``seconds``; whether the stack has died by then."""
