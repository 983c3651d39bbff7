"""Page classes: the values that the templates about calls and enquiries render."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from hotline.console.pages import ConsolePage

if TYPE_CHECKING:
    from datetime import datetime

    from hotline.console.calls.forms import TransferForm
    from hotline.core.enquiries import Enquiry
    from hotline.services.calls.history import CallHistory
    from hotline.services.calls.live import LiveCall


@dataclass(frozen=True)
class StepRow:
    """A step of a call in words; ``entry`` is the number of the entry read to the caller, None when none was."""

    at: datetime
    place: str
    caller_input: str
    response: str
    entry: int | None


@dataclass(frozen=True)
class CallDetails:
    """Everything recorded of a call; ``departments`` maps codes to names."""

    history: CallHistory
    steps: list[StepRow]
    departments: dict[str, str]


@dataclass(frozen=True, kw_only=True)
class CallPage(ConsolePage):
    template: ClassVar[str] = "console/call.html"
    call: CallDetails


@dataclass(frozen=True, kw_only=True)
class EnquiryPage(ConsolePage):
    """``call`` is None when the enquiry came by web or text, or when its call has been deleted since."""

    template: ClassVar[str] = "console/enquiry.html"
    enquiry: Enquiry
    call: CallDetails | None


@dataclass(frozen=True, kw_only=True)
class LiveCallsPage(ConsolePage):
    template: ClassVar[str] = "console/talks.html"
    talks: list[LiveCall]


@dataclass(frozen=True, kw_only=True)
class LiveCallPage(ConsolePage):
    """``departments`` maps the codes of departments to their names."""

    template: ClassVar[str] = "console/talk.html"
    talk: LiveCall
    form: TransferForm
    departments: dict[str, str]
