"""What the line says when the caller arrives at a place: looks up what belongs there and puts it into words."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hotline.core.errors import NotFound
from hotline.services.content import published
from hotline.services.texts import answer_by_text
from voice import content
from voice.phone import applications, information, menus, prompts, public_notices, read_aloud, voicemail
from voice.phone.call_state import Place
from voice.phrases import PHONE

if TYPE_CHECKING:
    from voice.phone.actions import Step
    from voice.phone.call_state import CallState
    from voice.phone.context import CallContext, Transition

_PROMPT_ALONE = frozenset({Place.INFORMATION, Place.AGAIN, Place.NOTHING})
"""Places where the prompt is all that is said. Any other place that is not matched below is the main menu."""

_OWN_READERS = {
    Place.PROGRESS: information.read_progress,
    Place.APPLICATION_STATUS: applications.read_status,
    Place.NOTICE: public_notices.read,
}
"""Places that look up and word what is said there themselves."""


def announce(context: CallContext, transition: Transition) -> list[Step]:
    """Say what belongs to the place of ``transition``; the main menu when that has been withdrawn."""
    state, lead = transition.state, transition.lead
    try:
        return _announce(context, state, lead)
    except NotFound:
        return prompts.plain(state.go(Place.MENU), lead or PHONE("trouble.gone"))


def _announce(context: CallContext, state: CallState, lead: str) -> list[Step]:
    line = context.line
    if state.place in _OWN_READERS:
        return _OWN_READERS[state.place](context, state, lead)
    match state.place:
        case Place.TOPICS:
            return menus.read_topics(state, line.knowledge.topics(), lead)
        case Place.ENTRIES | Place.ITEMS | Place.DEPARTMENTS:
            return menus.read_page(state, menus.get_page(line, state), lead)
        case Place.NUMBER | Place.INITIALS | Place.ITEM | Place.TRACKING | Place.APPLICATION | Place.CODE:
            return prompts.number(state, lead)
        case Place.OFFICE | Place.DEPARTMENT:
            return _read_contact(context, state, lead)
        case Place.SAVED if state.tracking:
            return voicemail.read_saved(context, state, lead)
        case Place.ANSWER | Place.AFTER:
            return _read_answer(context, state, lead)
        case Place.CHOICES if state.choices:
            offered = [content.get_subject(line, subject) for subject in state.choices]
            return menus.read_choices(state, published.tell_apart(line.knowledge, offered), lead)
        case Place.CONFIRM:
            return prompts.confirm(state, content.title(content.get_subject(line, state.subject)), lead)
    place = state.place if state.place in _PROMPT_ALONE else Place.MENU
    return prompts.plain(replace(state, place=place), lead)


def _read_contact(context: CallContext, state: CallState, lead: str) -> list[Step]:
    if state.place is Place.OFFICE:
        return prompts.office(state, context.line.knowledge.office, context.line.list_announcements(), lead)
    return prompts.department(state, menus.get_department(context.line, state), lead)


def _read_answer(context: CallContext, state: CallState, lead: str) -> list[Step]:
    subject = content.get_subject(context.line, state.subject)
    parts = read_aloud.parts_of(subject, state.passage)
    office = published.find_office_name(context.line.knowledge, subject)
    if office and office not in parts[0]:
        parts = (PHONE("answer.of_office", office=office) + parts[0], *parts[1:])
    texting = answer_by_text.can_have(context.line, context.call.caller)
    other = content.find_subject(context.line, state.choices[0]) if state.choices else None
    second = content.title(other) if other else ""
    if state.place is Place.AFTER:
        return prompts.after(state, texting=texting, second=second, lead=lead)
    return prompts.answer(state, parts, texting=texting, second=second, lead=lead)
