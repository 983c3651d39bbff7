"""What the line says at each place of a call: a position and what was found there in, steps out; pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from hotline.core.catalogue import CatalogueItem
from hotline.core.departments import Office
from hotline.core.entries import Entry, Topic
from voice import spoken
from voice.phrases import PHONE
from voice.position import Place, Position
from voice.steps import GoTo, HangUp, Listen, Record, RingAndWait, Say, Step

PAGE = 4
"""Entries read on one page, half a minute: keys 1 to 4, and 9 for the next page."""
NUMBER_KEYS = 7
"""Three digits, six in a large office, and the # that most callers press after them; without it the line waits."""
LONGEST_SUMMARY = 120


def greeting(position: Position, office: Office) -> list[Step]:
    """The first words of a call, ten seconds: who is there, and the few keys that help most; silence tells the rest."""
    return _listen(position, PHONE("menu.greeting", line=office.line_name), PHONE("menu.first"))


def menu(position: Position, lead: str = "") -> list[Step]:
    return _listen(position, lead, _prompt(position))


def topics(position: Position, found: Sequence[Topic], lead: str = "") -> list[Step]:
    listed = "；".join(PHONE("topics.choice", key=topic.digit, name=topic.name) for topic in found)
    return _listen(position, lead, _prompt(position, choices=listed))


def entries(position: Position, topic: Topic, found: Sequence[Entry], total: int, lead: str = "") -> list[Step]:
    """One page, ``found``, of a topic's ``total`` entries."""
    listed = [PHONE("entries.choice", key=key, name=_named(entry.question)) for key, entry in enumerate(found, start=1)]
    if total > PAGE:
        last = (position.page + 1) * PAGE >= total
        listed.append(PHONE("entries.first" if last else "entries.more"))
    return _listen(position, lead, _prompt(position, topic=topic.name, choices="；".join(listed)))


def next_page(page: int, total: int) -> int:
    """The page after ``page``; after the last comes the first.

    >>> next_page(0, 5), next_page(1, 5), next_page(7, 5)
    (1, 0, 0)
    """
    return page + 1 if (page + 1) * PAGE < total else 0


def number(position: Position, lead: str = "") -> list[Step]:
    return _listen(position, lead, _prompt(position), keys=NUMBER_KEYS)


def office(position: Position, found: Office, lead: str = "") -> list[Step]:
    """Address, hours and telephone, read once and not again after a silence."""
    morning, afternoon = spoken.hours(found.morning_hours), spoken.hours(found.afternoon_hours)
    told = (
        PHONE("office.address", address=found.address),
        PHONE("office.hours", morning=morning, afternoon=afternoon, note=found.hours_note),
        PHONE("office.telephone", telephone=spoken.telephone(found.telephone)),
    )
    return _listen(position, lead, *(() if position.silences or position.wrong_keys else told), _prompt(position))


def answer(position: Position, found: Entry | CatalogueItem, lead: str = "") -> list[Step]:
    """An entry's spoken wording, or what a catalogue item is about, and how to go on."""
    told = found.spoken if isinstance(found, Entry) else _about(found)
    return _listen(position, lead, "" if position.silences or position.wrong_keys else told, _prompt(position))


def choices(position: Position, titles: Sequence[str], lead: str = "") -> list[Step]:
    listed = "；".join(
        PHONE("choices.choice", key=key, name=_named(title)) for key, title in enumerate(titles, start=1)
    )
    return _listen(position, lead, _prompt(position, choices=listed))


def nothing(position: Position, lead: str = "") -> list[Step]:
    return _listen(position, lead, _prompt(position))


def message(position: Position, lead: str = "") -> list[Step]:
    """Ask for a message and record it."""
    return [
        *_say(lead, PHONE("message.invite")),
        Record(_on(position, Place.RECORDED)),
        GoTo(_on(position, Place.UNRECORDED)),
    ]


def recorded(tracking_number: str) -> list[Step]:
    """Read the tracking number twice, digit by digit, and say goodbye."""
    said = spoken.tracking(tracking_number)
    return [
        *_say(PHONE("message.saved", tracking=said), PHONE("message.again", tracking=said), PHONE("message.goodbye")),
        HangUp(),
    ]


def goodbye(phrase: str) -> list[Step]:
    """End the call with the sentence under the key ``phrase``."""
    return [*_say(PHONE(phrase)), HangUp()]


def apology(telephone: str, line: str, lost: str = "") -> list[Step]:
    """For when the program fails: what was ``lost``, the office's number, then its line is rung, then goodbye."""
    told = PHONE("fallback.telephone", telephone=spoken.telephone(telephone)) if telephone else ""
    ring: list[Step] = [*_say(PHONE("fallback.ringing")), RingAndWait(line)] if line else []
    return [*_say(PHONE("fallback.sorry"), lost, told), *ring, *_say(PHONE("fallback.goodbye")), HangUp()]


def message_body(subject: Entry | CatalogueItem | None) -> str:
    """What staff read beside the recording: what the caller had been listening to."""
    if isinstance(subject, Entry):
        return PHONE("message.body_about", number=subject.number, question=subject.question)
    if subject:
        return PHONE("message.body_item", title=subject.title)
    return PHONE("message.body")


def _prompt(position: Position, **values: str) -> str:
    """The place's prompt: whole at first, shorter after one silence, the keys spelled out after two."""
    wording = ("full", "short", "keys")[min(position.silences, 2)]
    return PHONE(f"{position.place.value}.{wording}", **values)


def _listen(position: Position, *texts: str, keys: int = 1) -> list[Step]:
    return [Listen(tuple(filter(None, texts)), position.after(), keys)]


def _say(*texts: str) -> list[Step]:
    return [Say(text) for text in texts if text]


def _on(position: Position, place: Place) -> Position:
    return replace(position, place=place, silences=0, wrong_keys=0).after()


def _named(title: str) -> str:
    """A title with a pause behind it."""
    return title if title[-1:] in "？。！?!" else f"{title}，"


def _about(item: CatalogueItem) -> str:
    return PHONE("answer.item", title=item.title, summary=item.summary[:LONGEST_SUMMARY])
