"""The state of a call, carried in the signed URL of its next step and checked when that URL is read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from enum import Enum

from hotline.core.catalogue import INDEX_NUMBER
from hotline.core.messages import TRACKING_DIGITS
from hotline.core.public_notices import is_notice_code
from voice.content import is_entry

MOST_TURNS = 60
"""The number of steps after which the line ends the call. A message that is being left is still taken."""
MOST_CHOICES = 3
"""How many entries or items are offered for an unclear question."""


class Place(Enum):
    """A step of the call; its value is the last part of the step's URL."""

    MENU = "menu"
    TOPICS = "topics"
    ENTRIES = "entries"
    NUMBER = "number"
    INITIALS = "initials"
    OFFICE = "office"
    DEPARTMENTS = "departments"
    DEPARTMENT = "department"
    INFORMATION = "information"
    ITEMS = "items"
    ITEM = "item"
    NOTICE = "notice"
    TRACKING = "tracking"
    PROGRESS = "progress"
    APPLICATION = "application"
    CODE = "code"
    APPLICATION_STATUS = "applied"
    ANSWER = "answer"
    AFTER = "after"
    CHOICES = "choices"
    CONFIRM = "confirm"
    AGAIN = "again"
    NOTHING = "nothing"
    RANG = "rang"
    TALKED = "talked"
    RECORDED = "recorded"
    UNRECORDED = "unrecorded"
    REVIEW = "review"
    SAVED = "saved"


@dataclass(frozen=True)
class CallState:
    """Where the caller is, and what the next step must know.

    ``subject``: what the caller hears about, an entry's number, an item's index number or a public notice's code, ""
    for none of them.
    ``about``: the number of the entry that a question without a subject goes on about, "" for none.
    ``passage``: which passage of the entry told is read first, from 1 (core.passages); 0 for the whole answer.
    ``topic``: the digit of a topic, or the key of a catalogue section, or the key of a department on its page; where
    nothing was found, the kind of danger that was told of; of an application, 1 where it is told how its last day was
    counted; of a public notice, 1 where the caller records a part in it.
    ``page``: the page of a list or the part of an answer, from 0. ``choices``: the subjects offered.
    ``enquiry``: the id of the caller's recorded question. ``tracking``: the tracking number of a message.
    ``application``: the number of an application for disclosure in nine digits. Its query code is in no address.
    ``attempt``: the stage of operators dialled, the recording of the same message, or the wrong tries of a number and
    its code, from 0.
    ``silences``, ``wrong_keys``, ``repeats`` (hearing the same again): how many in a row.
    ``keyed``: when the key was answered that led here (seconds since the epoch), 0 after words or silence.
    ``turns``: steps since the call ``began`` (seconds since the epoch). Both last as long as the call."""

    place: Place = Place.MENU
    topic: str = ""
    page: int = 0
    subject: str = ""
    about: str = ""
    passage: int = 0
    choices: tuple[str, ...] = ()
    enquiry: int | None = None
    silences: int = 0
    wrong_keys: int = 0
    repeats: int = 0
    attempt: int = 0
    tracking: str = ""
    application: str = ""
    keyed: int = 0
    turns: int = 0
    began: int = 0

    def go(
        self,
        place: Place,
        *,
        topic: str = "",
        page: int = 0,
        subject: str = "",
        enquiry: int | None = None,
        tracking: str = "",
    ) -> CallState:
        """The state at ``place`` after an intent was carried out: everything not given here is reset.

        What the caller has just heard is what they go on about; where they hear of nothing new, it stays."""
        about = subject if is_entry(subject) else "" if subject else self.about
        lasting = CallState(about=about, turns=self.turns, began=self.began)
        return replace(
            lasting, place=place, topic=topic, page=page, subject=subject, enquiry=enquiry, tracking=tracking
        )

    def stay(self) -> CallState:
        """The state for saying the same again from its start."""
        return replace(self, silences=0, wrong_keys=0, repeats=self.repeats + 1)

    def next_turn(self) -> CallState:
        """The state in the URL to which the caller's next keys or words are sent."""
        return replace(self, turns=self.turns + 1)

    def report_at(self, place: Place) -> CallState:
        """The state in the URL to which the provider reports how dialling, a conference or a recording went."""
        return replace(self, place=place, silences=0, wrong_keys=0, keyed=0).next_turn()

    def to_query(self) -> dict[str, str]:
        """The query of the URL, without values that are their default."""
        query = {}
        for name, default in _DEFAULTS:
            value = getattr(self, name)
            if value != default:
                query[name] = ",".join(value) if isinstance(value, tuple) else str(value)
        return query

    @classmethod
    def from_query(cls, place: str, query: Mapping[str, str]) -> CallState:
        """Read a URL. One with any value that makes no sense is the main menu, with its turns and beginning kept."""
        try:
            return cls(
                Place(place),
                topic=_match(r"[1-9]?", query.get("topic", "")),
                page=_count(query.get("page", "0")),
                subject=_subject(query["subject"]) if "subject" in query else "",
                about=_about(query.get("about", "")),
                passage=_count(query.get("passage", "0")),
                choices=_choices(query.get("choices", "")),
                enquiry=_count(query["enquiry"]) if "enquiry" in query else None,
                silences=_count(query.get("silences", "0")),
                wrong_keys=_count(query.get("wrong_keys", "0")),
                repeats=_count(query.get("repeats", "0")),
                attempt=_count(query.get("attempt", "0")),
                tracking=_match(_TRACKING, query.get("tracking", "")),
                application=_match(r"([0-9]{9})?", query.get("application", "")),
                keyed=_count(query.get("keyed", "0")),
                turns=_count(query.get("turns", "0")),
                began=_count(query.get("began", "0")),
            )
        except ValueError:
            turns, began = (_count_or_0(query.get(name, "0")) for name in ("turns", "began"))
            return cls(turns=turns, began=began)


_DEFAULTS = tuple((field.name, field.default) for field in fields(CallState) if field.name != "place")
_COUNT = re.compile(r"[0-9]{1,10}", re.ASCII)
_TRACKING = rf"([0-9]{{{TRACKING_DIGITS}}})?"


def _match(pattern: str, text: str) -> str:
    if not re.fullmatch(pattern, text, re.ASCII):
        raise ValueError(text)
    return text


def _count(text: str) -> int:
    return int(_match(_COUNT.pattern, text))


def _count_or_0(text: str) -> int:
    return int(text) if _COUNT.fullmatch(text) else 0


def _subject(text: str) -> str:
    if not is_entry(text) and not INDEX_NUMBER.fullmatch(text) and not is_notice_code(text):
        raise ValueError(text)
    return text


def _about(text: str) -> str:
    if text and not is_entry(text):
        raise ValueError(text)
    return text


def _choices(text: str) -> tuple[str, ...]:
    choices = tuple(_subject(part) for part in text.split(",") if part)
    if len(choices) > MOST_CHOICES:
        raise ValueError(text)
    return choices
