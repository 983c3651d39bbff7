"""What is said on arriving at a place of the call: what is found there is read, and the dialogue puts it into words."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hotline.core.errors import NotFound
from hotline.services.texts import answer_by_text
from voice import content
from voice.phone import information, menus, prompts, read_aloud
from voice.phone.call_state import Place
from voice.phrases import PHONE

if TYPE_CHECKING:
    from voice.phone.actions import Step
    from voice.phone.call_state import CallState
    from voice.phone.context import CallContext, Transition


def show(talk: CallContext, arrival: Transition) -> list[Step]:
    """The steps of an arrival; a place that leads nowhere any more is the main menu."""
    position, lead = arrival.position, arrival.lead
    try:
        return _show(talk, position, lead)
    except NotFound:
        return prompts.plain(position.go(Place.MENU), lead or PHONE("trouble.gone"))


def _show(talk: CallContext, position: CallState, lead: str) -> list[Step]:
    line = talk.line
    match position.place:
        case Place.TOPICS:
            return menus.topics(position, line.knowledge.topics(), lead)
        case Place.ENTRIES | Place.ITEMS | Place.DEPARTMENTS:
            page = information.list_page(line, position)
            return menus.page(position, page.title, page.names, page.total, lead)
        case Place.NUMBER | Place.ITEM | Place.TRACKING:
            return prompts.number(position, lead)
        case Place.OFFICE:
            return prompts.office(position, line.knowledge.office, lead)
        case Place.DEPARTMENT:
            return prompts.department(position, information.get_department(line, position), lead)
        case Place.PROGRESS:
            return information.progress(talk, position, lead)
        case Place.ANSWER | Place.AFTER:
            return _answer(talk, position, lead)
        case Place.CHOICES if position.choices:
            offered = [content.get_subject(line, subject) for subject in position.choices]
            return menus.choices(position, [content.title(subject) for subject in offered], lead)
        case Place.CONFIRM:
            return prompts.confirm(position, content.title(content.get_subject(line, position.subject)), lead)
    place = position.place if position.place in _ASKING else Place.MENU
    return prompts.plain(replace(position, place=place), lead)


def _answer(talk: CallContext, position: CallState, lead: str) -> list[Step]:
    parts = read_aloud.parts_of(content.get_subject(talk.line, position.subject))
    texting = answer_by_text.can_have(talk.line, talk.call.caller)
    if position.place is Place.AFTER:
        return prompts.after(position, texting=texting, lead=lead)
    return prompts.answer(position, parts, texting=texting, lead=lead)


_ASKING = frozenset({Place.INFORMATION, Place.AGAIN, Place.NOTHING})
"""Where there is nothing to look up."""
