"""The list of documents with what is due today, the page of one with its clock, and what was often asked for."""

from __future__ import annotations

from itertools import groupby

from flask import request

from hotline.console.applications.forms import by_name
from hotline.console.applications.pages import CalendarMonth
from hotline.console.blueprint import actor, console, department_names
from hotline.console.documents.pages import (
    DocumentCalendarPage,
    DocumentPage,
    DocumentsPage,
    ListedDocument,
    OftenAskedPage,
)
from hotline.core.disclosure.clocks import CountedDay
from hotline.core.disclosure.documents import (
    DisclosureAttribute,
    DocumentState,
    ground_article,
    list_document_actions,
    taken_part,
)
from hotline.core.disclosure.marks import ApplicationMark, urgency_of
from hotline.core.disclosure.outcomes import ReplyOutcome
from hotline.core.disclosure.statutory_classes import STATUTORY_CLASSES
from hotline.core.errors import Conflict
from hotline.core.pagination import choose_page
from hotline.core.permissions import Permission
from hotline.core.typed_text import clean_line
from hotline.http.context import current_line, render
from hotline.services.disclosure import documents, due_documents, often_asked
from hotline.services.disclosure.documents import OpenDocument

ROWS_A_PAGE = 30
SEARCH_LIMIT = 100
_NEXT = {
    DocumentState.DRAFTED: "等起草的人提交审核。",
    DocumentState.PROPOSED: "等发布员审核。",
    DocumentState.AUDITED: "等审核员签发。",
    DocumentState.SIGNED: "等发布员转到公开目录。",
}
_DECIDED_NEXT = (DocumentState.PROPOSED, DocumentState.AUDITED)


@console.app_template_filter("statutory_class")
def name_class(number: str) -> str:
    """The class of article 20 with this number, as staff read it; "" for none."""
    return STATUTORY_CLASSES[number].label if number in STATUTORY_CLASSES else ""


@console.app_template_filter("ground_article")
def name_article(ground: ReplyOutcome) -> str:
    """The article on which a document is withheld."""
    return ground_article(ground)


@console.get("/documents")
def list_documents() -> str:
    """One page of the register, by words, state and attribute, below what is due today."""
    line, staff = current_line(), actor()
    search = clean_line(request.args.get("q"))[:SEARCH_LIMIT]
    state = by_name(DocumentState, request.args.get("state"))
    attribute = by_name(DisclosureAttribute, request.args.get("attribute"))
    total = documents.list_documents(line, staff, state=state, attribute=attribute, words=search, limit=0)[1]
    paging = choose_page(request.args.get("page", 1, int), rows=total, size=ROWS_A_PAGE)
    found, _ = documents.list_documents(
        line, staff, state=state, attribute=attribute, words=search, limit=paging.size, skip=paging.skip
    )
    return render(
        DocumentsPage(
            title="文件登记",
            rows=[_describe(one) for one in found],
            total=total,
            search=search,
            chosen_state=state.name.lower() if state else "",
            chosen_attribute=attribute.name.lower() if attribute else "",
            states=[(one.name.lower(), one.value) for one in DocumentState],
            attributes=[(one.name.lower(), one.value) for one in DisclosureAttribute],
            paging=paging,
            tasks=due_documents.list_due_documents(line, staff),
            departments=department_names(),
        )
    )


def _describe(opened: OpenDocument) -> ListedDocument:
    """A document with its marks of today and the working days that are left."""
    today, clock = current_line().now().date(), opened.clock
    if clock is None:
        return ListedDocument(opened, (), None)
    if clock.stopped_on is not None:
        return ListedDocument(opened, (ApplicationMark.LATE,) if clock.is_overdue(today) else (), None)
    provisional = (ApplicationMark.PROVISIONAL,) if clock.is_provisional else ()
    return ListedDocument(opened, (*urgency_of(clock, today), *provisional), clock.days_left(today))


@console.get("/documents/<int:document>")
def document(document: int) -> str:
    staff = actor()
    opened = documents.get_document(current_line(), staff, document)
    listed, shown = _describe(opened), opened.document
    writes = staff.may(Permission.PROPOSE_DOCUMENTS) or staff.may(Permission.AUDIT_DOCUMENTS)
    is_closed = shown.state is DocumentState.DROPPED or shown.is_public
    before = [None, *(event.attribute for event in shown.events)]
    return render(
        DocumentPage(
            title=shown.details.title,
            listed=listed,
            is_late=ApplicationMark.LATE in listed.marks and shown.published_on is None,
            is_review_due=shown.review_on is not None and shown.review_on <= current_line().now().date(),
            actions=list_document_actions(shown, staff),
            waits_for="" if shown.state is DocumentState.SIGNED and not shown.is_open else _NEXT.get(shown.state, ""),
            has_taken_part=shown.state in _DECIDED_NEXT and staff.name in taken_part(shown),
            may_consult=writes and not is_closed,
            departments=department_names(),
            attribute_of={event.serial: one for event, one in zip(shown.events, before, strict=False)},
        )
    )


@console.get("/documents/<int:document>/calendar")
def document_calendar(document: int) -> str:
    """Each day of the clock with what kind it is and how it counts, by month."""
    opened = documents.get_document(current_line(), actor(), document)
    if opened.clock is None:
        raise Conflict("这份文件没有公开的期限：还没有成文，或者不是主动公开的。")
    by_month = groupby(opened.clock.days, key=_month_name)
    return render(
        DocumentCalendarPage(
            title=f"公开的期限：{opened.document.details.title}",
            opened=opened,
            months=[CalendarMonth(name, list(days)) for name, days in by_month],
            last_day=opened.clock.last_day,
        )
    )


def _month_name(counted: CountedDay) -> str:
    return f"{counted.day.year}年{counted.day.month}月"


@console.get("/documents/often-asked")
def list_often_asked() -> str:
    """What several people applied for, each with a button that registers a document."""
    asked = often_asked.list_often_asked(current_line(), actor())
    return render(OftenAskedPage(title="多人申请的信息", asked=asked))
