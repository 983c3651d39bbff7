"""What the templates about proposals show: a frozen dataclass a template."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from hotline.console.labels import PROPOSAL_FIELD
from hotline.console.pages import ConsolePage
from hotline.core.proposals import KEY_FIELD, SINGLE_KINDS, ProposalKind

if TYPE_CHECKING:
    from hotline.console.entries.forms import ReturnForm, WithdrawForm
    from hotline.console.forms import PublicationDayForm
    from hotline.console.proposals.form_fields import ProposalForm
    from hotline.console.proposals.template_views import TemplateView
    from hotline.core.attachments import Attachment, Upload
    from hotline.core.pagination import Paging
    from hotline.core.proposals import Proposal
    from hotline.core.review import Status
    from hotline.services.content.diff import FieldChange
    from hotline.services.content.proposal_lists import ListedValue
    from hotline.services.content.proposals import ProposalHistory


@dataclass(frozen=True, kw_only=True)
class ValuesPage(ConsolePage):
    """One page of the list of a kind; ``total`` counts the rows on all pages."""

    template: ClassVar[str] = "console/values.html"
    kind: ProposalKind
    rows: list[ListedValue]
    total: int
    paging: Paging
    search: str
    status: Status | None
    listed: tuple[Status, ...]
    department: str
    departments: dict[str, str]

    @property
    def key_label(self) -> str:
        """The heading of the column with the keys."""
        return PROPOSAL_FIELD[self.kind][KEY_FIELD[self.kind]]


@dataclass(frozen=True, kw_only=True)
class ValuePage(ConsolePage):
    """Where one stands and what can be done with it. ``rows`` are its fields as (label, text), all but ``body``."""

    template: ClassVar[str] = "console/value.html"
    history: ProposalHistory
    rows: list[tuple[str, str]]
    body: str
    problems: dict[str, str]
    wrote_it: bool
    attachments: tuple[Attachment, ...]
    uploads: dict[str, Upload]
    public: str
    """The address of the public's page; empty where there is none."""
    template_view: TemplateView | None
    provisional: str
    """Why a day in it may still change; empty where none does."""


@dataclass(frozen=True, kw_only=True)
class EditValuePage(ConsolePage):
    """The form; ``key`` is empty for something new. ``conflict`` is the difference from what a colleague saved."""

    template: ClassVar[str] = "console/edit_value.html"
    kind: ProposalKind
    key: str
    form: ProposalForm
    draft: Proposal | None
    problems: dict[str, str]
    notice: str
    conflict: list[FieldChange] | None
    uploads: dict[str, Upload]
    """What is known of the attached files, by their digests."""
    template_view: TemplateView | None

    @property
    def key_field(self) -> str:
        """The field that cannot be changed once it was saved; "" for the one office, which has none."""
        return "" if self.kind in SINGLE_KINDS else KEY_FIELD[self.kind]


@dataclass(frozen=True, kw_only=True)
class ReviewValuePage(ConsolePage):
    template: ClassVar[str] = "console/review_value.html"
    history: ProposalHistory
    proposal: Proposal
    changes: list[FieldChange]
    rows: list[tuple[str, str]]
    body: str
    wrote_it: bool
    attachments: tuple[Attachment, ...]
    uploads: dict[str, Upload]
    template_view: TemplateView | None
    provisional: str
    approve_form: PublicationDayForm
    return_form: ReturnForm


@dataclass(frozen=True, kw_only=True)
class WithdrawValuePage(ConsolePage):
    template: ClassVar[str] = "console/withdraw_value.html"
    history: ProposalHistory
    form: WithdrawForm


@dataclass(frozen=True, kw_only=True)
class StepsPage(ConsolePage):
    """Every step, and the difference between two; ``old`` is None for the first."""

    template: ClassVar[str] = "console/steps.html"
    history: ProposalHistory
    old: Proposal | None
    new: Proposal
    changes: list[FieldChange]
