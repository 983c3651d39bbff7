"""A person for the caller: who is rung one after the other, and what is said when nobody takes the call."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hotline.core.calls import AttemptResult, CallOutcome, OutboundLeg
from hotline.services.calls import dialling, journal, warm_transfer
from hotline.services.questions import ask
from voice import content
from voice.phone import prompts
from voice.phone.actions import Dial, HangUp, JoinConference, Say
from voice.phone.call_state import CallState, Place
from voice.phrases import PHONE
from voice.speech import numbers

if TYPE_CHECKING:
    from hotline.services.calls.dialling import DialTarget
    from voice.phone.actions import Step
    from voice.phone.context import CallContext

MOST_AT_ONCE = 10
"""Numbers that one step rings; serials of attempts are spaced by it, so that each step of a call has its own."""


def connect(context: CallContext, state: CallState, lead: str = "") -> list[Step]:
    """Dial a person for the caller, if somebody is there and the caller has not gone."""
    if context.call.ended:
        return [HangUp()]
    if not dialling.is_staffed(context.line):
        when = dialling.next_opening(context.line)
        closed = PHONE("operator.closed", when=when) if when else PHONE("operator.closed_long")
        return [*_say(lead, closed, PHONE("operator.onward")), *prompts.message(state)]
    if state.enquiry is not None:
        ask.record_transfer(context.line, state.enquiry)
    return _ring(context, replace(state, attempt=0), lead, PHONE("operator.ringing"))


def rang(context: CallContext, state: CallState) -> list[Step]:
    """Whoever was rung has talked with the caller, or did not take the call: then the next are rung."""
    result = context.call.rang or AttemptResult.FAILED
    if result is AttemptResult.ANSWERED and warm_transfer.is_in_conference(context.line, context.call.id):
        return [JoinConference(room_of(context.call.id), to=_on(state, Place.TALKED))]
    people = _stage(context, state)
    serials = [_serial(state, place) for place in range(len(people))]
    dialling.record_stage_end(context.line, context.call.id, serials, result, context.call.leg)
    if result is AttemptResult.ANSWERED:
        journal.record_outcome(context.line, context.call.id, CallOutcome.PERSON)
    if context.call.ended or result is AttemptResult.CANCELED:
        return [HangUp()]  # the caller has gone
    if result is AttemptResult.ANSWERED:
        return talked()
    return _ring(context, replace(state, attempt=state.attempt + 1), PHONE("operator.next"))


def talked() -> list[Step]:
    """The caller has talked with a person."""
    return prompts.goodbye("trouble.thanks")


def room_of(call: str) -> str:
    """The name of a call's conference: the provider drew the call's id at random, and it says nothing of the caller.

    Names are the account's own: https://www.twilio.com/docs/voice/twiml/conference (read 2026-11-23)."""
    return f"call-{call}"


def _ring(context: CallContext, state: CallState, *leads: str) -> list[Step]:
    people = _stage(context, state)
    if not people:
        told = PHONE("operator.absent"), _hours(context), PHONE("operator.onward")
        return [*_say(*told), *prompts.message(state)]
    to = _on(state, Place.RANG)
    legs = [
        (OutboundLeg(context.call.id, _serial(to, place), state.subject, state.enquiry), target)
        for place, target in enumerate(people)
    ]
    dialling.record_ringing(context.line, legs)
    return [*_say(*leads), Dial(tuple((target.telephone, leg) for leg, target in legs), to)]


def _stage(context: CallContext, state: CallState) -> tuple[DialTarget, ...]:
    """Who is rung at ``state``; nobody when all have been."""
    found = content.find_subject(context.line, state.subject)
    stages = dialling.list_stages(context.line, context.operator_lines, found.department if found else "")
    return stages[state.attempt][:MOST_AT_ONCE] if state.attempt < len(stages) else ()


def _serial(rang_at: CallState, place: int) -> int:
    return rang_at.turns * MOST_AT_ONCE + place


def _hours(context: CallContext) -> str:
    office = context.line.knowledge.office
    morning, afternoon = numbers.hours(office.morning_hours), numbers.hours(office.afternoon_hours)
    return PHONE("operator.hours", morning=morning, afternoon=afternoon)


def _on(state: CallState, place: Place) -> CallState:
    return replace(state, place=place, silences=0, wrong_keys=0, repeats=0).next_turn()


def _say(*texts: str) -> list[Step]:
    return [Say(text) for text in texts if text]
