"""What the templates about applications show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from hotline.console.pages import ConsolePage

if TYPE_CHECKING:
    from datetime import date, datetime

    from markupsafe import Markup

    from hotline.console.applications.forms import ApplicationStepForm, FileCheckForm, RegistrationForm, ReplyForm
    from hotline.console.applications.report_forms import ReportForm
    from hotline.console.forms import StaffForm
    from hotline.core.catalogue import CatalogueItem
    from hotline.core.disclosure.applications import Application, ApplicationAction, ApplicationEvent
    from hotline.core.disclosure.case_files import Letter
    from hotline.core.disclosure.case_materials import CaseMaterial
    from hotline.core.disclosure.clocks import CountedDay
    from hotline.core.disclosure.desk import DisclosureDesk
    from hotline.core.disclosure.five_questions import JudgingQuestion
    from hotline.core.disclosure.marks import ApplicationMark
    from hotline.core.disclosure.outcomes import OutcomeRule, ReplyOutcome
    from hotline.core.disclosure.report_documents import ProsePart, ReportAction
    from hotline.core.pagination import Paging
    from hotline.services.content.attachments import InspectedFile
    from hotline.services.disclosure.applications import OpenApplication
    from hotline.services.disclosure.case_files import CaseFile
    from hotline.services.disclosure.due_documents import DocumentTask
    from hotline.services.disclosure.due_work import DueTask
    from hotline.services.disclosure.letter_documents import Letterhead
    from hotline.services.disclosure.owed_report import OwedReport
    from hotline.services.disclosure.report_documents import OpenReport
    from hotline.services.disclosure.report_files import ReportPart
    from hotline.services.disclosure.similar_cases import MonthCount, PublishedAlready


@dataclass(frozen=True)
class ListedApplication:
    """A row of the list; ``days_left`` is None where no clock runs."""

    opened: OpenApplication
    marks: tuple[ApplicationMark, ...]
    days_left: int | None


@dataclass(frozen=True, kw_only=True)
class ApplicationsPage(ConsolePage):
    """The list; ``chosen`` is a state by its key, "open" for all that wait for an answer, "" for all."""

    template: ClassVar[str] = "console/applications/list.html"
    rows: list[ListedApplication]
    total: int
    search: str
    chosen: str
    states: list[tuple[str, str]]
    paging: Paging
    tasks: list[DueTask]
    document_tasks: list[DocumentTask]
    has_desk: bool
    owed_report: OwedReport | None


@dataclass(frozen=True, kw_only=True)
class RegistrationPage(ConsolePage):
    template: ClassVar[str] = "console/applications/new.html"
    form: RegistrationForm
    problem: str = ""


@dataclass(frozen=True, kw_only=True)
class SlipPage(ConsolePage):
    """The slip of a registered application; ``query_code`` is "" once it was told."""

    template: ClassVar[str] = "console/applications/slip.html"
    opened: OpenApplication
    query_code: str
    desk: DisclosureDesk | None


@dataclass(frozen=True, kw_only=True)
class CasePage(ConsolePage):
    """An application with its file, and what is known beside it. ``slip_ends`` has the last day of each slip's
    period by the slip's id, None where nobody knows when it was received."""

    template: ClassVar[str] = "console/applications/case.html"
    listed: ListedApplication
    is_late: bool
    """Whether the answer is owed and its last day is over."""
    file: CaseFile
    materials: list[CaseMaterial]
    slip_ends: dict[int, date | None]
    actions: list[ApplicationAction]
    sending_stands: str
    confirmation_link: str
    may_text_link: bool
    siblings: list[Application]
    """The others from the same paper."""
    earlier: list[Application]
    month: MonthCount | None
    alike: list[Application]
    published: PublishedAlready
    departments: dict[str, str]


@dataclass(frozen=True, kw_only=True)
class ArchivedCase:
    """A whole case as it is filed; no page of the console."""

    template: ClassVar[str] = "console/applications/archive.html"
    opened: OpenApplication
    file: CaseFile
    materials: list[CaseMaterial]
    head: Letterhead
    departments: dict[str, str]
    made_at: datetime


@dataclass(frozen=True)
class CalendarMonth:
    """The days of a month in a calendar; ``name`` is "2026年11月"."""

    name: str
    days: list[CountedDay]


@dataclass(frozen=True, kw_only=True)
class ClockCalendarPage(ConsolePage):
    """Every day of an application's clock; ``opened.clock`` is there."""

    template: ClassVar[str] = "console/applications/calendar.html"
    opened: OpenApplication
    months: list[CalendarMonth]
    days_left: int | None
    counted: int
    """The working days of the limit that are over."""


@dataclass(frozen=True, kw_only=True)
class ApplicationStepPage(ConsolePage):
    """The form of one step; ``problem`` says why the last attempt was refused."""

    template: ClassVar[str] = "console/applications/step.html"
    application: Application
    action: ApplicationAction
    form: ApplicationStepForm
    problem: str = ""
    taken_back: ApplicationEvent | None = None
    """The step that this one takes back."""


@dataclass(frozen=True, kw_only=True)
class CaseFormPage(ConsolePage):
    """A small form about the file of a case: a search, a slip; ``label`` is its button's."""

    template: ClassVar[str] = "console/applications/case_form.html"
    number: str
    form: StaffForm
    label: str
    hints: dict[str, str]
    problem: str = ""


@dataclass(frozen=True, kw_only=True)
class JudgingPage(ConsolePage):
    """The five questions and the reply. ``letter`` is the preview that was asked for, "" where none was; ``returned``
    is the return that the draft answers to."""

    template: ClassVar[str] = "console/applications/judging.html"
    opened: OpenApplication
    file: CaseFile
    form: ReplyForm
    questions: tuple[JudgingQuestion, ...]
    rules: dict[ReplyOutcome, OutcomeRule]
    letter: str
    problem: str
    returned: ApplicationEvent | None
    may_write: bool
    may_ask_correction: bool


@dataclass(frozen=True, kw_only=True)
class ApplicationReplyPage(ConsolePage):
    """The letter of the standing reply, or the ``problem`` that keeps it from being made, and what may be decided.
    ``returned`` is the return that the draft answers to."""

    template: ClassVar[str] = "console/applications/reply.html"
    opened: OpenApplication
    file: CaseFile
    letter: str
    rules: dict[ReplyOutcome, OutcomeRule]
    problem: str
    returned: ApplicationEvent | None
    may_change: bool
    may_submit: bool
    may_approve: bool
    may_return: bool


@dataclass(frozen=True, kw_only=True)
class LetterPage(ConsolePage):
    template: ClassVar[str] = "console/applications/letter.html"
    number: str
    place: int
    letter: Letter
    head: Letterhead
    template_names: dict[str, str]


@dataclass(frozen=True, kw_only=True)
class FileCheckPage(ConsolePage):
    """What was found in the files that were sent; empty before any was."""

    template: ClassVar[str] = "console/applications/file_check.html"
    number: str
    form: FileCheckForm
    checked: list[InspectedFile]


@dataclass(frozen=True, kw_only=True)
class YearReportPage(ConsolePage):
    """The report of a year as it stands: what is to be done with it, the checks, its tables as HTML."""

    template: ClassVar[str] = "console/applications/report.html"
    opened: OpenReport
    years: list[int]
    tables: list[tuple[str, Markup]]
    actions: list[ReportAction]
    published: CatalogueItem | None
    is_told: bool
    """Whether what is published is this very report."""
    figures: dict[str, str]
    wrote_it: bool
    comment: str = ""
    problem: str = ""


@dataclass(frozen=True, kw_only=True)
class ReportDocumentPage(ConsolePage):
    """The whole report as it is printed; ``mark`` says that nobody has approved it, "" once somebody has."""

    template: ClassVar[str] = "console/applications/report_document.html"
    year: int
    heading: str
    mark: str
    opening: str
    parts: list[tuple[ReportPart, Markup]]


@dataclass(frozen=True, kw_only=True)
class ReportEditPage(ConsolePage):
    """The form of the prose and of table 二, with what the records count and last year's report beside it."""

    template: ClassVar[str] = "console/applications/report_edit.html"
    form: ReportForm
    opened: OpenReport
    parts: tuple[ProsePart, ...]
    titles: dict[str, str]
    figures: dict[str, str]
    counted: list[str]
    notice: str = ""


@dataclass(frozen=True, kw_only=True)
class ReportCasesPage(ConsolePage):
    """The numbers of the applications behind a number of the report."""

    template: ClassVar[str] = "console/applications/report_cases.html"
    year: int
    numbers: list[str]
