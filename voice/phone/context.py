"""The values that every action of a call is given (CallContext) and gives back (Reply)."""

from __future__ import annotations

from dataclasses import dataclass

from hotline.services.line import Line
from voice.gateways.protocol import CallWebhook
from voice.phone.actions import Step
from voice.phone.call_state import MOST_TURNS, CallState
from voice.phone.intents import SILENCE, Understood


@dataclass(frozen=True)
class CallContext:
    """The call that a webhook is about. ``operator_lines`` are the operators' telephone numbers.

    ``heard`` is what the caller did at this step; silence in webhooks that are no step of the caller's."""

    line: Line
    call: CallWebhook
    operator_lines: tuple[str, ...]
    most_minutes: int
    """How long a call may last. A message that is being left is still taken."""
    heard: Understood = SILENCE

    @property
    def operator_line(self) -> str:
        """The first operator's number, "" without operators: it is dialled when the program fails."""
        return self.operator_lines[0] if self.operator_lines else ""

    def is_overlong(self, state: CallState) -> bool:
        """Whether the call has used up its minutes or its turns. Without a known beginning only turns count."""
        lasted = self.line.now().timestamp() - state.began if state.began else 0
        return state.turns >= MOST_TURNS or lasted >= self.most_minutes * 60


@dataclass(frozen=True)
class Transition:
    """The caller moves to ``state`` and hears ``lead`` before what is said there."""

    state: CallState
    lead: str = ""


Reply = Transition | list[Step]
"""A place to move to, or the very steps to take."""
