"""What is said on arriving at a place of the call: what is found there is read, and the dialogue puts it into words."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hotline.core.errors import NotFound
from hotline.services.content import published
from hotline.services.texts import answer_by_text
from voice import dialogue, informing, listing, reading, subjects
from voice.phrases import PHONE
from voice.position import Place

if TYPE_CHECKING:
    from voice.position import Position
    from voice.steps import Step
    from voice.talk import Arrival, Talk


def show(talk: Talk, arrival: Arrival) -> list[Step]:
    """The steps of an arrival; a place that leads nowhere any more is the main menu."""
    position, lead = arrival.position, arrival.lead
    try:
        return _show(talk, position, lead)
    except NotFound:
        return dialogue.plain(position.go(Place.MENU), lead or PHONE("trouble.gone"))


def _show(talk: Talk, position: Position, lead: str) -> list[Step]:
    line = talk.line
    match position.place:
        case Place.TOPICS:
            return listing.topics(position, published.list_topics(line), lead)
        case Place.ENTRIES | Place.ITEMS | Place.DEPARTMENTS:
            page = informing.list_page(line, position)
            return listing.page(position, page.title, page.names, page.total, lead)
        case Place.NUMBER | Place.ITEM | Place.TRACKING:
            return dialogue.number(position, lead)
        case Place.OFFICE:
            return dialogue.office(position, published.office(line), lead)
        case Place.DEPARTMENT:
            return dialogue.department(position, informing.get_department(line, position), lead)
        case Place.PROGRESS:
            return informing.progress(talk, position, lead)
        case Place.ANSWER | Place.AFTER:
            return _answer(talk, position, lead)
        case Place.CHOICES if position.choices:
            offered = [subjects.get_subject(line, subject) for subject in position.choices]
            return listing.choices(position, [subjects.title(subject) for subject in offered], lead)
        case Place.CONFIRM:
            return dialogue.confirm(position, subjects.title(subjects.get_subject(line, position.subject)), lead)
    place = position.place if position.place in _ASKING else Place.MENU
    return dialogue.plain(replace(position, place=place), lead)


def _answer(talk: Talk, position: Position, lead: str) -> list[Step]:
    parts = reading.parts_of(subjects.get_subject(talk.line, position.subject))
    texting = answer_by_text.can_have(talk.line, talk.call.caller)
    if position.place is Place.AFTER:
        return dialogue.after(position, texting=texting, lead=lead)
    return dialogue.answer(position, parts, texting=texting, lead=lead)


_ASKING = frozenset({Place.INFORMATION, Place.AGAIN, Place.NOTHING})
"""Where there is nothing to look up."""
