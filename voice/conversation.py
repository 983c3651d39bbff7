"""One step of a call: what the caller did is understood, and the part of the conversation that it asks for replies."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hotline.services import browsing
from voice import answering, connecting, dialogue, leaving
from voice.hearing import Heard, Turn, Wish, understand
from voice.phrases import PHONE
from voice.position import MOST_TURNS, Place
from voice.showing import entries_on_page, show
from voice.talk import Arrival

if TYPE_CHECKING:
    from voice.position import Position
    from voice.steps import Step
    from voice.talk import Reply, Talk

MOST_SILENCES = 3
MOST_WRONG_KEYS = 3


def greet(talk: Talk, position: Position) -> list[Step]:
    """The first words of a call, which begins at ``position``."""
    return dialogue.greeting(position, browsing.office(talk.line))


def carry_on(talk: Talk, position: Position) -> list[Step]:
    """The reply to what the caller did at ``position``."""
    reply = _reply(talk, position)
    return show(talk.line, reply) if isinstance(reply, Arrival) else reply


def _reply(talk: Talk, position: Position) -> Reply:
    if position.place is Place.RANG:
        return connecting.rang(talk, position)
    if position.place is Place.TALKED:
        return connecting.talked()
    if position.place is Place.RECORDED:
        return leaving.recorded(talk, position)
    if position.turns >= MOST_TURNS:
        return dialogue.goodbye("trouble.long")
    if position.place is Place.UNRECORDED:
        return Arrival(position.go(Place.MENU), PHONE("message.empty"))
    return _grant(talk, position, understand(position, Turn(talk.call.keys, talk.call.speech)))


def _grant(talk: Talk, position: Position, heard: Heard) -> Reply:
    match heard.wish:
        case Wish.SILENCE:
            return _silent(position)
        case Wish.WRONG_KEY:
            return _wrong_key(talk, position)
        case Wish.HELLO | Wish.GOODBYE | Wish.NONE_OF_THESE:
            return _no_question(position, heard.wish)
        case Wish.OPERATOR:
            return connecting.connect(talk, position)
        case Wish.MESSAGE:
            return dialogue.message(position)
        case Wish.REPEAT:
            return Arrival(position.stay())
        case Wish.PICK:
            return _pick(talk, position, heard.pick)
        case Wish.MORE:
            return _more(talk, position)
        case Wish.ENTRY | Wish.ASK:
            return answering.ask(talk, position, heard.text)
    return Arrival(position.go(_PLACES[heard.wish]))


def _no_question(position: Position, wish: Wish) -> Reply:
    """To words that are no question; goodbye ends the call only once the caller was told something."""
    if wish is Wish.NONE_OF_THESE:
        return Arrival(position.go(Place.NOTHING, enquiry=position.enquiry), PHONE("nothing.other"))
    if wish is Wish.GOODBYE and position.place in _TOLD:
        return dialogue.goodbye("trouble.thanks")
    return Arrival(replace(position, silences=1, wrong_keys=0))  # somebody is there: the shorter prompt


def _silent(position: Position) -> Reply:
    if position.silences + 1 >= MOST_SILENCES:
        helped = position.place in (Place.ANSWER, Place.OFFICE)
        return dialogue.goodbye("trouble.thanks" if helped else "trouble.silence")
    return Arrival(replace(position, silences=position.silences + 1))


def _wrong_key(talk: Talk, position: Position) -> Reply:
    if position.wrong_keys + 1 >= MOST_WRONG_KEYS:
        return connecting.connect(talk, position, PHONE("trouble.lost"))
    lead = PHONE("number.wrong" if position.place is Place.NUMBER else "trouble.wrong_key")
    return Arrival(replace(position, silences=0, wrong_keys=position.wrong_keys + 1), lead)


def _pick(talk: Talk, position: Position, key: str) -> Reply:
    if position.place is Place.TOPICS:
        if key not in {topic.digit for topic in browsing.list_topics(talk.line)}:
            return _wrong_key(talk, position)
        return Arrival(position.go(Place.ENTRIES, topic=key))
    place = int(key) - 1
    if position.place is Place.ENTRIES:
        page = entries_on_page(talk.line, position)
        if place >= len(page):
            return _wrong_key(talk, position)
        return answering.ask(talk, position, str(page[place].number))
    return answering.pick(talk, position, place) or _wrong_key(talk, position)


def _more(talk: Talk, position: Position) -> Reply:
    total = browsing.count_entries(talk.line, position.topic)
    if total <= dialogue.PAGE:
        return _wrong_key(talk, position)
    page = dialogue.next_page(position.page, total)
    return Arrival(position.go(Place.ENTRIES, topic=position.topic, page=page))


_TOLD = frozenset({Place.ANSWER, Place.OFFICE, Place.CHOICES, Place.NOTHING})
_PLACES = {Wish.MENU: Place.MENU, Wish.TOPICS: Place.TOPICS, Wish.NUMBER: Place.NUMBER, Wish.OFFICE: Place.OFFICE}
