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


def greet(talk: CallContext, position: CallState) -> list[Step]:
    """The first words of a call, which begins at ``position``."""
    return prompts.greeting(position, talk.line.knowledge.office)


def carry_on(talk: CallContext, position: CallState) -> list[Step]:
    """The reply to what the caller did at ``position``; where that is gone by now, the main menu."""
    try:
        reply = _reply(talk, position)
    except NotFound:  # withdrawn since the caller heard of it
        reply = Transition(position.go(Place.MENU), PHONE("trouble.gone"))
    return show(talk, reply) if isinstance(reply, Transition) else reply


def _reply(talk: CallContext, position: CallState) -> Reply:
    if position.place is Place.RANG:
        return operators.rang(talk, position)
    if position.place is Place.TALKED:
        return operators.talked()
    if position.place is Place.RECORDED:
        return voicemail.recorded(talk, position)
    if position.place is Place.REVIEW:
        return voicemail.review(talk, position, ending=_is_long(talk, position))
    if position.place is Place.UNRECORDED and position.tracking:
        return voicemail.unrecorded(talk, position)
    if _is_long(talk, position):
        return prompts.goodbye("trouble.long")
    if position.place is Place.UNRECORDED:
        return voicemail.unrecorded(talk, position)
    if position.place is Place.SAVED and (told := voicemail.saved(talk, position)):
        return told
    return _grant(talk, position, understand(position, CallerInput(talk.call.keys, talk.call.speech)))


def _is_long(talk: CallContext, position: CallState) -> bool:
    """Whether the call has had its minutes or its steps; one that began before we counted has no time to measure."""
    lasted = talk.line.now().timestamp() - position.began if position.began else 0
    return position.turns >= MOST_TURNS or lasted >= talk.most_minutes * 60


def _grant(talk: CallContext, position: CallState, heard: Understood) -> Reply:
    match heard.wish:
        case Intent.SILENCE:
            return _silent(position)
        case Intent.WRONG_KEY:
            return _wrong_key(talk, position)
        case Intent.HELLO | Intent.GOODBYE | Intent.NONE_OF_THESE:
            return _no_question(talk, position, heard.wish)
        case Intent.OPERATOR:
            return operators.connect(talk, position)
        case Intent.MESSAGE:
            return prompts.message(position)
        case Intent.REPEAT:
            place = Place.ANSWER if position.place is Place.AFTER else position.place
            return Transition(replace(position.stay(), place=place))
        case Intent.ASK:
            return questions.ask(talk, position, heard.text)
        case Intent.KEYED:
            return _keyed(talk, position, heard.text)
    if heard.wish in _PLACES:
        page = position.page if position.place is Place.DEPARTMENT else 0  # back to the page it was on
        return Transition(position.go(_PLACES[heard.wish], page=page))
    return _choose(talk, position, heard) or _wrong_key(talk, position)


def _choose(talk: CallContext, position: CallState, heard: Understood) -> Reply | None:
    """What was offered at the place; None when it was not."""
    match heard.wish:
        case Intent.PICK:
            return _pick(talk, position, heard.pick)
        case Intent.MORE:
            return _more(talk, position)
        case Intent.YES:
            return questions.confirmed(talk, position)
        case Intent.SEND:
            return questions.send(talk, position)
    return questions.rate(talk, position, solved=heard.wish is Intent.SOLVED)


def _pick(talk: CallContext, position: CallState, key: str) -> Reply | None:
    if position.place is Place.TOPICS:
        digits = {topic.digit for topic in talk.line.knowledge.topics()}
        return Transition(position.go(Place.ENTRIES, topic=key)) if key in digits else None
    if position.place is Place.ENTRIES:
        numbers = information.list_page(talk.line, position).subjects
        return questions.ask(talk, position, numbers[int(key) - 1]) if int(key) <= len(numbers) else None
    if position.place is Place.CHOICES:
        return questions.pick(talk, position, int(key) - 1)
    return information.pick(talk, position, key)


def _more(talk: CallContext, position: CallState) -> Transition | None:
    if position.place in menus.PAGES:
        return information.turn_page(talk, position)
    if position.place is Place.PROGRESS:
        return information.next_part(talk, position)
    return questions.next_part(talk, position)


def _keyed(talk: CallContext, position: CallState, digits: str) -> Reply:
    """The number asked for at the place; three times none in a row, and a person is rung."""
    if position.place is Place.NUMBER:
        return questions.ask(talk, position, digits)
    look_up = information.item if position.place is Place.ITEM else information.message
    return look_up(talk, position, digits) or questions.missing(talk, position, digits)


def _no_question(talk: CallContext, position: CallState, wish: Intent) -> Reply:
    """To words that are no question; goodbye ends the call only once the caller was told something."""
    if wish is Intent.NONE_OF_THESE:
        if position.place is Place.CONFIRM:
            return questions.denied(talk, position)
        return Transition(position.go(Place.NOTHING, enquiry=position.enquiry), PHONE("nothing.other"))
    if wish is Intent.GOODBYE and position.place in _TOLD:
        return prompts.goodbye("trouble.thanks")
    return Transition(replace(position, silences=1, wrong_keys=0))  # somebody is there: the shorter prompt


def _silent(position: CallState) -> Reply:
    if position.place is Place.ANSWER and (position.silences or not position.page):
        return Transition(
            replace(position, place=Place.AFTER, silences=0)
        )  # they were told to wait if they want no more
    silences = position.silences + 1
    if silences >= MOST_SILENCES:
        return prompts.goodbye("trouble.thanks" if position.subject else "trouble.silence")
    if silences == MOST_SILENCES - 1:
        subject = position.subject if position.place in _TOLD else ""
        offer = position.go(Place.NOTHING, subject=subject, enquiry=position.enquiry)
        return Transition(replace(offer, silences=silences), PHONE("trouble.quiet"))
    return Transition(replace(position, silences=silences))


def _wrong_key(talk: CallContext, position: CallState) -> Reply:
    if position.wrong_keys + 1 >= MOST_WRONG_KEYS:
        return operators.connect(talk, position, PHONE("trouble.lost"))
    lead = PHONE(_WRONG.get(position.place, "trouble.wrong_key"))
    return Transition(replace(position, silences=0, wrong_keys=position.wrong_keys + 1), lead)


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
