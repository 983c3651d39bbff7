"""The list of applications with what is due today, the page of a case, and the calendar of its clock."""

from __future__ import annotations

from itertools import groupby

from flask import request

from hotline.console.applications.confirmation_links import confirmation_link
from hotline.console.applications.labels import key_of
from hotline.console.applications.pages import (
    ApplicationsPage,
    CalendarMonth,
    CasePage,
    ClockCalendarPage,
    ListedApplication,
)
from hotline.console.blueprint import actor, console, department_names
from hotline.core.disclosure.application_life import list_allowed_actions, why_sending_stands
from hotline.core.disclosure.applications import OPEN_STATES, ApplicationState
from hotline.core.disclosure.clocks import CountedDay
from hotline.core.disclosure.marks import ApplicationMark, marks_of
from hotline.core.errors import Conflict
from hotline.core.pagination import Paging, choose_page
from hotline.core.permissions import Permission
from hotline.core.typed_text import clean_line
from hotline.http.context import current_line, render
from hotline.services.disclosure import (
    applications,
    case_files,
    case_materials,
    confirmations,
    due_documents,
    due_work,
    letters,
    owed_report,
    similar_cases,
)
from hotline.services.disclosure.applications import OpenApplication

ROWS_A_PAGE = 30
SEARCH_LIMIT = 100
MOST_PAGES = 100_000
OPEN = "open"
"""The filter of all applications that wait for an answer."""


@console.get("/applications")
def list_applications() -> str:
    """One page of the list, by words and state, below what is due today."""
    line, staff = current_line(), actor()
    search, chosen = clean_line(request.args.get("q"))[:SEARCH_LIMIT], request.args.get("state", "")
    states = _states_of(chosen)
    wanted = min(max(1, request.args.get("page", 1, int)), MOST_PAGES)
    skip = (wanted - 1) * ROWS_A_PAGE
    found, total = applications.list_open_applications(line, staff, states, search, limit=ROWS_A_PAGE, skip=skip)
    paging = choose_page(wanted, rows=total, size=ROWS_A_PAGE)
    if paging.number != wanted:
        found, total = applications.list_open_applications(
            line, staff, states, search, limit=ROWS_A_PAGE, skip=paging.skip
        )
    return render(_list_page(found, total, search, chosen if states else "", paging))


def _list_page(found: list[OpenApplication], total: int, search: str, chosen: str, paging: Paging) -> ApplicationsPage:
    line = current_line()
    return ApplicationsPage(
        title="依申请公开",
        rows=[describe(one) for one in found],
        total=total,
        search=search,
        chosen=chosen,
        states=[(OPEN, "还没有答复的"), *((key_of(state), state.value) for state in ApplicationState)],
        paging=paging,
        tasks=due_work.list_due_tasks(line, actor()),
        document_tasks=due_documents.list_due_documents(line, actor())
        if actor().may(Permission.READ_DOCUMENTS)
        else [],
        has_desk=letters.find_desk(line, actor().office_code) is not None,
        owed_report=owed_report.find_owed_report_for(line, actor()),
    )


def _states_of(chosen: str) -> tuple[ApplicationState, ...]:
    if chosen == OPEN:
        return tuple(state for state in ApplicationState if state in OPEN_STATES)
    return tuple(state for state in ApplicationState if key_of(state) == chosen)


def describe(opened: OpenApplication) -> ListedApplication:
    """An application with its marks of today and the working days that are left."""
    today = current_line().now().date()
    left = opened.clock.days_left(today) if opened.clock else None
    is_open = opened.application.state in OPEN_STATES
    return ListedApplication(opened, marks_of(opened.application, opened.clock, today), left if is_open else None)


@console.get("/applications/<number>")
def application(number: str) -> str:
    line, staff = current_line(), actor()
    opened = applications.get_application(line, staff, number)
    file = case_files.read_case_file(line, staff, number)
    listed = describe(opened)
    is_late = ApplicationMark.LATE in listed.marks and opened.application.state in OPEN_STATES
    return render(
        CasePage(
            title=f"申请 {number}",
            listed=listed,
            is_late=is_late,
            file=file,
            materials=case_materials.list_materials(line, staff, number),
            slip_ends={slip.id: case_files.opinion_due(line, slip) for slip in file.consultations},
            actions=list_allowed_actions(opened.application, staff, is_late=is_late),
            confirmation_link=confirmation_link(opened.application),
            may_text_link=confirmations.can_text(line, staff, opened.application),
            sending_stands=why_sending_stands(opened.application),
            siblings=applications.list_siblings(line, staff, number),
            earlier=applications.list_earlier(line, staff, number) if staff.may(Permission.SEE_APPLICANTS) else [],
            month=similar_cases.count_month(line, staff, number),
            alike=similar_cases.list_answered_alike(line, staff, opened.application),
            published=similar_cases.find_published(line, staff, opened.application),
            departments=department_names(),
        )
    )


@console.get("/applications/<number>/calendar")
def application_calendar(number: str) -> str:
    """Each day of the clock with what kind it is and how it counts, by month."""
    opened = applications.get_application(current_line(), actor(), number)
    if opened.clock is None:
        raise Conflict("收到申请的日期还没有确认，期限还没有开始。")
    today = current_line().now().date()
    by_month = groupby(opened.clock.days, key=_month_name)
    return render(
        ClockCalendarPage(
            title=f"申请 {number} 的期限",
            opened=opened,
            months=[CalendarMonth(name, list(days)) for name, days in by_month],
            days_left=opened.clock.days_left(today),
            counted=opened.clock.counted_by(today),
        )
    )


def _month_name(counted: CountedDay) -> str:
    return f"{counted.day.year}年{counted.day.month}月"
