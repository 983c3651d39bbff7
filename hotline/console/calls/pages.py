"""What the templates about calls and enquiries are given."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from hotline.console.pages import ConsolePage

if TYPE_CHECKING:
    from datetime import datetime

    from hotline.core.enquiries import Enquiry
    from hotline.services.calls.history import CallHistory


if TYPE_CHECKING:
    from hotline.console.forms import TransferForm
    from hotline.core.enquiries import Enquiry
    from hotline.services.calls.live import LiveCall


@dataclass(frozen=True)
class StepRow:
    """A step in words; ``entry`` is the number of the entry that was read, None when none was."""

    at: datetime
    place: str
    did: str
    told: str
    entry: int | None


@dataclass(frozen=True)
class CallDetails:
    """A whole call; ``departments`` are names by code."""

    history: CallHistory
    steps: list[StepRow]
    departments: dict[str, str]


@dataclass(frozen=True, kw_only=True)
class CallPage(ConsolePage):
    template: ClassVar[str] = "console/call.html"
    call: CallDetails


@dataclass(frozen=True, kw_only=True)
class EnquiryPage(ConsolePage):
    """``call`` is None for what was asked otherwise than by telephone, or in a call that is no longer kept."""

    template: ClassVar[str] = "console/enquiry.html"
    enquiry: Enquiry
    call: CallDetails | None


@dataclass(frozen=True, kw_only=True)
class LiveCallsPage(ConsolePage):
    template: ClassVar[str] = "console/talks.html"
    talks: list[LiveCall]


@dataclass(frozen=True, kw_only=True)
class LiveCallPage(ConsolePage):
    """``departments`` are the names of departments by their code."""

    template: ClassVar[str] = "console/talk.html"
    talk: LiveCall
    form: TransferForm
    departments: dict[str, str]
