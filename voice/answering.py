"""A caller's question: asked, answered, offered as choices, or kept because nothing was found."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hotline.core.enquiries import Channel, Outcome
from hotline.services import asking
from voice import connecting, subjects
from voice.phrases import PHONE
from voice.position import MOST_CHOICES, Place, is_entry
from voice.talk import Arrival

if TYPE_CHECKING:
    from hotline.services.asking import Asked
    from voice.position import Position
    from voice.talk import Reply, Talk

MOST_FAILURES = 3


def ask(talk: Talk, position: Position, question: str) -> Reply:
    """Where the caller comes to with ``question``, words or a keyed number."""
    asked = asking.ask(
        talk.line,
        question,
        channel=Channel.PHONE,
        caller=talk.call.caller,
        conversation=talk.call.id,
        delivery=talk.call.delivery,
    )
    return _tell(talk, position, question, asked)


def pick(talk: Talk, position: Position, place: int) -> Arrival | None:
    """What the caller took of the choices offered, counted from 0; None when there are not so many."""
    if place >= len(position.choices):
        return None
    subject = position.choices[place]
    if is_entry(subject) and subjects.find_subject(talk.line, subject):
        asking.pick(talk.line, position.enquiry, int(subject))
    return Arrival(position.go(Place.ANSWER, subject=subject, enquiry=position.enquiry))


def _tell(talk: Talk, position: Position, question: str, asked: Asked) -> Reply:
    matches, enquiry = asked.decision.matches, asked.enquiry_id
    if asked.outcome is Outcome.ANSWERED:
        return Arrival(position.go(Place.ANSWER, subject=subjects.name(matches[0]), enquiry=enquiry))
    if asked.outcome is Outcome.OFFERED:
        offered = tuple(subjects.name(match) for match in matches[:MOST_CHOICES])
        return Arrival(replace(position.go(Place.CHOICES, enquiry=enquiry), choices=offered))
    if is_entry(question):
        return _missing(talk, position, question)
    return _nothing(talk, position, enquiry)


def _missing(talk: Talk, position: Position, number: str) -> Reply:
    """No entry has the number keyed; three times in a row, and a person is rung."""
    failures = position.wrong_keys + 1
    if failures >= MOST_FAILURES:
        return connecting.connect(talk, position, PHONE("trouble.lost"))
    missing = replace(position, place=Place.NUMBER, silences=0, wrong_keys=failures)
    return Arrival(missing, PHONE("number.missing", number=number))


def _nothing(talk: Talk, position: Position, enquiry: int | None) -> Reply:
    """No answer; the third time in a row a person is rung, for asking once more will not help."""
    failures = position.wrong_keys + 1 if position.place is Place.NOTHING else 1
    position = replace(position.go(Place.NOTHING, enquiry=enquiry), wrong_keys=failures)
    if failures >= MOST_FAILURES:
        return connecting.connect(talk, position, PHONE("trouble.lost"))
    return Arrival(position, PHONE("nothing.sorry" if enquiry is None else "nothing.kept"))
