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


def ask(context: CallContext, state: CallState, question: str) -> Reply:
    """Where the caller comes to with ``question``, words or a keyed number.

    What was hardly heard and fits nothing is asked for once more before it counts as a question without an answer."""
    unsure = context.call.confidence < SURE
    decided = asking.decide(context.line, question, needs_confirmation=unsure)
    if unsure and decided.outcome is Outcome.UNANSWERED and state.place is not Place.AGAIN:
        return _again(context, state, PHONE("again.unclear"))
    enquiry = asking.record(
        context.line,
        decided,
        channel=Channel.PHONE,
        caller=context.call.caller,
        conversation=context.call.id,
        delivery=context.call.delivery,
    )
    return _tell(context, state, decided, enquiry)


def pick(context: CallContext, state: CallState, place: int) -> Transition | None:
    """What the caller took of the choices offered, counted from 0; None when there are not so many."""
    if place >= len(state.choices):
        return None
    subject = state.choices[place]
    if is_entry(subject) and content.find_subject(context.line, subject):
        asking.record_pick(context.line, state.enquiry, int(subject))
    return Transition(state.go(Place.ANSWER, subject=subject, enquiry=state.enquiry))


def confirmed(context: CallContext, state: CallState) -> Transition:
    """It is what the caller asked."""
    if is_entry(state.subject):
        asking.record_pick(context.line, state.enquiry, int(state.subject))
    return Transition(state.go(Place.ANSWER, subject=state.subject, enquiry=state.enquiry))


def denied(context: CallContext, state: CallState) -> Reply:
    """It is not what the caller asked: they say it again."""
    return _again(context, state, PHONE("again.denied"))


def next_part(context: CallContext, state: CallState) -> Transition | None:
    """The next part of the answer; None after the last."""
    page = state.page + 1
    if page >= len(read_aloud.parts_of(content.get_subject(context.line, state.subject))):
        return None
    return Transition(state.go(Place.ANSWER, page=page, subject=state.subject, enquiry=state.enquiry))


def send(context: CallContext, state: CallState) -> Transition | None:
    """Send the answer to the caller's telephone by text. Where that is not offered the key still means what it meant a
    moment ago, for who is slow to press it: the next part of the answer; None after the last."""
    if not answer_by_text.can_have(context.line, context.call.caller):
        return next_part(context, state)
    subject = content.get_subject(context.line, state.subject)
    sent = answer_by_text.forward(
        context.line,
        context.call.caller,
        outgoing_texts.fit(content.text_of(subject), ELLIPSIS),
        conversation=context.call.id,
        subject=state.subject,
    )
    # They have the answer: the shorter prompt, which offers no text.
    return Transition(replace(state, silences=1, wrong_keys=0), PHONE("after.sent" if sent else "after.unsent"))


def rate(context: CallContext, state: CallState, *, solved: bool) -> Reply:
    """Keep whether the answer was of help: goodbye when it was, else a person or a message."""
    if is_entry(state.subject) and state.enquiry is not None:
        try:
            asking.record_rating(context.line, int(state.subject), solved, state.enquiry)
        except Unavailable:
            log.warning("call %s: a rating could not be kept", context.call.id, exc_info=True)
    if solved:
        return prompts.goodbye("trouble.thanks")
    unsolved = state.go(Place.NOTHING, subject=state.subject, enquiry=state.enquiry)
    return Transition(unsolved, PHONE("after.sorry"))


def missing(context: CallContext, state: CallState, number: str) -> Reply:
    """Nothing has the number keyed; three times in a row, and a person is rung."""
    failures = state.wrong_keys + 1
    if failures >= MOST_FAILURES:
        return operators.connect(context, state, PHONE("trouble.lost"))
    place = state.place if state.place in _MISSING else Place.NUMBER
    again = replace(state, place=place, silences=0, wrong_keys=failures)
    told = numbers.tracking(number) if place is Place.TRACKING else number
    return Transition(again, PHONE(_MISSING[place], number=told))


def _tell(context: CallContext, state: CallState, decided: DecidedQuestion, enquiry: int | None) -> Reply:
    """Where the decision leads; ``enquiry`` is None when it could not be recorded."""
    matches = decided.decision.matches
    if decided.is_answer:
        place = Place.CONFIRM if decided.needs_confirmation else Place.ANSWER
        arrived = state.go(place, subject=content.name(matches[0]), enquiry=enquiry)
        return Transition(replace(arrived, wrong_keys=_failures(state)) if place is Place.CONFIRM else arrived)
    if decided.outcome is Outcome.OFFERED:
        offered = tuple(content.name(match) for match in matches[:MOST_CHOICES])
        return Transition(replace(state.go(Place.CHOICES, enquiry=enquiry), choices=offered))
    if is_entry(decided.question):
        return missing(context, state, decided.question)
    return _nothing(context, state, enquiry)


def _again(context: CallContext, state: CallState, lead: str) -> Reply:
    """Ask for the question once more; the third time in a row that nothing was found a person is rung."""
    return _failed(context, state, state.go(Place.AGAIN, enquiry=state.enquiry), lead)


def _nothing(context: CallContext, state: CallState, enquiry: int | None) -> Reply:
    lead = PHONE("nothing.sorry" if enquiry is None else "nothing.kept")
    return _failed(context, state, state.go(Place.NOTHING, enquiry=enquiry), lead)


def _failed(context: CallContext, state: CallState, arrived: CallState, lead: str) -> Reply:
    """No answer; the third time in a row a person is rung, for asking once more will not help."""
    failures = _failures(state) + 1
    arrived = replace(arrived, wrong_keys=failures)
    if failures >= MOST_FAILURES:
        return operators.connect(context, arrived, PHONE("trouble.lost"))
    return Transition(arrived, lead)


def _failures(state: CallState) -> int:
    """How often in a row the caller's words led to no answer."""
    return state.wrong_keys if state.place in (Place.NOTHING, Place.AGAIN, Place.CONFIRM) else 0


_MISSING = {Place.NUMBER: "number.missing", Place.ITEM: "item.missing", Place.TRACKING: "tracking.missing"}
