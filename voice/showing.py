"""What is said on arriving at a place of the call: what is found there is read, and the dialogue puts it into words."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hotline.core.errors import NotFound
from hotline.services import browsing
from voice import dialogue, subjects
from voice.phrases import PHONE
from voice.position import Place

if TYPE_CHECKING:
    from hotline.core.entries import Entry
    from hotline.services.line import Line
    from voice.position import Position
    from voice.steps import Step
    from voice.talk import Arrival


def show(line: Line, arrival: Arrival) -> list[Step]:
    """The steps of an arrival; a place that leads nowhere any more is the main menu."""
    position, lead = arrival.position, arrival.lead
    try:
        return _show(line, position, lead)
    except NotFound:
        return dialogue.menu(position.go(Place.MENU), lead or PHONE("trouble.gone"))


def _show(line: Line, position: Position, lead: str) -> list[Step]:
    match position.place:
        case Place.TOPICS:
            return dialogue.topics(position, browsing.list_topics(line), lead)
        case Place.ENTRIES:
            topic = browsing.get_topic(line, position.topic)
            total = browsing.count_entries(line, position.topic)
            return dialogue.entries(position, topic, entries_on_page(line, position), total, lead)
        case Place.NUMBER:
            return dialogue.number(position, lead)
        case Place.OFFICE:
            return dialogue.office(position, browsing.office(line), lead)
        case Place.ANSWER:
            return dialogue.answer(position, subjects.get_subject(line, position.subject), lead)
        case Place.CHOICES if position.choices:
            offered = [subjects.get_subject(line, subject) for subject in position.choices]
            return dialogue.choices(position, [subjects.title(subject) for subject in offered], lead)
        case Place.NOTHING:
            return dialogue.nothing(position, lead)
    return dialogue.menu(replace(position, place=Place.MENU), lead)


def entries_on_page(line: Line, position: Position) -> list[Entry]:
    """The entries read on the page."""
    return browsing.list_entries(line, position.topic, dialogue.PAGE, position.page * dialogue.PAGE)
