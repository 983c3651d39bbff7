"""A call from its first word to its end, and an enquiry with the call it was asked in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotline.console.blueprint import actor, console, department_names
from hotline.console.calls import labels
from hotline.console.calls.pages import CallDetails, CallPage, EnquiryPage, StepRow
from hotline.http.context import current_line, render
from hotline.services.calls import history as call_history

if TYPE_CHECKING:
    from hotline.core.calls import CallStep
    from hotline.services.calls.history import CallHistory


@console.get("/calls/<call_id>")
def call(call_id: str) -> str:
    found = call_history.get_call(current_line(), actor(), call_id)
    return render(CallPage(title="一次来电", call=_told(found)))


@console.get("/enquiries/<int:enquiry_id>")
def enquiry(enquiry_id: int) -> str:
    found, asked_in = call_history.get_enquiry(current_line(), actor(), enquiry_id)
    return render(EnquiryPage(title="一条咨询", enquiry=found, call=_told(asked_in) if asked_in else None))


@console.context_processor
def add_call_labels() -> dict[str, object]:
    """Give every template of the console ``call_labels``."""
    return {"call_labels": labels}


def _told(history: CallHistory) -> CallDetails:
    return CallDetails(history, [_row(step) for step in history.steps], department_names())


def _row(step: CallStep) -> StepRow:
    """A step in words; a code that this version does not know is shown as it is."""
    place = labels.PLACE.get(step.place, step.place)
    did = "" if step.place in labels.UNDONE else labels.DID.get(step.did, step.did)
    told = labels.TOLD.get(step.told) or labels.PLACE.get(step.told, step.told)
    return StepRow(step.at, place, did, told, int(step.told) if step.told.isdecimal() else None)
