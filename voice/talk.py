"""What every part of a conversation is given, and what it gives back: steps to take, or a place to arrive at."""

from __future__ import annotations

from dataclasses import dataclass

from hotline.services.line import Line
from voice.gateways import Call
from voice.position import Position
from voice.steps import Step


@dataclass(frozen=True)
class Talk:
    """A caller on the line; ``operator_line`` is rung where the department talked about has no line of its own."""

    line: Line
    call: Call
    operator_line: str


@dataclass(frozen=True)
class Arrival:
    """The caller comes to ``position`` and hears ``lead`` before what is said there."""

    position: Position
    lead: str = ""


Reply = Arrival | list[Step]
