"""One step of a call: what the caller did is understood, and the part of the conversation that it asks for replies."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hotline.core.errors import NotFound
from voice.phone import information, menus, operators, prompts, questions, voicemail
from voice.phone.announce import show
from voice.phone.call_state import MOST_TURNS, Place
from voice.phone.context import Transition
from voice.phone.intents import CallerInput, Intent, Understood, understand
from voice.phrases import PHONE

if TYPE_CHECKING:
    from voice.phone.actions import Step
    from voice.phone.call_state import CallState
    from voice.phone.context import CallContext, Reply

MOST_SILENCES = 4
"""After one the prompt is shorter, after two the keys are spelled out, after three a person or a message is offered."""
MOST_WRONG_KEYS = 3


def greet(context: CallContext, state: CallState) -> list[Step]:
    """The first words of a call, which begins at ``state``."""
    return prompts.greeting(state, context.line.knowledge.office)


def carry_on(context: CallContext, state: CallState) -> list[Step]:
    """The reply to what the caller did at ``state``; where that is gone by now, the main menu."""
    try:
        reply = _reply(context, state)
    except NotFound:  # withdrawn since the caller heard of it
        reply = Transition(state.go(Place.MENU), PHONE("trouble.gone"))
    return show(context, reply) if isinstance(reply, Transition) else reply


def _reply(context: CallContext, state: CallState) -> Reply:
    if state.place is Place.RANG:
        return operators.rang(context, state)
    if state.place is Place.TALKED:
        return operators.talked()
    if state.place is Place.RECORDED:
        return voicemail.recorded(context, state)
    if state.place is Place.REVIEW:
        return voicemail.review(context, state, ending=_is_long(context, state))
    if state.place is Place.UNRECORDED and state.tracking:
        return voicemail.unrecorded(context, state)
    if _is_long(context, state):
        return prompts.goodbye("trouble.long")
    if state.place is Place.UNRECORDED:
        return voicemail.unrecorded(context, state)
    if state.place is Place.SAVED and (told := voicemail.saved(context, state)):
        return told
    return _grant(context, state, understand(state, CallerInput(context.call.keys, context.call.speech)))


def _is_long(context: CallContext, state: CallState) -> bool:
    """Whether the call has had its minutes or its steps; one that began before we counted has no time to measure."""
    lasted = context.line.now().timestamp() - state.began if state.began else 0
    return state.turns >= MOST_TURNS or lasted >= context.most_minutes * 60


def _grant(context: CallContext, state: CallState, heard: Understood) -> Reply:
    match heard.intent:
        case Intent.SILENCE:
            return _silent(state)
        case Intent.WRONG_KEY:
            return _wrong_key(context, state)
        case Intent.HELLO | Intent.GOODBYE | Intent.NONE_OF_THESE:
            return _no_question(context, state, heard.intent)
        case Intent.OPERATOR:
            return operators.connect(context, state)
        case Intent.MESSAGE:
            return prompts.message(state)
        case Intent.REPEAT:
            place = Place.ANSWER if state.place is Place.AFTER else state.place
            return Transition(replace(state.stay(), place=place))
        case Intent.ASK:
            return questions.ask(context, state, heard.text)
        case Intent.KEYED:
            return _keyed(context, state, heard.text)
    if heard.intent in _PLACES:
        page = state.page if state.place is Place.DEPARTMENT else 0  # back to the page it was on
        return Transition(state.go(_PLACES[heard.intent], page=page))
    return _choose(context, state, heard) or _wrong_key(context, state)


def _choose(context: CallContext, state: CallState, heard: Understood) -> Reply | None:
    """What was offered at the place; None when it was not."""
    match heard.intent:
        case Intent.PICK:
            return _pick(context, state, heard.pick)
        case Intent.MORE:
            return _more(context, state)
        case Intent.YES:
            return questions.confirmed(context, state)
        case Intent.SEND:
            return questions.send(context, state)
    return questions.rate(context, state, solved=heard.intent is Intent.SOLVED)


def _pick(context: CallContext, state: CallState, key: str) -> Reply | None:
    if state.place is Place.TOPICS:
        digits = {topic.digit for topic in context.line.knowledge.topics()}
        return Transition(state.go(Place.ENTRIES, topic=key)) if key in digits else None
    if state.place is Place.ENTRIES:
        numbers = information.list_page(context.line, state).subjects
        return questions.ask(context, state, numbers[int(key) - 1]) if int(key) <= len(numbers) else None
    if state.place is Place.CHOICES:
        return questions.pick(context, state, int(key) - 1)
    return information.pick(context, state, key)


def _more(context: CallContext, state: CallState) -> Transition | None:
    if state.place in menus.PAGES:
        return information.turn_page(context, state)
    if state.place is Place.PROGRESS:
        return information.next_part(context, state)
    return questions.next_part(context, state)


def _keyed(context: CallContext, state: CallState, digits: str) -> Reply:
    """The number asked for at the place; three times none in a row, and a person is rung."""
    if state.place is Place.NUMBER:
        return questions.ask(context, state, digits)
    look_up = information.item if state.place is Place.ITEM else information.message
    return look_up(context, state, digits) or questions.missing(context, state, digits)


def _no_question(context: CallContext, state: CallState, wish: Intent) -> Reply:
    """To words that are no question; goodbye ends the call only once the caller was told something."""
    if wish is Intent.NONE_OF_THESE:
        if state.place is Place.CONFIRM:
            return questions.denied(context, state)
        return Transition(state.go(Place.NOTHING, enquiry=state.enquiry), PHONE("nothing.other"))
    if wish is Intent.GOODBYE and state.place in _TOLD:
        return prompts.goodbye("trouble.thanks")
    return Transition(replace(state, silences=1, wrong_keys=0))  # somebody is there: the shorter prompt


def _silent(state: CallState) -> Reply:
    if state.place is Place.ANSWER and (state.silences or not state.page):
        return Transition(replace(state, place=Place.AFTER, silences=0))  # they were told to wait if they want no more
    silences = state.silences + 1
    if silences >= MOST_SILENCES:
        return prompts.goodbye("trouble.thanks" if state.subject else "trouble.silence")
    if silences == MOST_SILENCES - 1:
        subject = state.subject if state.place in _TOLD else ""
        offer = state.go(Place.NOTHING, subject=subject, enquiry=state.enquiry)
        return Transition(replace(offer, silences=silences), PHONE("trouble.quiet"))
    return Transition(replace(state, silences=silences))


def _wrong_key(context: CallContext, state: CallState) -> Reply:
    if state.wrong_keys + 1 >= MOST_WRONG_KEYS:
        return operators.connect(context, state, PHONE("trouble.lost"))
    lead = PHONE(_WRONG.get(state.place, "trouble.wrong_key"))
    return Transition(replace(state, silences=0, wrong_keys=state.wrong_keys + 1), lead)


_WRONG = {Place.NUMBER: "number.wrong", Place.ITEM: "item.wrong", Place.TRACKING: "tracking.wrong"}
_TOLD = frozenset(
    {Place.ANSWER, Place.AFTER, Place.OFFICE, Place.DEPARTMENT, Place.PROGRESS, Place.CHOICES, Place.NOTHING}
)
_PLACES = {
    Intent.MENU: Place.MENU,
    Intent.TOPICS: Place.TOPICS,
    Intent.NUMBER: Place.NUMBER,
    Intent.INFORMATION: Place.INFORMATION,
    Intent.TRACKING: Place.TRACKING,
    Intent.OFFICE: Place.OFFICE,
    Intent.DEPARTMENTS: Place.DEPARTMENTS,
}
