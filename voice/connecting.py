"""A person for the caller: who is rung, and what is said when nobody answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotline.core.calls import CallOutcome
from hotline.core.errors import NotFound
from hotline.services import asking, browsing, journalling
from voice import dialogue, subjects

if TYPE_CHECKING:
    from voice.position import Position
    from voice.steps import Step
    from voice.talk import Talk


def connect(talk: Talk, position: Position, lead: str = "") -> list[Step]:
    """Ring a person for the caller."""
    if position.enquiry is not None:
        asking.transferred(talk.line, position.enquiry)
    return dialogue.operator(position, _line(talk, position.subject), lead)


def rang(talk: Talk, position: Position) -> list[Step]:
    """Whoever was rung has answered and hung up, or did not answer."""
    if talk.call.dial_answered:
        journalling.came_to(talk.line, talk.call.id, CallOutcome.PERSON)
    return dialogue.rang(position, talk.call.dial_answered)


def _line(talk: Talk, subject: str) -> str:
    """The line of the department whose entry is talked about, else the operator's, else the office's own."""
    found = subjects.find_subject(talk.line, subject)
    liaison = _liaison_line(talk, found.department) if found else ""
    return liaison or talk.operator_line or browsing.office(talk.line).telephone


def _liaison_line(talk: Talk, department: str) -> str:
    try:
        return browsing.get_department(talk.line, department).liaison_line
    except NotFound:
        return ""
