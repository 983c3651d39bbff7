"""What each console template is given: one frozen dataclass a template, named by its ``template``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from datetime import date

    from hotline.console.entries.form import EntryForm
    from hotline.console.forms import (
        AnswerForm,
        ReturnForm,
        SignInForm,
        StepForm,
        TransferForm,
        WithdrawForm,
    )
    from hotline.core.contents import KnowledgeVersion
    from hotline.core.enquiries import Enquiry
    from hotline.core.messages import Message, MessageState
    from hotline.core.relevance_feedback import Evidence
    from hotline.core.review import Revision, Status
    from hotline.core.texts import OutgoingText
    from hotline.services.calls.live import Talk
    from hotline.services.content.diff import FieldChange
    from hotline.services.content.entry_lists import EntryRow
    from hotline.services.content.workflow import EntryHistory


@dataclass(frozen=True, kw_only=True)
class Page:
    """``title`` is the tab's, before the name of the console."""

    template: ClassVar[str]
    title: str


@dataclass(frozen=True, kw_only=True)
class SignInPage(Page):
    template: ClassVar[str] = "console/sign_in.html"
    form: SignInForm
    problem: str = ""


@dataclass(frozen=True, kw_only=True)
class KeptPage(Page):
    """``typed`` are the fields of the form that was refused, to be sent once more to ``action``.

    ``signed_out`` says that one must sign in before."""

    template: ClassVar[str] = "console/kept.html"
    problem: str
    typed: list[tuple[str, str]]
    action: str
    signed_out: bool


@dataclass(frozen=True, kw_only=True)
class RefusalPage(Page):
    """``number`` is the entry that the refused action was about, if any; ``written`` the comment sent with it."""

    template: ClassVar[str] = "console/refusal.html"
    problem: str
    number: int | None
    written: str


@dataclass(frozen=True, kw_only=True)
class HomePage(Page):
    """What waits for the person who is signed in; ``version`` is None while nothing is published, ``standing`` a
    sentence on how questions are matched."""

    template: ClassVar[str] = "console/home.html"
    to_review: list[EntryRow]
    own_submitted: list[EntryRow]
    returned: list[EntryRow]
    drafts: list[EntryRow]
    past_review: list[EntryRow]
    unanswered: int
    messages: list[Message]
    version: KnowledgeVersion | None
    standing: str
    publish_error: str
    evidence: int
    unpublished_words: int


@dataclass(frozen=True, kw_only=True)
class EntriesPage(Page):
    template: ClassVar[str] = "console/entries.html"
    rows: list[EntryRow]
    total: int
    page: int
    pages: int
    search: str
    status: Status | None
    listed: tuple[Status, ...]
    topic: str
    topics: list[tuple[str, str]]


@dataclass(frozen=True, kw_only=True)
class EntryPage(Page):
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


@dataclass(frozen=True)
class Complaint:
    """Something wrong with what was typed: the id of its input, the input's label, and what to do."""

    id: str
    label: str
    message: str


@dataclass(frozen=True, kw_only=True)
class Count:
    """How long a wording is against its limit, in its channel's unit; parts for texts, seconds for speech."""

    length: int
    limit: int
    sms_parts: int = 0
    seconds: int = 0


@dataclass(frozen=True, kw_only=True)
class EditPage(Page):
    """``number`` is None for a new entry; ``theirs`` is how this differs from what somebody else saved meanwhile."""

    template: ClassVar[str] = "console/edit.html"
    form: EntryForm
    number: int | None
    problems: dict[str, str]
    counts: dict[str, Count]
    draft: Revision | None
    notice: str
    theirs: list[FieldChange] | None


@dataclass(frozen=True, kw_only=True)
class PreviewPage(Page):
    template: ClassVar[str] = "console/preview.html"
    revision: Revision
    department: str
    counts: dict[str, Count]
    text_parts: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ReviewPage(Page):
    template: ClassVar[str] = "console/review.html"
    revision: Revision
    published: Revision | None
    changes: list[FieldChange]
    wrote_it: bool
    approve_form: StepForm
    return_form: ReturnForm


@dataclass(frozen=True, kw_only=True)
class WithdrawPage(Page):
    template: ClassVar[str] = "console/withdraw.html"
    revision: Revision
    form: WithdrawForm


@dataclass(frozen=True, kw_only=True)
class RevisionsPage(Page):
    """``old`` is None when the first revision is compared with nothing before it."""

    template: ClassVar[str] = "console/revisions.html"
    number: int
    revisions: tuple[Revision, ...]
    old: Revision | None
    new: Revision
    changes: list[FieldChange]


@dataclass(frozen=True, kw_only=True)
class AskedOften:
    """One question that went unanswered: its latest enquiry and how many asked the same."""

    latest: Enquiry
    times: int


@dataclass(frozen=True, kw_only=True)
class EnquiriesPage(Page):
    template: ClassVar[str] = "console/enquiries.html"
    asked: list[AskedOften]


@dataclass(frozen=True, kw_only=True)
class MessagesPage(Page):
    template: ClassVar[str] = "console/messages.html"
    messages: list[Message]
    state: MessageState | None


@dataclass(frozen=True, kw_only=True)
class MessagePage(Page):
    template: ClassVar[str] = "console/message.html"
    message: Message
    answer_text: OutgoingText | None
    form: AnswerForm
    can_listen: bool


@dataclass(frozen=True, kw_only=True)
class TalksPage(Page):
    template: ClassVar[str] = "console/talks.html"
    talks: list[Talk]


@dataclass(frozen=True, kw_only=True)
class TalkPage(Page):
    """``departments`` are the names of departments by their code."""

    template: ClassVar[str] = "console/talk.html"
    talk: Talk
    form: TransferForm
    departments: dict[str, str]
