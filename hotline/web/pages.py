"""What each template of the public site shows: one frozen dataclass a template, which names it in ``template``."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hotline.core.catalogue import CatalogueItem, Section
    from hotline.core.departments import Department, Office
    from hotline.core.disclosure.applications import Application
    from hotline.core.disclosure.clocks import ClockReading, CountedDay
    from hotline.core.disclosure.statutory_classes import StatutoryClass
    from hotline.core.entries import Entry, Topic
    from hotline.core.messages import Message
    from hotline.core.pagination import Paging
    from hotline.core.passages import Passage
    from hotline.core.public_notices import NoticeKind, PublicNotice
    from hotline.services.disclosure.public_status import PublicStatus
    from hotline.services.disclosure.web_applications import WebReceipt
    from hotline.services.questions.ask import Match
    from hotline.web.application_form import ApplicationForm, StatusForm
    from hotline.web.forms import MessageForm, NoticeForm, PublicForm
    from hotline.web.sayings import Notice


@dataclass(frozen=True, kw_only=True)
class WebPage:
    """What the frame around every page shows; ``title`` stands in the browser's tab, before the office's name."""

    template: ClassVar[str]
    title: str
    office: Office

    @property
    def is_wrong(self) -> bool:
        """Whether the page shows an error in what was typed. Its title says so first, for whoever hears it read."""
        return False


@dataclass(frozen=True, kw_only=True)
class HomePage(WebPage):
    template: ClassVar[str] = "web/home.html"
    topics: Sequence[Topic]
    most_asked: list[Entry]
    keys: tuple[tuple[str, str], ...]
    """The keys of the telephone's menu, each with what it is for."""


@dataclass(frozen=True, kw_only=True)
class SearchPage(WebPage):
    """What was found for ``query``; ``problem`` or ``notice`` says why nothing was searched for.

    ``passage`` is the piece of the answer that tells what was asked. ``about`` is the number of the entry that the next
    question may go on about.
    ``form`` is there when nothing was found, so that the question can be left as a message."""

    template: ClassVar[str] = "web/search.html"
    query: str
    problem: str = ""
    notice: Notice | None = None
    about: int | None = None
    answer: Match | None = None
    passage: Passage | None = None
    offered: tuple[Match, ...] = ()
    form: MessageForm | None = None
    topics: Sequence[Topic]

    @property
    def is_wrong(self) -> bool:
        return self.problem != ""


@dataclass(frozen=True, kw_only=True)
class PublishedEntryPage(WebPage):
    template: ClassVar[str] = "web/entry.html"
    entry: Entry
    topic: Topic | None
    department: Department | None
    member: str
    """The name of the member office that answers; "" for the office that runs the line."""
    rated: bool
    """Whether this visitor has voted on the entry."""

    @property
    def is_generated(self) -> bool:
        """Whether the entry is made from the tables of offices and departments, so that nobody reviews it."""
        return self.entry.review_date == date.max


@dataclass(frozen=True, kw_only=True)
class ReferralPage(WebPage):
    """A matter of another office, and where people are to ask about it."""

    template: ClassVar[str] = "web/referral.html"
    referral: Entry


@dataclass(frozen=True, kw_only=True)
class TopicPage(WebPage):
    template: ClassVar[str] = "web/topic.html"
    topic: Topic
    entries: list[Entry]
    paging: Paging


@dataclass(frozen=True, kw_only=True)
class SectionSummary:
    """A section on the catalogue's first page: how many items it holds, and the newest of them."""

    section: Section
    total: int
    newest: list[CatalogueItem]


@dataclass(frozen=True, kw_only=True)
class CataloguePage(WebPage):
    template: ClassVar[str] = "web/catalogue.html"
    groups: list[SectionSummary]


@dataclass(frozen=True, kw_only=True)
class SectionPage(WebPage):
    template: ClassVar[str] = "web/section.html"
    section: Section
    items: list[CatalogueItem]
    paging: Paging


@dataclass(frozen=True, kw_only=True)
class CatalogueSearchPage(WebPage):
    """``items`` are one page of the ``total`` hits; ``related`` are others that may be meant, on the last page."""

    template: ClassVar[str] = "web/catalogue_search.html"
    query: str
    problem: str
    total: int
    items: list[CatalogueItem]
    related: list[CatalogueItem]
    paging: Paging

    @property
    def is_wrong(self) -> bool:
        return self.problem != ""


@dataclass(frozen=True, kw_only=True)
class ItemPage(WebPage):
    """``validity`` is the item's on the day of the request; ``member`` names the member office whose it is, "" for
    none."""

    template: ClassVar[str] = "web/item.html"
    item: CatalogueItem
    validity: str
    statutory_class: StatutoryClass | None
    topic: Topic | None
    department: Department | None
    member: str


@dataclass(frozen=True, kw_only=True)
class DisclosurePage(WebPage):
    """The column 政府信息公开. ``classes`` and ``topics`` come with the number of their items; ``guide`` is None while
    none is published."""

    template: ClassVar[str] = "web/disclosure.html"
    guide: CatalogueItem | None
    rules: list[CatalogueItem]
    classes: list[tuple[StatutoryClass, int]]
    topics: list[tuple[Topic, int]]
    reports: list[CatalogueItem]


@dataclass(frozen=True, kw_only=True)
class DisclosedItemsPage(WebPage):
    """One page of the items of a class of article 20, whose ``words`` it shows, or of a topic."""

    template: ClassVar[str] = "web/disclosed_items.html"
    words: str
    items: list[CatalogueItem]
    total: int
    paging: Paging
    column: str
    value: str


@dataclass(frozen=True, kw_only=True)
class LeaveMessagePage(WebPage):
    """Leaving a message, and the ``message`` found under ``number``; ``received`` is its day in local time."""

    template: ClassVar[str] = "web/messages.html"
    form: MessageForm
    number: str
    problem: str
    message: Message | None
    received: date | None
    is_provisional: bool
    """Whether the day by which the message is answered may still change by a decree on days off."""

    @property
    def is_wrong(self) -> bool:
        return self.problem != "" or bool(self.form.errors)


@dataclass(frozen=True, kw_only=True)
class PublicNoticesPage(WebPage):
    """The current public notices, hearings and briefings by kind, or with ``is_archive`` those that are over."""

    template: ClassVar[str] = "web/notices.html"
    groups: list[tuple[NoticeKind, list[PublicNotice]]]
    is_archive: bool


@dataclass(frozen=True, kw_only=True)
class PublicNoticePage(WebPage):
    """One of them; ``form`` is None where nobody may take part, and ``closed`` says why."""

    template: ClassVar[str] = "web/notice.html"
    notice: PublicNotice
    department: str
    is_over: bool
    registers: bool
    form: NoticeForm | None
    closed: str
    result: CatalogueItem | None

    @property
    def is_wrong(self) -> bool:
        return self.form is not None and bool(self.form.errors)


@dataclass(frozen=True, kw_only=True)
class ApplicationFormPage(WebPage):
    """The form of an application for disclosure."""

    template: ClassVar[str] = "web/apply.html"
    form: ApplicationForm

    @property
    def is_wrong(self) -> bool:
        return bool(self.form.errors)


@dataclass(frozen=True, kw_only=True)
class ApplicationReceivedPage(WebPage):
    """The receipt with number and query code; ``already_public`` may answer the application at once. ``member`` is the
    name of the member office it is addressed to, "" for the office that runs the line."""

    template: ClassVar[str] = "web/application_received.html"
    receipt: WebReceipt
    member: str
    already_public: list[CatalogueItem]


@dataclass(frozen=True, kw_only=True)
class ApplicationConfirmationPage(WebPage):
    """Asks to confirm an application; ``application`` is None behind a wrong link. ``is_waiting``: still to confirm."""

    template: ClassVar[str] = "web/application_confirmation.html"
    form: PublicForm
    application: Application | None
    is_waiting: bool
    problem: str

    @property
    def is_wrong(self) -> bool:
        return bool(self.problem)


@dataclass(frozen=True, kw_only=True)
class ApplicationStatusPage(WebPage):
    """How an application stands; ``status`` is None before one was found."""

    template: ClassVar[str] = "web/application_status.html"
    form: StatusForm
    status: PublicStatus | None
    is_late: bool

    @property
    def is_wrong(self) -> bool:
        return bool(self.form.errors)


@dataclass(frozen=True, kw_only=True)
class ApplicationCalendarPage(WebPage):
    """Each of the ``days`` of the limit, and why it counts or not."""

    template: ClassVar[str] = "web/application_calendar.html"
    form: StatusForm
    clock: ClockReading
    days: Sequence[CountedDay]
