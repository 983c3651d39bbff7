"""What every part of a conversation is given, and what it gives back: steps to take, or a place to arrive at."""

from __future__ import annotations

from dataclasses import dataclass

from hotline.services.line import Line
from voice.gateways.protocol import CallWebhook
from voice.phone.actions import Step
from voice.phone.call_state import CallState


@dataclass(frozen=True)
class CallContext:
    """A caller on the line; ``operator_lines`` are the pool that is rung for those who want a person."""

    line: Line
    call: CallWebhook
    operator_lines: tuple[str, ...]
    most_minutes: int
    """How long a call may last; a message being left is still taken."""

    @property
    def operator_line(self) -> str:
        """The first of the pool, "" without one: rung when the program fails."""
        return self.operator_lines[0] if self.operator_lines else ""


@dataclass(frozen=True)
class Transition:
    """The caller comes to ``state`` and hears ``lead`` before what is said there."""

    state: CallState
    lead: str = ""


Reply = Transition | list[Step]
