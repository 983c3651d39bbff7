"""What the templates about entries show: one frozen dataclass a template."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from hotline.console.entries.forms import WordingLength
from hotline.console.pages import ConsolePage

if TYPE_CHECKING:
    from datetime import date

    from hotline.console.entries.forms import EntryForm, LawChangeForm, ReturnForm, WithdrawForm
    from hotline.console.forms import PublicationDayForm
    from hotline.core.attachments import Upload
    from hotline.core.content_changes import ContentChange
    from hotline.core.pagination import Paging
    from hotline.core.relevance_feedback import Evidence
    from hotline.core.review import Revision, Status
    from hotline.services.content.diff import FieldChange
    from hotline.services.content.entry_lists import EntryRow
    from hotline.services.content.law_changes import ChangedLaw
    from hotline.services.content.workflow import EntryHistory
    from hotline.services.questions.near_duplicates import NearDuplicate


@dataclass(frozen=True, kw_only=True)
class EntriesPage(ConsolePage):
    template: ClassVar[str] = "console/entries.html"
    rows: list[EntryRow]
    total: int
    paging: Paging
    search: str
    status: Status | None
    listed: tuple[Status, ...]
    topic: str
    topics: list[tuple[str, str]]
    departments: dict[str, str]
    is_referrals: bool
    """Whether the referrals are listed, and not the entries of our own."""
    all_chosen: bool
    """Whether every row of the page is ticked when it opens."""
    comment_limit: int
    """Characters of the reason with which the chosen entries are withdrawn."""

    @property
    def narrowed(self) -> dict[str, str]:
        """What of the list was asked for, as its URL has it."""
        return {"q": self.search, "status": self.status.value if self.status else "", "topic": self.topic}


@dataclass(frozen=True, kw_only=True)
class EntryPage(ConsolePage):
    """Where an entry stands and what can be done with it.

    ``problems`` says by field what keeps an open draft from being submitted. ``votes`` counts the citizens whom the
    entry helped and those whom it did not help. ``near_duplicates`` are wordings of an open draft that another entry
    answers now."""

    template: ClassVar[str] = "console/entry.html"
    history: EntryHistory
    shown: Revision
    version: int
    problems: dict[str, str]
    near_duplicates: list[NearDuplicate]
    wrote_it: bool
    topic: str
    department: str
    today: date
    evidence: list[Evidence]
    failures: list[Evidence]
    votes: tuple[int, int]
    uploads: dict[str, Upload]
    sources: list[str]
    """The questions of citizens that it was written or extended for."""


@dataclass(frozen=True, kw_only=True)
class EditEntryPage(ConsolePage):
    """The form of an entry; ``number`` is None for a new one.

    ``conflict`` is the difference from what a colleague saved meanwhile, None when nobody did."""

    template: ClassVar[str] = "console/edit.html"
    form: EntryForm
    is_referral: bool
    number: int | None
    problems: dict[str, str]
    counts: dict[str, WordingLength]
    draft: Revision | None
    notice: str
    conflict: list[FieldChange] | None
    uploads: dict[str, Upload]
    """What is known of the attached files, by their digests."""


@dataclass(frozen=True, kw_only=True)
class EntryPreviewPage(ConsolePage):
    """``version`` is the entry's; ``is_ready`` says that the revision is a draft that can be submitted as it is."""

    template: ClassVar[str] = "console/preview.html"
    revision: Revision
    version: int
    is_ready: bool
    department: str
    counts: dict[str, WordingLength]
    uploads: dict[str, Upload]
    text_parts: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ReviewPage(ConsolePage):
    template: ClassVar[str] = "console/review.html"
    revision: Revision
    published: Revision | None
    changes: list[FieldChange]
    near_duplicates: list[NearDuplicate]
    wrote_it: bool
    uploads: dict[str, Upload]
    approve_form: PublicationDayForm
    return_form: ReturnForm


@dataclass(frozen=True, kw_only=True)
class WithdrawPage(ConsolePage):
    template: ClassVar[str] = "console/withdraw.html"
    revision: Revision
    form: WithdrawForm


@dataclass(frozen=True, kw_only=True)
class RevisionsPage(ConsolePage):
    """``old`` is None for the first revision, which has none before it to be compared with.

    ``steps`` is the history of the entry. With ``sent``, one of them, ``changes`` is the difference from what was
    submitted then."""

    template: ClassVar[str] = "console/revisions.html"
    number: int
    version: int
    is_open: bool
    steps: list[ContentChange]
    sent: ContentChange | None
    revisions: tuple[Revision, ...]
    old: Revision | None
    new: Revision
    changes: list[FieldChange]


@dataclass(frozen=True, kw_only=True)
class LawChangesPage(ConsolePage):
    template: ClassVar[str] = "console/laws.html"
    laws: list[ChangedLaw]
    form: LawChangeForm
