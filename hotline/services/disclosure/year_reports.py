"""Tables 三 and 四 of the annual report of a year, counted from the records."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotline.core.disclosure.annual_report import (
    CARRIED_OUT,
    ApplicationsTable,
    ReportTables,
    count_applications,
    count_contests,
)
from hotline.core.disclosure.applications import ApplicationAction
from hotline.services.disclosure.annual_report import read_year_cases

if TYPE_CHECKING:
    from hotline.core.disclosure.applications import Application
    from hotline.core.permissions import Staff
    from hotline.services.line import Line


def read_tables(line: Line, actor: Staff, year: int) -> tuple[ReportTables, ApplicationsTable | None]:
    """Count ``year``, and table 三 of the year before, None where nothing was carried over from it."""
    read = read_year_cases(line, actor, year)
    table, before = (count_applications(one, read.cases) for one in (year, year - 1))
    fees = sum(_paid(application, year) for application in read.applications)
    tables = ReportTables(table, count_contests(year, read.contests), fees)
    return tables, before if before.total(CARRIED_OUT) else None


def _paid(application: Application, year: int) -> int:
    """The fees of an application that were paid in ``year``."""
    paid, charged = 0, 0
    for event in application.standing:
        if event.action is ApplicationAction.CHARGE:
            charged = event.yuan
        elif event.action is ApplicationAction.PAY and event.day.year == year:
            paid += charged
    return paid
