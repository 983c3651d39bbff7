"""An operator for the caller: whom the line dials in turn, and what it says and does when nobody answers.

The sentences are in voice/phrases/phone.toml under [operator]; RING_SECONDS in twiml.py is how long each one rings."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hotline.core.calls import AttemptResult, CallOutcome, OutboundLeg
from hotline.services.calls import dialling, journal, warm_transfer
from hotline.services.questions import ask
from voice import content
from voice.phone import prompts
from voice.phone.actions import Dial, HangUp, JoinConference
from voice.phone.call_state import CallState, Place
from voice.phrases import PHONE
from voice.speech import numbers

if TYPE_CHECKING:
    from hotline.services.calls.dialling import DialTarget
    from voice.phone.actions import Step
    from voice.phone.context import CallContext

MOST_AT_ONCE = 10
"""How many numbers one step dials. Serial numbers of legs are spaced by it, so that the steps of a call share none."""


def connect(context: CallContext, state: CallState, lead: str = "") -> list[Step]:
    """Dial the first operators in working hours; otherwise say when they are there and take a message.

    ``lead`` says why, where the caller did not ask for a person. Out of hours they are then asked whether they want to
    leave a message."""
    if context.call.ended:
        return [HangUp()]
    if not dialling.is_staffed(context.line):
        return _say_closed(context, state, lead)
    if state.enquiry is not None:
        ask.record_transfer(context.line, state.enquiry)
    return _dial_stage(context, replace(state, attempt=0), lead, PHONE("operator.ringing"))


def continue_after_dial(context: CallContext, state: CallState) -> list[Step]:
    """Dialling is over: say goodbye after a conversation, otherwise dial the next operators."""
    result = context.call.rang or AttemptResult.FAILED
    if result is AttemptResult.ANSWERED and warm_transfer.is_in_conference(context.line, context.call.id):
        return [JoinConference(room_of(context.call.id), to=_report_at(state, Place.TALKED))]
    serials = [_serial(state, place) for place in range(len(_list_stage(context, state)))]
    dialling.record_stage_end(context.line, context.call.id, serials, result, context.call.leg)
    if result is AttemptResult.ANSWERED:
        journal.record_outcome(context.line, context.call.id, CallOutcome.PERSON)
    if context.call.ended or result is AttemptResult.CANCELED:
        return [HangUp()]  # the caller has hung up
    if result is AttemptResult.ANSWERED:
        return end_after_conversation(context, state)
    return _dial_stage(context, replace(state, attempt=state.attempt + 1), PHONE("operator.next"))


def end_after_conversation(context: CallContext, state: CallState) -> list[Step]:
    """Say goodbye to a caller who has talked with an operator."""
    return prompts.goodbye("trouble.thanks")


def room_of(call: str) -> str:
    """The name of a call's conference. The provider draws call ids at random, so the name tells nothing of the caller.

    Names belong to the account: https://www.twilio.com/docs/voice/twiml/conference (read 2026-11-23)."""
    return f"call-{call}"


def _dial_stage(context: CallContext, state: CallState, *leads: str) -> list[Step]:
    """Dial the operators of the stage ``state.attempt``, all at once."""
    targets = _list_stage(context, state)
    if not targets:
        return _say_nobody_answers(context, state)
    to = _report_at(state, Place.RANG)
    legs = [
        (OutboundLeg(context.call.id, _serial(to, place), state.subject, state.enquiry), target)
        for place, target in enumerate(targets)
    ]
    dialling.record_ringing(context.line, legs)
    return [*prompts.say(*leads), Dial(tuple((target.telephone, leg) for leg, target in legs), to)]


def _say_nobody_answers(context: CallContext, state: CallState) -> list[Step]:
    """All have been dialled and nobody answers: say so and the opening hours, then take a message."""
    office = context.line.knowledge.office
    morning, afternoon = numbers.hours(office.morning_hours), numbers.hours(office.afternoon_hours)
    hours = PHONE("operator.hours", morning=morning, afternoon=afternoon)
    return prompts.message(state, PHONE("operator.absent"), hours, PHONE("operator.onward"))


def _say_closed(context: CallContext, state: CallState, lead: str) -> list[Step]:
    """It is out of hours: say when somebody is there next, where that is known, then take a message or offer to."""
    when = dialling.next_opening(context.line)
    closed = PHONE("operator.closed", when=when) if when else PHONE("operator.closed_long")
    if not lead:
        return prompts.message(state, closed, PHONE("operator.onward"))
    offered = state.go(Place.NOTHING, subject=state.subject, enquiry=state.enquiry)
    return prompts.listen(offered, lead, closed, PHONE("operator.offer"))


def _list_stage(context: CallContext, state: CallState) -> tuple[DialTarget, ...]:
    """Who is dialled at the stage ``state.attempt``; nobody after the last stage."""
    found = content.find_subject(context.line, state.subject)
    stages = dialling.list_stages(context.line, context.operator_lines, found.department if found else "")
    return stages[state.attempt][:MOST_AT_ONCE] if state.attempt < len(stages) else ()


def _serial(rang_at: CallState, place: int) -> int:
    """The serial number of a leg within its call, from the state to which its dialling is reported."""
    return rang_at.turns * MOST_AT_ONCE + place


def _report_at(state: CallState, place: Place) -> CallState:
    return replace(state, repeats=0).report_at(place)
