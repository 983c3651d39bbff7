"""What the line says at each place of a call: a state and what was found there in, steps out; pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from hotline.core.catalogue import CatalogueItem
from hotline.core.departments import Department, Office
from hotline.core.entries import Entry
from hotline.core.messages import TRACKING_DIGITS
from hotline.core.text_length import speech_seconds
from voice.phone.actions import DirectDial, GoTo, HangUp, Listen, Record, Say, Step
from voice.phone.call_state import CallState, Place
from voice.phone.intents import ITEM_DIGITS
from voice.phrases import PHONE
from voice.speech import numbers

SLOW_AT = 2
_WORDINGS = ("full", "short", "keys")

GREETING_SECONDS = 10
NUMBER_KEYS = 7
"""Three digits, six in a large office, and the # that most callers press after them; without it the line waits."""
_KEYS = {Place.NUMBER: NUMBER_KEYS, Place.ITEM: ITEM_DIGITS + 1, Place.TRACKING: TRACKING_DIGITS + 1}


def greeting(state: CallState, office: Office) -> list[Step]:
    """The first words of a call, ten seconds: who is there, and the few keys that help most; silence tells the rest.

    Where the line has a long name, but one key is left."""
    who, ask = PHONE("menu.greeting", line=office.line_name), PHONE("menu.first")
    fits = speech_seconds(who + ask) <= GREETING_SECONDS
    return listen(state, who, ask if fits else PHONE("menu.brief"))


def number(state: CallState, lead: str = "") -> list[Step]:
    """Ask for the number of a question, of an item of the catalogue, or of a message."""
    return listen(state, lead, prompt(state), keys=_KEYS[state.place])


def office(state: CallState, found: Office, lead: str = "") -> list[Step]:
    """Address, hours and telephone, read once and not again after a silence."""
    morning, afternoon = numbers.hours(found.morning_hours), numbers.hours(found.afternoon_hours)
    told = (
        PHONE("office.address", address=found.address),
        PHONE("office.hours", morning=morning, afternoon=afternoon, note=found.hours_note),
        PHONE("office.telephone", telephone=numbers.telephone(found.telephone)),
    )
    return listen(state, lead, *(() if is_reminded(state) else told), prompt(state))


def department(state: CallState, found: Department, lead: str = "") -> list[Step]:
    """A department's room and telephone, the telephone twice so that it can be written down."""
    telephone = numbers.telephone(found.telephone)
    told = (
        PHONE("department.about", name=found.name, duties=found.duties, room=found.room),
        PHONE("department.telephone", telephone=telephone),
        PHONE("department.again", telephone=telephone),
    )
    return listen(state, lead, *(() if is_reminded(state) else told), prompt(state))


def answer(state: CallState, parts: Sequence[str], *, texting: bool, lead: str = "") -> list[Step]:
    """The part of an answer the state is at, and how to hear the next one; after the last what to do with it.

    ``texting`` says whether the caller can have the answer by text."""
    page = min(state.page, len(parts) - 1)
    told = "" if is_reminded(state) else parts[page]
    if page == len(parts) - 1:
        return after(replace(state, place=Place.AFTER, page=page), told, texting=texting, lead=lead)
    return listen(state, lead, told, PHONE("answer.next" if page else "answer.details"))


def after(state: CallState, told: str = "", *, texting: bool, lead: str = "") -> list[Step]:
    """What a caller can do with an answer."""
    offer = PHONE("after.text") if texting and state.silences != 1 else ""
    return listen(state, lead, told, offer, prompt(state))


def progress(state: CallState, parts: Sequence[str], lead: str = "") -> list[Step]:
    """How a message stands, part by part."""
    page = min(state.page, len(parts) - 1)
    told = "" if is_reminded(state) else parts[page]
    return listen(state, lead, told, PHONE("answer.next") if page < len(parts) - 1 else "", prompt(state))


def confirm(state: CallState, title: str, lead: str = "") -> list[Step]:
    """Whether it is this that the caller asked, for their words were hard to hear."""
    return listen(state, lead, prompt(state, question=title.rstrip("？?。").removesuffix("吗")))


def plain(state: CallState, lead: str = "") -> list[Step]:
    """A place where nothing is read but its prompt."""
    return listen(state, lead, prompt(state))


def message(state: CallState, lead: str = "") -> list[Step]:
    """Ask for a message and record it."""
    return [*say(lead, PHONE("message.invite")), *record(replace(state, tracking="", attempt=0))]


def record(state: CallState) -> list[Step]:
    """Beep and record; anew where the state names the message."""
    return [Record(state.report_at(Place.RECORDED)), GoTo(state.report_at(Place.UNRECORDED))]


def goodbye(phrase: str) -> list[Step]:
    """End the call with the sentence under the key ``phrase``."""
    return [*say(PHONE(phrase)), HangUp()]


def apology(telephone: str, line: str, lost: str = "") -> list[Step]:
    """For when the program fails: what was ``lost``, the office's number, then its line is rung, then goodbye."""
    told = PHONE("fallback.telephone", telephone=numbers.telephone(telephone)) if telephone else ""
    ring: list[Step] = [*say(PHONE("fallback.ringing")), DirectDial(line)] if line else []
    return [*say(PHONE("fallback.sorry"), lost, told), *ring, *say(PHONE("fallback.goodbye")), HangUp()]


def message_body(subject: Entry | CatalogueItem | None) -> str:
    """What staff read beside the recording: what the caller had been listening to."""
    if isinstance(subject, Entry):
        return PHONE("written.message_about", number=subject.number, question=subject.question)
    if subject:
        return PHONE("written.message_item", title=subject.title)
    return PHONE("written.message")


def say(*texts: str) -> list[Step]:
    return [Say(text) for text in texts if text]


def prompt(state: CallState, **values: str) -> str:
    """What is asked at the place."""
    return PHONE(f"{state.place.value}.{_WORDINGS[min(state.silences, 2)]}", **values)


def listen(state: CallState, *texts: str, keys: int = 1) -> list[Step]:
    """Say ``texts``, those that are not empty, and wait for what the caller does."""
    return [Listen(tuple(filter(None, texts)), state.next_turn(), keys, slow=is_slow(state))]


def is_slow(state: CallState) -> bool:
    """Whether the caller hears it more slowly: who asks for the same a second time in a row."""
    return state.repeats >= SLOW_AT


def is_reminded(state: CallState) -> bool:
    """Whether the caller only needs the prompt again, because of a silence or a wrong key, and not what was told."""
    return bool(state.silences or state.wrong_keys)


def with_pause(title: str) -> str:
    """A title with a pause behind it."""
    return title if title[-1:] in "？。！?!" else f"{title}，"
