"""What each template of the console shows: one frozen dataclass a template, which names it in ``template``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from datetime import date, datetime

    from hotline.console.forms import CodeForm, NewPasswordForm, SignInForm, StaffForm
    from hotline.core.content_changes import ContentChange, ContentKind
    from hotline.core.contents import KnowledgeVersion
    from hotline.core.departments import Office
    from hotline.core.entries import Entry
    from hotline.core.messages import Message, MessageEvent, MessageState
    from hotline.core.open_questions import QuestionList
    from hotline.core.pagination import Paging
    from hotline.core.proposals import Proposal
    from hotline.core.staff_accounts import StaffLink
    from hotline.core.texts import OutgoingText
    from hotline.services.content.diff import FieldChange
    from hotline.services.content.entry_lists import EntryRow
    from hotline.services.content.law_changes import ChangedLaw
    from hotline.services.content.library_list import HandOverPeriod, LibraryList
    from hotline.services.content.notice_sheet import NoticeSheet
    from hotline.services.disclosure.owed_report import OwedReport
    from hotline.services.questions.near_duplicates import NearDuplicate
    from hotline.services.staff.second_factor import Enrolment


@dataclass(frozen=True, kw_only=True)
class ConsolePage:
    """``title`` stands in the browser's tab, before the name of the console."""

    template: ClassVar[str]
    title: str


@dataclass(frozen=True, kw_only=True)
class SignInPage(ConsolePage):
    template: ClassVar[str] = "console/sign_in.html"
    form: SignInForm
    problem: str = ""


@dataclass(frozen=True, kw_only=True)
class SignInCodePage(ConsolePage):
    template: ClassVar[str] = "console/sign_in_code.html"
    form: CodeForm


@dataclass(frozen=True, kw_only=True)
class SecondFactorPage(ConsolePage):
    """A second factor that is being set up; ``is_demanded`` at the sign-in of somebody who must have one."""

    template: ClassVar[str] = "console/second_factor.html"
    form: CodeForm
    enrolment: Enrolment
    is_demanded: bool


@dataclass(frozen=True, kw_only=True)
class RecoveryCodesPage(ConsolePage):
    """New recovery codes, shown this once; ``after`` is the page to go on to."""

    template: ClassVar[str] = "console/recovery_codes.html"
    codes: list[str]
    after: str


@dataclass(frozen=True, kw_only=True)
class SetPasswordPage(ConsolePage):
    """The page of a link that an administrator handed over; ``link`` is None once it cannot be used."""

    template: ClassVar[str] = "console/set_password.html"
    form: NewPasswordForm
    link: StaffLink | None
    problem: str = ""


@dataclass(frozen=True, kw_only=True)
class UnsavedFormPage(ConsolePage):
    """A refused form: ``typed`` are its fields as (name, value), which a button sends again to ``action``.

    ``signed_out`` says that the person must sign in first."""

    template: ClassVar[str] = "console/kept.html"
    problem: str
    typed: list[tuple[str, str]]
    action: str
    signed_out: bool


@dataclass(frozen=True, kw_only=True)
class RefusalPage(ConsolePage):
    """A refused action; ``number`` is the entry it was about, if any, and ``written`` the comment sent with it."""

    template: ClassVar[str] = "console/refusal.html"
    problem: str
    number: int | None
    written: str


@dataclass(frozen=True, kw_only=True)
class ProposalTasks:
    """What this person has to do with the catalogue, the departments, the topics and the office's particulars."""

    to_review: list[Proposal]
    own_submitted: list[Proposal]
    returned: list[Proposal]
    drafts: list[Proposal]
    scheduled: list[Proposal]
    """Approved ones that wait for their day, the soonest first, whoever wrote them."""

    @property
    def any_to_do(self) -> bool:
        return bool(self.to_review or self.returned or self.drafts)


@dataclass(frozen=True, kw_only=True)
class NextReview:
    """One submission with what the reviewer decides on. ``field_labels`` names the fields of ``changes``; ``approve``
    and ``whole`` are URLs, of the form that approves it and of its page."""

    title: str
    author: str
    submitted_at: datetime
    version: int
    publish_on: date | None
    """The day from which its writer wants it to be public; None for at once."""
    is_new: bool
    changes: list[FieldChange]
    field_labels: dict[str, str]
    near_duplicates: list[NearDuplicate]
    approve: str
    whole: str


@dataclass(frozen=True, kw_only=True)
class TasksPage(ConsolePage):
    """What the person who is signed in has to do.

    ``version`` is None while nothing is published; ``standing`` is a sentence on how questions are matched. ``reach``
    says on how many hosts the newest version is live, ``lag`` which lag behind; both are empty for one host alone."""

    template: ClassVar[str] = "console/home.html"
    to_review: list[EntryRow]
    own_submitted: list[EntryRow]
    returned: list[EntryRow]
    drafts: list[EntryRow]
    proposals: ProposalTasks
    scheduled: list[EntryRow]
    """Entries that are approved and wait for their day."""
    past_review: list[EntryRow]
    due_review: list[EntryRow]
    """Those to be reviewed within 30 days."""
    changed_laws: list[ChangedLaw]
    """Laws that changed and have entries to be reviewed."""
    open_questions: dict[QuestionList, int]
    emergencies: int
    messages: list[Message]
    version: KnowledgeVersion | None
    reach: str
    lag: list[str]
    standing: str
    publish_error: str
    evidence: int
    unpublished_words: int
    last_month: str
    """As the URL of 谁改了什么 has it: "2026-10"."""
    next_review: NextReview | None
    """What this person is to review first, whole enough to decide on; None where nothing waits for them."""
    due_applications: int
    """What the disclosure desk has to do today."""
    due_documents: int
    """What the register of documents has to do today."""
    due_notices: int
    """What is owed of public notices, hearings and briefings."""
    guide_is_stale: bool
    """Whether the guide to disclosure does not state the office's particulars, for who may write it."""
    owed_report: OwedReport | None
    """Last year's report on disclosure while it is not public; None where this person has nothing to do about it."""


@dataclass(frozen=True, kw_only=True)
class ContentChangesPage(ConsolePage):
    """The history of all content in a month ("2026-11"). ``people`` has the full name of each login name."""

    template: ClassVar[str] = "console/content_changes.html"
    changes: list[ContentChange]
    total: int
    paging: Paging
    month: str
    person: str
    kind: ContentKind | None
    people: dict[str, str]


@dataclass(frozen=True, kw_only=True)
class NoticeSheetPage(ConsolePage):
    """What a month brought, to be printed on ``paper`` ("a4" or "a3"), each thing with a QR code of its public page."""

    template: ClassVar[str] = "console/notice_sheet.html"
    sheet: NoticeSheet
    office: Office
    paper: str
    is_large: bool
    made_on: date
    public_url: str


@dataclass(frozen=True, kw_only=True)
class LibraryListPage(ConsolePage):
    """What a month or a quarter brought, as a list to be signed by the library or the archive."""

    template: ClassVar[str] = "console/library_list.html"
    made: LibraryList
    headings: tuple[str, ...]
    periods: list[HandOverPeriod]
    office: Office
    is_large: bool
    made_on: date


@dataclass(frozen=True, kw_only=True)
class TablesPage(ConsolePage):
    template: ClassVar[str] = "console/tables.html"


@dataclass(frozen=True, kw_only=True)
class MessagesPage(ConsolePage):
    template: ClassVar[str] = "console/messages.html"
    messages: list[Message]
    state: MessageState | None
    departments: dict[str, str]
    department: str | None


@dataclass(frozen=True, kw_only=True)
class MessagePage(ConsolePage):
    template: ClassVar[str] = "console/message.html"
    message: Message
    answer_text: OutgoingText | None
    form: StaffForm
    correction: StaffForm
    assignment: StaffForm
    forwarding: StaffForm
    closing: StaffForm
    note: StaffForm
    sent: StaffForm
    """The form that was sent and refused, whose errors stand at the top; the answer's where none was."""
    history: list[MessageEvent]
    referrals: list[Entry]
    """The referrals nearest to the message."""
    near_departments: list[str]
    """Codes of the departments whose entries are nearest to a waiting message, but for the one that has it."""
    departments: dict[str, str]
    can_listen: bool
    """Whether the recording can be fetched: the office has an account for the provider's API."""
