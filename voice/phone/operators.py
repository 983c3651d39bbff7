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


def connect(talk: CallContext, position: CallState, lead: str = "") -> list[Step]:
    """Dial a person for the caller, if somebody is there and the caller has not gone."""
    if talk.call.ended:
        return [HangUp()]
    if not dialling.is_staffed(talk.line):
        when = dialling.next_opening(talk.line)
        closed = PHONE("operator.closed", when=when) if when else PHONE("operator.closed_long")
        return [*_say(lead, closed, PHONE("operator.onward")), *prompts.message(position)]
    if position.enquiry is not None:
        ask.record_transfer(talk.line, position.enquiry)
    return _ring(talk, replace(position, attempt=0), lead, PHONE("operator.ringing"))


def rang(talk: CallContext, position: CallState) -> list[Step]:
    """Whoever was rung has talked with the caller, or did not take the call: then the next are rung."""
    result = talk.call.rang or AttemptResult.FAILED
    if result is AttemptResult.ANSWERED and warm_transfer.is_in_conference(talk.line, talk.call.id):
        return [JoinConference(room_of(talk.call.id), to=_on(position, Place.TALKED))]
    people = _stage(talk, position)
    serials = [_serial(position, place) for place in range(len(people))]
    dialling.record_stage_end(talk.line, talk.call.id, serials, result, talk.call.leg)
    if result is AttemptResult.ANSWERED:
        journal.record_outcome(talk.line, talk.call.id, CallOutcome.PERSON)
    if talk.call.ended or result is AttemptResult.CANCELED:
        return [HangUp()]  # the caller has gone
    if result is AttemptResult.ANSWERED:
        return talked()
    return _ring(talk, replace(position, attempt=position.attempt + 1), PHONE("operator.next"))


def talked() -> list[Step]:
    """The caller has talked with a person."""
    return prompts.goodbye("trouble.thanks")


def room_of(call: str) -> str:
    """The name of a call's conference: the provider drew the call's id at random, and it says nothing of the caller.

    Names are the account's own: https://www.twilio.com/docs/voice/twiml/conference (read 2026-11-23)."""
    return f"call-{call}"


def _ring(talk: CallContext, position: CallState, *leads: str) -> list[Step]:
    people = _stage(talk, position)
    if not people:
        told = PHONE("operator.absent"), _hours(talk), PHONE("operator.onward")
        return [*_say(*told), *prompts.message(position)]
    to = _on(position, Place.RANG)
    rung = [
        (OutboundLeg(talk.call.id, _serial(to, place), position.subject, position.enquiry), person)
        for place, person in enumerate(people)
    ]
    dialling.record_ringing(talk.line, rung)
    return [*_say(*leads), Dial(tuple((person.telephone, one) for one, person in rung), to)]


def _stage(talk: CallContext, position: CallState) -> tuple[DialTarget, ...]:
    """Who is rung at ``position``; nobody when all have been."""
    found = content.find_subject(talk.line, position.subject)
    stages = dialling.list_stages(talk.line, talk.operator_lines, found.department if found else "")
    return stages[position.attempt][:MOST_AT_ONCE] if position.attempt < len(stages) else ()


def _serial(rang_at: CallState, place: int) -> int:
    return rang_at.turns * MOST_AT_ONCE + place


def _hours(talk: CallContext) -> str:
    office = talk.line.knowledge.office
    morning, afternoon = numbers.hours(office.morning_hours), numbers.hours(office.afternoon_hours)
    return PHONE("operator.hours", morning=morning, afternoon=afternoon)


def _on(position: CallState, place: Place) -> CallState:
    return replace(position, place=place, silences=0, wrong_keys=0, repeats=0).after()


def _say(*texts: str) -> list[Step]:
    return [Say(text) for text in texts if text]
