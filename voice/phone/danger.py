"""A caller in danger: hears at once which number to ring, and is offered a person. Kept as an enquiry for staff."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hotline.core.enquiries import Channel
from hotline.services.calls import dialling
from hotline.services.questions import ask
from hotline.services.sayings.emergencies import Emergency, find_emergencies
from voice.phone import operators
from voice.phone.call_state import Place
from voice.phone.context import Transition
from voice.phrases import PHONE

if TYPE_CHECKING:
    from voice.phone.actions import Step
    from voice.phone.call_state import CallState
    from voice.phone.context import CallContext
    from voice.phrases import Sentence


def tell_numbers(context: CallContext, state: CallState) -> Transition:
    """Say which number to ring for the most pressing danger; then a person is offered, and the call goes on."""
    kind = find_emergencies(context.heard.text)[0]
    marked = str([*Emergency].index(kind) + 1)
    enquiry = ask.record(
        context.line,
        ask.note_emergency(context.line, context.heard.text),
        channel=Channel.PHONE,
        caller=context.call.caller,
        conversation=context.call.id,
        delivery=context.call.delivery,
    )
    return Transition(state.go(Place.NOTHING, topic=marked, enquiry=enquiry), _advice(kind))


def connect(context: CallContext, state: CallState) -> list[Step] | None:
    """Ring the operators for a caller in danger; out of hours say the number to ring again. None for other callers."""
    if not state.topic:
        return None
    closed = not dialling.is_staffed(context.line)
    return operators.connect(context, state, _advice(_kind_of(state)) if closed else "")


def say_again(context: CallContext, state: CallState) -> Transition | None:
    """The caller in danger says nothing that is understood: say the number to ring again. None for other callers."""
    return Transition(replace(state, silences=0), _advice(_kind_of(state))) if state.topic else None


def _kind_of(state: CallState) -> Emergency:
    kinds: list[Emergency] = list(Emergency)
    return kinds[min(int(state.topic), len(kinds)) - 1]


def _advice(kind: Emergency) -> Sentence:
    return PHONE(f"emergency.{kind.value}")
