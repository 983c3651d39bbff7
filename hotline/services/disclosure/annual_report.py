"""The annual report of a year, counted from the applications."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from hotline.core.disclosure.annual_report import (
    ApplicationsTable,
    ReportCase,
    count_applications,
    count_contests,
)
from hotline.core.disclosure.applications import Application, ApplicationAction, ApplicationEvent
from hotline.core.disclosure.case_files import ContestKind, ContestResult
from hotline.core.permissions import Permission, Staff
from hotline.services.line import Line

if TYPE_CHECKING:
    from hotline.storage.records.unit_of_work import Unit

_ANSWERS = (ApplicationAction.SEND, ApplicationAction.WITHDRAW)


def count_year(
    line: Line, actor: Staff, year: int
) -> tuple[ApplicationsTable, dict[tuple[ContestKind, ContestResult], int]]:
    """Tables 三 and 四 of ``year``.

    An application counts under its first answer; one that a court sent back does not count again."""
    actor.require(Permission.MAKE_REPORT)
    with line.records.reading() as unit:
        applications = unit.applications.list_received_until(date(year, 12, 31))
        cases = [_case(unit, application) for application in applications]
        return count_applications(year, cases), count_contests(year, unit.case_files.list_contests())


def _case(unit: Unit, application: Application) -> ReportCase:
    answer = _first_answer(application)
    reply = unit.case_files.find_reply(application.number, until=answer.at) if answer else None
    return ReportCase(
        number=application.number,
        kind=application.applicant_kind,
        received_on=application.received_on or application.arrived_on,
        answered_on=answer.day if answer and reply else None,
        report_row=reply.report_row if reply else "",
    )


def _first_answer(application: Application) -> ApplicationEvent | None:
    return next((event for event in application.events if event.action in _ANSWERS), None)
