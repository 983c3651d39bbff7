"""What the line says at each place of a call, as steps made from the call state and from what was looked up; pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from hotline.core.catalogue import CatalogueItem
from hotline.core.departments import Department, Office
from hotline.core.disclosure.applications import CODE_DIGITS
from hotline.core.entries import Entry
from hotline.core.messages import TRACKING_DIGITS
from hotline.core.text_length import speech_seconds
from voice.phone.actions import DirectDial, GoTo, HangUp, Listen, Record, Say, Step
from voice.phone.call_state import CallState, Place
from voice.phone.intents import APPLICATION_DIGITS, LONGEST_ITEM_DIGITS
from voice.phrases import PHONE
from voice.speech import numbers

SLOW_AT = 2
"""The repetition in a row from which the line speaks slowly."""
_WORDINGS = ("full", "short", "keys")
"""Keys of a prompt in phone.toml: the first time, after one silence, after two."""

GREETING_SECONDS = 10
NUMBER_KEYS = 7
"""Keys of an entry's number: three digits, six in a large office, and one more, so that # can end the longest too: it
would reach the next prompt if the last digit had ended the number."""
INITIAL_KEYS = 20
"""Keys of first letters at most. The index keeps half as many of a text, and a caller may spell a whole question."""
_NUMBER_KEYS = {
    Place.NUMBER: NUMBER_KEYS,
    Place.INITIALS: INITIAL_KEYS,
    Place.ITEM: LONGEST_ITEM_DIGITS + 1,
    Place.TRACKING: max(TRACKING_DIGITS, APPLICATION_DIGITS) + 1,
    Place.APPLICATION: APPLICATION_DIGITS + 1,
    Place.CODE: CODE_DIGITS + 1,
}


def greeting(state: CallState, office: Office, announcements: Sequence[str] = ()) -> list[Step]:
    """The first words of a call: the line's name and the keys that help most, in ten seconds. Silence brings the rest.

    A line with a long name has time for one key only. The ``announcements`` of the day come between, however long."""
    who, ask = PHONE("menu.greeting", line=office.line_name), PHONE("menu.first")
    fits = speech_seconds(who + ask) <= GREETING_SECONDS
    return listen(state, who, *announcements, ask if fits else PHONE("menu.brief"))


def number(state: CallState, lead: str = "") -> list[Step]:
    """Ask for the number of a question, an item of the catalogue, a message or an application, for a query code, or for
    the first letters of a question."""
    return listen(state, lead, prompt(state))


def office(state: CallState, found: Office, announcements: Sequence[str], lead: str = "") -> list[Step]:
    """Read the office's address, hours, ``announcements`` of the day and telephone; after a silence only the prompt."""
    morning, afternoon = numbers.hours(found.morning_hours), numbers.hours(found.afternoon_hours)
    facts = (
        PHONE("office.address", address=found.address),
        PHONE("office.hours", morning=morning, afternoon=afternoon, note=found.hours_note),
        *announcements,
        PHONE("office.telephone", telephone=numbers.telephone(found.telephone)),
    )
    return listen(state, lead, *(() if is_reminded(state) else facts), prompt(state))


def department(state: CallState, found: Department, lead: str = "") -> list[Step]:
    """Read a department's room, and its telephone twice so that it can be written down."""
    telephone = numbers.telephone(found.telephone)
    facts = (
        PHONE("department.about", name=found.name, duties=found.duties, room=found.room),
        PHONE("department.telephone", telephone=telephone),
        PHONE("department.again", telephone=telephone),
    )
    return listen(state, lead, *(() if is_reminded(state) else facts), prompt(state))


def answer(state: CallState, parts: Sequence[str], *, texting: bool, second: str = "", lead: str = "") -> list[Step]:
    """Read the part ``state.page`` of an answer and offer the next; after the last, offer what ``after`` offers.

    ``texting`` says whether the caller can have the answer by text, ``second`` what else they asked, "" for nothing."""
    page = min(state.page, len(parts) - 1)
    text = "" if is_reminded(state) else parts[page]
    if page == len(parts) - 1:
        return after(replace(state, place=Place.AFTER, page=page), text, texting=texting, second=second, lead=lead)
    return listen(state, lead, text, _offer_second(second), PHONE("answer.next" if page else "answer.details"))


def after(state: CallState, text: str = "", *, texting: bool, second: str = "", lead: str = "") -> list[Step]:
    """Read ``text``, then offer what can be done with an answer: have it by text, rate it, hear it again."""
    offer = PHONE("after.text") if texting and state.silences != 1 else ""
    return listen(state, lead, text, _offer_second(second), offer, prompt(state))


def _offer_second(title: str) -> str:
    return PHONE("answer.second", question=title.rstrip("？?。")) if title else ""


def progress(state: CallState, parts: Sequence[str], lead: str = "") -> list[Step]:
    """Read the part ``state.page`` of a message's progress."""
    page = min(state.page, len(parts) - 1)
    text = "" if is_reminded(state) else parts[page]
    return listen(state, lead, text, PHONE("answer.next") if page < len(parts) - 1 else "", prompt(state))


def confirm(state: CallState, title: str, lead: str = "") -> list[Step]:
    """Ask whether the caller asked the question ``title``, because their words were hard to hear."""
    return listen(state, lead, prompt(state, question=title.rstrip("？?。").removesuffix("吗")))


def plain(state: CallState, lead: str = "") -> list[Step]:
    """Say nothing but the prompt of the place."""
    return listen(state, lead, prompt(state))


def message(state: CallState, *invitation: str) -> list[Step]:
    """Ask for a message in the words of ``invitation``, and record it."""
    return [*say(*invitation), *record(replace(state, tracking="", attempt=0))]


def record(state: CallState) -> list[Step]:
    """Beep and record a message; a new recording of the same message when ``state`` has its tracking number."""
    return [Record(state.report_at(Place.RECORDED)), GoTo(state.report_at(Place.UNRECORDED))]


def goodbye(phrase: str) -> list[Step]:
    """End the call with the sentence under the key ``phrase``."""
    return [*say(PHONE(phrase)), HangUp()]


def apology(telephone: str, line: str, lost: str = "") -> list[Step]:
    """The program has failed: say what was ``lost`` and the office's ``telephone``, dial ``line``, say goodbye."""
    spoken = PHONE("fallback.telephone", telephone=numbers.telephone(telephone)) if telephone else ""
    dial: list[Step] = [*say(PHONE("fallback.ringing")), DirectDial(line)] if line else []
    return [*say(PHONE("fallback.sorry"), lost, spoken), *dial, *say(PHONE("fallback.goodbye")), HangUp()]


def message_body(subject: Entry | CatalogueItem | None) -> str:
    """The text of a message that staff see beside its recording: what the caller had been listening to."""
    if isinstance(subject, Entry):
        return PHONE("written.message_about", number=subject.number, question=subject.question)
    if subject:
        return PHONE("written.message_item", title=subject.title)
    return PHONE("written.message")


def say(*texts: str) -> list[Step]:
    """Say those of ``texts`` that are not empty."""
    return [Say(text) for text in texts if text]


def prompt(state: CallState, **values: str) -> str:
    """The prompt of the place, shorter after silences; ``values`` fill its {names}."""
    return PHONE(f"{state.place.value}.{_WORDINGS[min(state.silences, 2)]}", **values)


def listen(state: CallState, *texts: str, pause: int = 0) -> list[Step]:
    """Say those of ``texts`` that are not empty, and wait for speech, a key, or the keys of a number asked for here.

    ``pause`` is how many seconds longer than usual the line waits."""
    keys = _NUMBER_KEYS.get(state.place, 1)
    return [Listen(tuple(filter(None, texts)), state.next_turn(), keys, slow=is_slow(state), pause=pause)]


def is_slow(state: CallState) -> bool:
    """Whether to speak slowly: the caller has asked for the same a second time in a row."""
    return state.repeats >= SLOW_AT


def is_reminded(state: CallState) -> bool:
    """Whether only the prompt is said again, after a silence or a wrong key, and not the text before it."""
    return bool(state.silences or state.wrong_keys)


def with_pause(title: str) -> str:
    """``title`` ending in a punctuation mark, so that a pause follows it."""
    return title if title[-1:] in "？。！?!" else f"{title}，"
