"""A caller in danger: hears at once which number to ring, and is offered a person. Kept as an enquiry for staff."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotline.core.enquiries import Channel
from hotline.services.questions import ask
from hotline.services.sayings.emergencies import find_emergencies
from voice.phone.call_state import Place
from voice.phone.context import Transition
from voice.phrases import PHONE

if TYPE_CHECKING:
    from voice.phone.call_state import CallState
    from voice.phone.context import CallContext


def tell_numbers(context: CallContext, state: CallState) -> Transition:
    """Say which number to ring for the most pressing danger; then a person is offered, and the call goes on."""
    kind = find_emergencies(context.heard.text)[0]
    enquiry = ask.record(
        context.line,
        ask.note_emergency(context.line, context.heard.text),
        channel=Channel.PHONE,
        caller=context.call.caller,
        conversation=context.call.id,
        delivery=context.call.delivery,
    )
    return Transition(state.go(Place.NOTHING, enquiry=enquiry), PHONE(f"emergency.{kind.value}"))
