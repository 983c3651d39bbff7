"""A caller's question: asked, answered, offered as choices, or kept because nothing was found; and what comes after."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import TYPE_CHECKING

from hotline.core.enquiries import Channel, Outcome
from hotline.core.errors import Unavailable
from hotline.services.questions import ask as asking
from hotline.services.texts import answer_by_text
from voice import content, outgoing_texts
from voice.content import is_entry
from voice.phone import operators, prompts, read_aloud
from voice.phone.call_state import MOST_CHOICES, Place
from voice.phone.context import Transition
from voice.phrases import PHONE
from voice.speech import numbers

if TYPE_CHECKING:
    from hotline.services.questions.ask import DecidedQuestion
    from voice.phone.call_state import CallState
    from voice.phone.context import CallContext, Reply

log = logging.getLogger(__name__)
MOST_FAILURES = 3
ELLIPSIS = "…"
SURE = 0.5
"""Below it the recogniser itself holds its words for wrong rather than right, so that an answer to them would more
often be to another question than not; asking 您是想问 costs everybody else three seconds."""


def ask(talk: CallContext, position: CallState, question: str) -> Reply:
    """Where the caller comes to with ``question``, words or a keyed number.

    What was hardly heard and fits nothing is asked for once more before it counts as a question without an answer."""
    unsure = talk.call.confidence < SURE
    decided = asking.decide(talk.line, question, needs_confirmation=unsure)
    if unsure and decided.outcome is Outcome.UNANSWERED and position.place is not Place.AGAIN:
        return _again(talk, position, PHONE("again.unclear"))
    enquiry = asking.record(
        talk.line,
        decided,
        channel=Channel.PHONE,
        caller=talk.call.caller,
        conversation=talk.call.id,
        delivery=talk.call.delivery,
    )
    return _tell(talk, position, decided, enquiry)


def pick(talk: CallContext, position: CallState, place: int) -> Transition | None:
    """What the caller took of the choices offered, counted from 0; None when there are not so many."""
    if place >= len(position.choices):
        return None
    subject = position.choices[place]
    if is_entry(subject) and content.find_subject(talk.line, subject):
        asking.record_pick(talk.line, position.enquiry, int(subject))
    return Transition(position.go(Place.ANSWER, subject=subject, enquiry=position.enquiry))


def confirmed(talk: CallContext, position: CallState) -> Transition:
    """It is what the caller asked."""
    if is_entry(position.subject):
        asking.record_pick(talk.line, position.enquiry, int(position.subject))
    return Transition(position.go(Place.ANSWER, subject=position.subject, enquiry=position.enquiry))


def denied(talk: CallContext, position: CallState) -> Reply:
    """It is not what the caller asked: they say it again."""
    return _again(talk, position, PHONE("again.denied"))


def next_part(talk: CallContext, position: CallState) -> Transition | None:
    """The next part of the answer; None after the last."""
    page = position.page + 1
    if page >= len(read_aloud.parts_of(content.get_subject(talk.line, position.subject))):
        return None
    return Transition(position.go(Place.ANSWER, page=page, subject=position.subject, enquiry=position.enquiry))


def send(talk: CallContext, position: CallState) -> Transition | None:
    """Send the answer to the caller's telephone by text. Where that is not offered the key still means what it meant a
    moment ago, for who is slow to press it: the next part of the answer; None after the last."""
    if not answer_by_text.can_have(talk.line, talk.call.caller):
        return next_part(talk, position)
    subject = content.get_subject(talk.line, position.subject)
    sent = answer_by_text.forward(
        talk.line,
        talk.call.caller,
        outgoing_texts.fit(content.text_of(subject), ELLIPSIS),
        conversation=talk.call.id,
        subject=position.subject,
    )
    # They have the answer: the shorter prompt, which offers no text.
    return Transition(replace(position, silences=1, wrong_keys=0), PHONE("after.sent" if sent else "after.unsent"))


def rate(talk: CallContext, position: CallState, *, solved: bool) -> Reply:
    """Keep whether the answer was of help: goodbye when it was, else a person or a message."""
    if is_entry(position.subject) and position.enquiry is not None:
        try:
            asking.record_rating(talk.line, int(position.subject), solved, position.enquiry)
        except Unavailable:
            log.warning("call %s: a rating could not be kept", talk.call.id, exc_info=True)
    if solved:
        return prompts.goodbye("trouble.thanks")
    unsolved = position.go(Place.NOTHING, subject=position.subject, enquiry=position.enquiry)
    return Transition(unsolved, PHONE("after.sorry"))


def missing(talk: CallContext, position: CallState, number: str) -> Reply:
    """Nothing has the number keyed; three times in a row, and a person is rung."""
    failures = position.wrong_keys + 1
    if failures >= MOST_FAILURES:
        return operators.connect(talk, position, PHONE("trouble.lost"))
    place = position.place if position.place in _MISSING else Place.NUMBER
    again = replace(position, place=place, silences=0, wrong_keys=failures)
    told = numbers.tracking(number) if place is Place.TRACKING else number
    return Transition(again, PHONE(_MISSING[place], number=told))


def _tell(talk: CallContext, position: CallState, decided: DecidedQuestion, enquiry: int | None) -> Reply:
    """Where the decision leads; ``enquiry`` is None when it could not be recorded."""
    matches = decided.decision.matches
    if decided.is_answer:
        place = Place.CONFIRM if decided.needs_confirmation else Place.ANSWER
        arrived = position.go(place, subject=content.name(matches[0]), enquiry=enquiry)
        return Transition(replace(arrived, wrong_keys=_failures(position)) if place is Place.CONFIRM else arrived)
    if decided.outcome is Outcome.OFFERED:
        offered = tuple(content.name(match) for match in matches[:MOST_CHOICES])
        return Transition(replace(position.go(Place.CHOICES, enquiry=enquiry), choices=offered))
    if is_entry(decided.question):
        return missing(talk, position, decided.question)
    return _nothing(talk, position, enquiry)


def _again(talk: CallContext, position: CallState, lead: str) -> Reply:
    """Ask for the question once more; the third time in a row that nothing was found a person is rung."""
    return _failed(talk, position, position.go(Place.AGAIN, enquiry=position.enquiry), lead)


def _nothing(talk: CallContext, position: CallState, enquiry: int | None) -> Reply:
    lead = PHONE("nothing.sorry" if enquiry is None else "nothing.kept")
    return _failed(talk, position, position.go(Place.NOTHING, enquiry=enquiry), lead)


def _failed(talk: CallContext, position: CallState, arrived: CallState, lead: str) -> Reply:
    """No answer; the third time in a row a person is rung, for asking once more will not help."""
    failures = _failures(position) + 1
    arrived = replace(arrived, wrong_keys=failures)
    if failures >= MOST_FAILURES:
        return operators.connect(talk, arrived, PHONE("trouble.lost"))
    return Transition(arrived, lead)


def _failures(position: CallState) -> int:
    """How often in a row the caller's words led to no answer."""
    return position.wrong_keys if position.place in (Place.NOTHING, Place.AGAIN, Place.CONFIRM) else 0


_MISSING = {Place.NUMBER: "number.missing", Place.ITEM: "item.missing", Place.TRACKING: "tracking.missing"}
