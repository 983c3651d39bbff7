"""The pages of one call, step by step, and of one enquiry with the call it was asked in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotline.console.blueprint import actor, console, department_names
from hotline.console.calls import labels
from hotline.console.calls.pages import CallDetails, CallPage, EnquiryPage, StepRow
from hotline.http.context import current_line, render
from hotline.services.calls import history

if TYPE_CHECKING:
    from hotline.core.calls import CallStep
    from hotline.services.calls.history import CallHistory


@console.get("/calls/<call_id>")
def call(call_id: str) -> str:
    found = history.get_call(current_line(), actor(), call_id)
    return render(CallPage(title="一次来电", call=_call_details(found)))


@console.get("/enquiries/<int:enquiry_id>")
def enquiry(enquiry_id: int) -> str:
    found, asked_in = history.get_enquiry(current_line(), actor(), enquiry_id)
    return render(EnquiryPage(title="一条咨询", enquiry=found, call=_call_details(asked_in) if asked_in else None))


@console.context_processor
def add_call_labels() -> dict[str, object]:
    """Give every template of the console ``call_labels``."""
    return {"call_labels": labels}


def _call_details(found: CallHistory) -> CallDetails:
    return CallDetails(found, [_step_row(step) for step in found.steps], department_names())


def _step_row(step: CallStep) -> StepRow:
    """A step in words; a code that this version of the program does not know is shown as it is."""
    place = labels.PLACE.get(step.place, step.place)
    caller_input = "" if step.place in labels.PLACES_WITHOUT_INPUT else labels.CALLER_INPUT.get(step.did, step.did)
    response = labels.RESPONSE.get(step.told) or labels.PLACE.get(step.told, step.told)
    return StepRow(step.at, place, caller_input, response, int(step.told) if step.told.isdecimal() else None)
