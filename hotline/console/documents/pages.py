"""What the templates about documents show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from hotline.console.pages import ConsolePage

if TYPE_CHECKING:
    from datetime import date

    from hotline.console.applications.pages import CalendarMonth
    from hotline.console.documents.forms import DocumentForm, DocumentStepForm
    from hotline.console.forms import StaffForm
    from hotline.core.disclosure.documents import DisclosureAttribute, DocumentAction, OfficialDocument
    from hotline.core.disclosure.marks import ApplicationMark
    from hotline.core.pagination import Paging
    from hotline.services.disclosure.documents import OpenDocument
    from hotline.services.disclosure.due_documents import DocumentTask
    from hotline.services.disclosure.guide import GuideCheck
    from hotline.services.disclosure.often_asked import OftenAsked


@dataclass(frozen=True)
class ListedDocument:
    """A row of the list; ``days_left`` is None where no clock runs."""

    opened: OpenDocument
    marks: tuple[ApplicationMark, ...]
    days_left: int | None


@dataclass(frozen=True, kw_only=True)
class DocumentsPage(ConsolePage):
    """The list; ``chosen_state`` and ``chosen_attribute`` are keys of the filters, "" for all."""

    template: ClassVar[str] = "console/documents/list.html"
    rows: list[ListedDocument]
    total: int
    search: str
    chosen_state: str
    chosen_attribute: str
    states: list[tuple[str, str]]
    attributes: list[tuple[str, str]]
    paging: Paging
    tasks: list[DocumentTask]
    departments: dict[str, str]


@dataclass(frozen=True, kw_only=True)
class DocumentPage(ConsolePage):
    """A document with its clock, what may be done now, and everything that was done."""

    template: ClassVar[str] = "console/documents/document.html"
    listed: ListedDocument
    is_late: bool
    is_review_due: bool
    """Whether the day on which it is looked at again has come."""
    actions: list[DocumentAction]
    waits_for: str
    """Who has to do what next, "" where nobody has to."""
    has_taken_part: bool
    """Whether the reader may not decide next since they proposed or audited it."""
    may_consult: bool
    departments: dict[str, str]
    attribute_of: dict[int, DisclosureAttribute | None]
    """The serial of a step -> the attribute before it."""


@dataclass(frozen=True, kw_only=True)
class EditDocumentPage(ConsolePage):
    """The form of a document; ``document`` is None for a new one, ``problem`` says why it was not kept."""

    template: ClassVar[str] = "console/documents/edit.html"
    form: DocumentForm
    document: OfficialDocument | None
    problem: str = ""


@dataclass(frozen=True, kw_only=True)
class DocumentStepPage(ConsolePage):
    template: ClassVar[str] = "console/documents/step.html"
    document: OfficialDocument
    action: DocumentAction
    form: DocumentStepForm
    problem: str = ""


@dataclass(frozen=True, kw_only=True)
class DocumentFormPage(ConsolePage):
    """A small form about who is asked; ``label`` is its button's."""

    template: ClassVar[str] = "console/documents/form.html"
    document: OfficialDocument
    form: StaffForm
    label: str
    about: str
    problem: str = ""


@dataclass(frozen=True, kw_only=True)
class DocumentCalendarPage(ConsolePage):
    """Every day of a document's clock; ``opened.clock`` is there."""

    template: ClassVar[str] = "console/documents/calendar.html"
    opened: OpenDocument
    months: list[CalendarMonth]
    last_day: date | None


@dataclass(frozen=True, kw_only=True)
class GuideCheckPage(ConsolePage):
    template: ClassVar[str] = "console/documents/guide.html"
    check: GuideCheck


@dataclass(frozen=True, kw_only=True)
class OftenAskedPage(ConsolePage):
    template: ClassVar[str] = "console/documents/often_asked.html"
    asked: list[OftenAsked]
