"""What each template about entries is given: one frozen dataclass a template."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from hotline.console.entries.form import WordingLength
from hotline.console.pages import ConsolePage

if TYPE_CHECKING:
    from datetime import date

    from hotline.console.entries.form import EntryForm
    from hotline.console.entries.review_forms import ReturnForm, StepForm, WithdrawForm
    from hotline.core.pagination import Paging
    from hotline.core.relevance_feedback import Evidence
    from hotline.core.review import Revision, Status
    from hotline.services.content.diff import FieldChange
    from hotline.services.content.entry_lists import EntryRow
    from hotline.services.content.workflow import EntryHistory


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


@dataclass(frozen=True, kw_only=True)
class EntryPage(ConsolePage):
    """Where an entry stands and what can be done next; ``problems`` is what an open draft still lacks.

    ``votes`` are how many it helped and how many it did not."""

    template: ClassVar[str] = "console/entry.html"
    history: EntryHistory
    shown: Revision
    version: int
    problems: dict[str, str]
    wrote_it: bool
    topic: str
    department: str
    today: date
    evidence: list[Evidence]
    failures: list[Evidence]
    votes: tuple[int, int]


@dataclass(frozen=True, kw_only=True)
class EditEntryPage(ConsolePage):
    """``number`` is None for a new entry; ``theirs`` is how this differs from what somebody else saved meanwhile."""

    template: ClassVar[str] = "console/edit.html"
    form: EntryForm
    number: int | None
    problems: dict[str, str]
    counts: dict[str, WordingLength]
    draft: Revision | None
    notice: str
    theirs: list[FieldChange] | None


@dataclass(frozen=True, kw_only=True)
class EntryPreviewPage(ConsolePage):
    template: ClassVar[str] = "console/preview.html"
    revision: Revision
    department: str
    counts: dict[str, WordingLength]
    text_parts: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ReviewPage(ConsolePage):
    template: ClassVar[str] = "console/review.html"
    revision: Revision
    published: Revision | None
    changes: list[FieldChange]
    wrote_it: bool
    approve_form: StepForm
    return_form: ReturnForm


@dataclass(frozen=True, kw_only=True)
class WithdrawPage(ConsolePage):
    template: ClassVar[str] = "console/withdraw.html"
    revision: Revision
    form: WithdrawForm


@dataclass(frozen=True, kw_only=True)
class RevisionsPage(ConsolePage):
    """``old`` is None when the first revision is compared with nothing before it."""

    template: ClassVar[str] = "console/revisions.html"
    number: int
    revisions: tuple[Revision, ...]
    old: Revision | None
    new: Revision
    changes: list[FieldChange]
