"""A caller's question: its answer, the choices offered, or that nothing was found; and what follows an answer."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import TYPE_CHECKING

from hotline.core.enquiries import Channel, Outcome
from hotline.core.errors import Unavailable
from hotline.core.passages import list_passages
from hotline.services.content import published
from hotline.services.questions import ask
from hotline.services.questions.two_questions import decide_both
from hotline.services.sayings.grammar import bare_words, strip_around
from hotline.services.sayings.recognition import is_doubtful
from hotline.services.texts import answer_by_text
from voice import content, outgoing_texts
from voice.content import is_entry
from voice.phone import operators, prompts, read_aloud, reprompts
from voice.phone.call_state import MOST_CHOICES, Place
from voice.phone.context import Transition
from voice.phone.intents import Intent, Understood
from voice.phone.menus import get_page
from voice.phrases import PHONE
from voice.speech import numbers

if TYPE_CHECKING:
    from hotline.services.questions.ask import DecidedQuestion
    from voice.phone.actions import Step
    from voice.phone.call_state import CallState
    from voice.phone.context import CallContext, Reply

log = logging.getLogger(__name__)
MOST_FAILURES = 3
"""The question or number in a row without an answer at which an operator is dialled."""
ELLIPSIS = "…"
SURE = 0.5
"""The recogniser's confidence below which its words are more often wrong than right, so that the caller is asked
您是想问 first. That takes three seconds, too long to ask every caller."""


def answer(context: CallContext, state: CallState) -> Reply:
    """Answer the question that the caller said, or the entry whose number they keyed."""
    return _answer(context, state, context.heard.text)


def pick_entry(context: CallContext, state: CallState) -> Reply | None:
    """Answer the question picked from a topic's page; None when the page has fewer questions."""
    listed, place = get_page(context.line, state).subjects, int(context.heard.pick)
    return _answer(context, state, listed[place - 1]) if place <= len(listed) else None


def offer_by_initials(context: CallContext, state: CallState) -> Reply:
    """Offer the entries that the keys of first letters may ask for. Nothing is recorded until one of them is picked:
    keys tell staff nothing."""
    found = context.line.knowledge.find_by_initials(context.heard.text, MOST_CHOICES)
    if not found:
        return _say_missing(context, state, context.heard.text)
    return Transition(replace(state.go(Place.CHOICES), choices=tuple(map(str, found))))


def pick_choice(context: CallContext, state: CallState) -> Reply | None:
    """Read the entry or item picked from those offered; None when fewer were offered.

    An entry that was offered without an enquiry, for its first letters, is asked for now."""
    place = int(context.heard.pick) - 1
    if place >= len(state.choices):
        return None
    subject = state.choices[place]
    if is_entry(subject) and state.enquiry is None:
        return _answer(context, state, subject)
    if is_entry(subject) and content.find_subject(context.line, subject):
        ask.record_pick(context.line, state.enquiry, int(subject))
    return Transition(state.go(Place.ANSWER, subject=subject, enquiry=state.enquiry))


def pick_by_words(context: CallContext, state: CallState) -> Reply | None:
    """Read the entry or item whose title has the very words that the caller said; None unless it is only one."""
    said = strip_around(context.heard.text)
    found = [subject for name in state.choices if (subject := content.find_subject(context.line, name))]
    titles = published.tell_apart(context.line.knowledge, found)
    fitting = [place for place, title in enumerate(titles, start=1) if len(said) > 1 and said in bare_words(title)]
    if len(fitting) != 1 or len(titles) != len(state.choices):
        return None
    return pick_choice(replace(context, heard=Understood(Intent.PICK, pick=str(fitting[0]))), state)


def confirm(context: CallContext, state: CallState) -> Transition:
    """Read the answer to the question that the caller has confirmed."""
    if is_entry(state.subject):
        ask.record_pick(context.line, state.enquiry, int(state.subject))
    arrived = state.go(Place.ANSWER, subject=state.subject, enquiry=state.enquiry)
    return Transition(replace(arrived, passage=state.passage))


def deny(context: CallContext, state: CallState) -> Reply:
    """The question was misheard: ask the caller to say it again."""
    return _ask_again(context, replace(state, about=""), PHONE("again.denied"))


def read_next_part(context: CallContext, state: CallState) -> Transition | None:
    """Read the next part of the answer; None after the last."""
    page = state.page + 1
    if page >= len(read_aloud.parts_of(content.get_subject(context.line, state.subject), state.passage)):
        return None
    arrived = state.go(Place.ANSWER, page=page, subject=state.subject, enquiry=state.enquiry)
    return Transition(replace(arrived, choices=state.choices, passage=state.passage))


def answer_second(context: CallContext, state: CallState) -> Transition | None:
    """Read the answer to the other of two questions that were asked at once; None where there is none."""
    if not state.choices:
        return None
    return Transition(state.go(Place.ANSWER, subject=state.choices[0]))


def send_text(context: CallContext, state: CallState) -> Transition | None:
    """Send the answer to the caller's telephone by text.

    Where no text is offered, the key means what it meant before the prompt: the next part, or None after the last. A
    caller who is slow to press it may still mean that. Who asks for it in words hears that none can be sent."""
    if not answer_by_text.can_have(context.line, context.call.caller):
        if context.heard.text:
            return Transition(replace(state, silences=1, wrong_keys=0), PHONE("after.unsent"))
        return read_next_part(context, state)
    heard = state.subject or state.about
    sent = answer_by_text.forward(
        context.line,
        context.call.caller,
        outgoing_texts.fit(content.text_of(content.get_subject(context.line, heard)), ELLIPSIS),
        conversation=context.call.id,
        subject=heard,
    )
    # The caller has the answer now, and the short prompt offers no text.
    return Transition(replace(state, silences=1, wrong_keys=0), PHONE("after.sent" if sent else "after.unsent"))


def send_heard(context: CallContext, state: CallState) -> Transition | None:
    """Send the answer that the caller has heard last, where no answer was just told; None for a key."""
    if not context.heard.text:
        return None
    if not state.about:
        return Transition(replace(state, silences=1), PHONE("after.nothing_to_send"))
    return send_text(context, state)


def mark_solved(context: CallContext, state: CallState) -> list[Step]:
    """Record that the answer solved the question, and end the call."""
    _record_rating(context, state, solved=True)
    return prompts.goodbye("trouble.thanks")


def mark_unsolved(context: CallContext, state: CallState) -> Transition:
    """Record that the answer did not solve the question, and offer an operator or a message."""
    _record_rating(context, state, solved=False)
    return Transition(state.go(Place.NOTHING, subject=state.subject, enquiry=state.enquiry), PHONE("after.sorry"))


def say_missing(context: CallContext, state: CallState) -> Reply:
    """Nothing has the number that the caller keyed: ask again. The third time in a row, dial an operator."""
    return _say_missing(context, state, context.heard.text)


def _answer(context: CallContext, state: CallState, question: str) -> Reply:
    """Answer ``question``, words or a number, and record it as an enquiry.

    Words that were hard to hear and have no answer are asked for once more before they are recorded; words that are
    hardly a question are not recorded at all."""
    unsure = context.call.confidence < SURE
    heard = int(state.about) if state.about else None
    both = None if unsure else decide_both(context.line, question, heard)
    decided = both.first if both else ask.decide(context.line, question, context=heard, needs_confirmation=unsure)
    if decided.outcome is Outcome.UNANSWERED and not is_entry(question):
        if is_doubtful(question):
            return reprompts.ask_for_words(context, state)
        if unsure and state.place is not Place.AGAIN:
            return _ask_again(context, state, PHONE("again.unclear"))
    enquiry = ask.record(
        context.line,
        decided,
        channel=Channel.PHONE,
        caller=context.call.caller,
        conversation=context.call.id,
        delivery=context.call.delivery,
    )
    reply = _follow_decision(context, state, decided, enquiry)
    if both and isinstance(reply, Transition):
        return replace(reply, state=replace(reply.state, choices=(str(both.second.number),)))
    return reply


def _record_rating(context: CallContext, state: CallState, *, solved: bool) -> None:
    """Record the rating of an entry; while the records are down it is lost."""
    if is_entry(state.subject) and state.enquiry is not None:
        try:
            ask.record_rating(context.line, int(state.subject), solved, state.enquiry)
        except Unavailable:
            log.warning("call %s: a rating could not be kept", context.call.id, exc_info=True)


def _say_missing(context: CallContext, state: CallState, number: str) -> Reply:
    failures = state.wrong_keys + 1
    if failures >= MOST_FAILURES:
        return operators.connect(context, state, PHONE("trouble.lost"))
    place = state.place if state.place in _MISSING else Place.NUMBER
    again = replace(state, place=place, silences=0, wrong_keys=failures)
    spoken = numbers.tracking(number) if place is Place.TRACKING else number
    return Transition(again, PHONE(_MISSING[place], number=spoken))


def _follow_decision(context: CallContext, state: CallState, decided: DecidedQuestion, enquiry: int | None) -> Reply:
    """Read the answer, ask whether it is meant, or offer choices; ``enquiry`` is None when it could not be recorded."""
    matches = decided.decision.matches
    state = replace(state, about=str(decided.decision.next_context or ""))
    if decided.is_answer:
        place = Place.CONFIRM if decided.needs_confirmation else Place.ANSWER
        arrived = state.go(place, subject=content.name(matches[0]), enquiry=enquiry)
        arrived = replace(arrived, passage=_find_passage(decided))
        return Transition(replace(arrived, wrong_keys=_failures(state)) if place is Place.CONFIRM else arrived)
    offered = tuple(content.name(match) for match in matches[:MOST_CHOICES])
    if decided.outcome is Outcome.OFFERED and not (state.place is Place.CHOICES and {*offered} <= {*state.choices}):
        return Transition(replace(state.go(Place.CHOICES, enquiry=enquiry), choices=offered))
    if is_entry(decided.question):
        return _say_missing(context, state, decided.question)
    return _say_unanswered(context, state, enquiry)


def _find_passage(decided: DecidedQuestion) -> int:
    """Which passage of the entry tells what was asked, from 1; 0 for the whole answer."""
    entry, passage = decided.decision.matches[0].entry, decided.decision.passage
    return list_passages(entry).index(passage) + 1 if entry and passage else 0


def _ask_again(context: CallContext, state: CallState, lead: str) -> Reply:
    """Ask for the question once more."""
    return _move_unless_lost(context, state, state.go(Place.AGAIN, enquiry=state.enquiry), lead)


def _say_unanswered(context: CallContext, state: CallState, enquiry: int | None) -> Reply:
    """Say that there is no answer, and whether the question was recorded for staff."""
    lead = PHONE("nothing.sorry" if enquiry is None else "nothing.kept")
    return _move_unless_lost(context, state, state.go(Place.NOTHING, enquiry=enquiry), lead)


def _move_unless_lost(context: CallContext, state: CallState, arrived: CallState, lead: str) -> Reply:
    """There was no answer: move to ``arrived``. The third time in a row, dial an operator instead."""
    failures = _failures(state) + 1
    arrived = replace(arrived, wrong_keys=failures)
    if failures >= MOST_FAILURES:
        return operators.connect(context, arrived, PHONE("trouble.lost"))
    return Transition(arrived, lead)


def _failures(state: CallState) -> int:
    """How many times in a row the caller's words led to no answer."""
    return state.wrong_keys if state.place in (Place.NOTHING, Place.AGAIN, Place.CONFIRM) else 0


_MISSING = {
    Place.NUMBER: "number.missing",
    Place.INITIALS: "initials.missing",
    Place.ITEM: "item.missing",
    Place.TRACKING: "tracking.missing",
}
