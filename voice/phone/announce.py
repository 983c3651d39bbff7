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


def show(context: CallContext, arrival: Transition) -> list[Step]:
    """The steps of an arrival; a place that leads nowhere any more is the main menu."""
    state, lead = arrival.state, arrival.lead
    try:
        return _show(context, state, lead)
    except NotFound:
        return prompts.plain(state.go(Place.MENU), lead or PHONE("trouble.gone"))


def _show(context: CallContext, state: CallState, lead: str) -> list[Step]:
    line = context.line
    match state.place:
        case Place.TOPICS:
            return menus.topics(state, line.knowledge.topics(), lead)
        case Place.ENTRIES | Place.ITEMS | Place.DEPARTMENTS:
            page = information.list_page(line, state)
            return menus.page(state, page.title, page.names, page.total, lead)
        case Place.NUMBER | Place.ITEM | Place.TRACKING:
            return prompts.number(state, lead)
        case Place.OFFICE:
            return prompts.office(state, line.knowledge.office, lead)
        case Place.DEPARTMENT:
            return prompts.department(state, information.get_department(line, state), lead)
        case Place.PROGRESS:
            return information.progress(context, state, lead)
        case Place.ANSWER | Place.AFTER:
            return _answer(context, state, lead)
        case Place.CHOICES if state.choices:
            offered = [content.get_subject(line, subject) for subject in state.choices]
            return menus.choices(state, [content.title(subject) for subject in offered], lead)
        case Place.CONFIRM:
            return prompts.confirm(state, content.title(content.get_subject(line, state.subject)), lead)
    place = state.place if state.place in _ASKING else Place.MENU
    return prompts.plain(replace(state, place=place), lead)


def _answer(context: CallContext, state: CallState, lead: str) -> list[Step]:
    parts = read_aloud.parts_of(content.get_subject(context.line, state.subject))
    texting = answer_by_text.can_have(context.line, context.call.caller)
    if state.place is Place.AFTER:
        return prompts.after(state, texting=texting, lead=lead)
    return prompts.answer(state, parts, texting=texting, lead=lead)


_ASKING = frozenset({Place.INFORMATION, Place.AGAIN, Place.NOTHING})
"""Where there is nothing to look up."""
