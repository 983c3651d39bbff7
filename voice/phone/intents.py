"""The intents of a call, and which key has which at each place; pure. What callers say: ``spoken_intents``."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from hotline.core.disclosure.applications import CODE_DIGITS
from hotline.core.messages import TRACKING_DIGITS
from voice.content import is_entry
from voice.phone.call_state import Place

LONGEST_QUESTION = 500
"""How many characters of a question are read. A minute of speech has about 250."""
MORE_KEY = "9"


class Intent(Enum):
    """What a caller wants. ``MORE`` is the next page or part, ``KEYED`` a number, ``PICK`` one thing of a list.

    ``SPELL`` asks to key a question by its first letters. ``SECOND`` is the other of two questions asked at once.
    ``TRACKED`` is the tracking number of a message, said at any place. ``NOTICES`` asks for the public notices,
    hearings or briefings. ``APPLICATION`` asks how an application for disclosure stands, ``COUNTED`` how its last day
    was counted.
    ``SKIP`` refuses what is offered next. ``OPENING`` announces a question, ``NO_CONTENT`` was said to somebody
    else, by a television or by our own prompt."""

    SILENCE = "silence"
    WRONG_KEY = "wrong key"
    OPERATOR = "operator"
    REPEAT = "repeat"
    MENU = "menu"
    TOPICS = "topics"
    NUMBER = "number"
    INFORMATION = "information"
    NOTICES = "notices"
    TRACKING = "tracking"
    OFFICE = "office"
    DEPARTMENTS = "departments"
    SPELL = "spell"
    MESSAGE = "message"
    PICK = "pick"
    MORE = "more"
    KEYED = "keyed"
    ASK = "ask"
    SECOND = "second"
    YES = "yes"
    SEND = "send"
    SOLVED = "solved"
    UNSOLVED = "unsolved"
    NONE_OF_THESE = "none of these"
    TRACKED = "tracked"
    APPLICATION = "application"
    COUNTED = "counted"
    SLOWER = "slower"
    LOUDER = "louder"
    WAIT = "wait"
    SKIP = "skip"
    THANKS = "thanks"
    NO_MORE = "no more"
    GOODBYE = "goodbye"
    HELLO = "hello"
    OPENING = "opening"
    HELP = "help"
    SWEARING = "swearing"
    NO_CONTENT = "no content"
    EMERGENCY = "emergency"


@dataclass(frozen=True)
class CallerInput:
    """What the caller did at a prompt: pressed ``keys``, or spoke, or neither when both are empty."""

    keys: str = ""
    speech: str = ""


@dataclass(frozen=True)
class Understood:
    """An intent, with the question asked or number keyed (``text``), or the key of the thing picked (``pick``)."""

    intent: Intent
    text: str = ""
    pick: str = ""


SILENCE = Understood(Intent.SILENCE)
EVERYWHERE = {"0": Intent.OPERATOR, "*": Intent.REPEAT, "#": Intent.MENU}
_SPELL = {"7": Intent.SPELL}
"""Wherever a question may be asked and the key has no other meaning."""
_LIST = {key: Intent.PICK for key in "1234"} | {MORE_KEY: Intent.MORE} | _SPELL
_RATING = {"2": Intent.SOLVED, "3": Intent.UNSOLVED}
KEYS: dict[Place, dict[str, Intent]] = {
    Place.MENU: {
        "1": Intent.TOPICS,
        "2": Intent.NUMBER,
        "3": Intent.INFORMATION,
        "4": Intent.TRACKING,
        "5": Intent.OFFICE,
        "6": Intent.MESSAGE,
    }
    | _SPELL,
    Place.TOPICS: {key: Intent.PICK for key in "123456789"},
    Place.ENTRIES: _LIST,
    Place.INFORMATION: {key: Intent.PICK for key in "12345"} | _SPELL,
    Place.ITEMS: _LIST,
    Place.NOTICE: {"1": Intent.MESSAGE, "2": Intent.MORE} | _SPELL,
    Place.OFFICE: {"1": Intent.DEPARTMENTS} | _SPELL,
    Place.DEPARTMENTS: _LIST,
    Place.DEPARTMENT: {"1": Intent.DEPARTMENTS} | _SPELL,
    Place.PROGRESS: {"1": Intent.MORE} | _SPELL,
    Place.APPLICATION_STATUS: {"1": Intent.COUNTED, "2": Intent.MORE} | _SPELL,
    Place.ANSWER: {"1": Intent.MORE, "4": Intent.SECOND} | _RATING | _SPELL,
    Place.AFTER: {"1": Intent.SEND, "4": Intent.SECOND} | _RATING | _SPELL,
    Place.CHOICES: {key: Intent.PICK for key in "123"} | _SPELL,
    Place.CONFIRM: {"1": Intent.YES, "2": Intent.NONE_OF_THESE} | _SPELL,
    Place.AGAIN: {"6": Intent.MESSAGE} | _SPELL,
    Place.NOTHING: {"6": Intent.MESSAGE} | _SPELL,
}
ITEM_DIGITS = 9
"""The year and the last five digits of an index number. What stands before them has letters, which nobody can key."""
LONGEST_ITEM_DIGITS = 13
"""Numbers that offices gave before have year and month, and up to seven last digits."""
APPLICATION_DIGITS = 9
"""The year and the serial number of an application for disclosure."""
_FIRST_LETTERS = re.compile(r"[2-9]{2,}", re.ASCII)
"""Keys that have letters on them; one letter alone would fit everything."""
NUMBERS: dict[Place, Callable[[str], bool]] = {
    Place.NUMBER: is_entry,
    Place.INITIALS: lambda digits: bool(_FIRST_LETTERS.fullmatch(digits)),
    Place.ITEM: lambda digits: ITEM_DIGITS <= len(digits) <= LONGEST_ITEM_DIGITS,
    Place.TRACKING: lambda digits: len(digits) in (TRACKING_DIGITS, APPLICATION_DIGITS),
    Place.APPLICATION: lambda digits: len(digits) == APPLICATION_DIGITS,
    Place.CODE: lambda digits: len(digits) == CODE_DIGITS,
}
"""Places where a number is keyed or said, each with the test for a possible number."""


def understand_keys(place: Place, pressed: str) -> Understood | None:
    """The intent of the keys ``pressed`` at ``place``; None where there is no key among them."""
    keys = re.sub(r"[^0-9*#]", "", pressed)
    return _understand_keys(place, keys) if keys else None


def _understand_keys(place: Place, keys: str) -> Understood:
    """The intent of ``keys``. Callers press # after any key or before a number, end a number with *, and press 00."""
    pressed = keys.strip("*#") or keys[0]
    if place in NUMBERS and pressed.isdecimal() and NUMBERS[place](pressed):
        return Understood(Intent.KEYED, pressed)
    if not pressed.strip("0"):
        pressed = "0"
    intent = EVERYWHERE.get(pressed) or KEYS.get(place, {}).get(pressed, Intent.WRONG_KEY)
    return Understood(intent, pick=pressed if intent is Intent.PICK else "")
