"""The annual report of a year with its checks, and its two tables as a workbook in the layout of the form."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

from hotline.core.disclosure.annual_report import (
    CARRIED_OUT,
    KINDS,
    ROWS,
    ApplicationsTable,
    ReportFinding,
    check_report,
    count_applications,
    count_contests,
)
from hotline.core.disclosure.applications import ApplicationAction
from hotline.core.disclosure.case_files import ContestKind, ContestResult
from hotline.core.permissions import Permission, Staff
from hotline.services.disclosure.annual_report import read_year_cases
from hotline.services.line import Line

if TYPE_CHECKING:
    from hotline.core.disclosure.applications import Application

_PROSE_RULE = 9
"""The check of part five, which is not written here yet."""
_RESULTS = tuple(ContestResult)


@dataclass(frozen=True)
class YearReport:
    """Tables 三 and 四 of a year, what the checks found, and the fees in yuan that were paid in it."""

    table: ApplicationsTable
    contests: dict[tuple[ContestKind, ContestResult], int]
    findings: list[ReportFinding]
    fees: int

    def contests_of(self, kind: ContestKind) -> int:
        """The cell 总计 of a block of table 四."""
        return sum(self.contests[kind, result] for result in _RESULTS)


def read_year(line: Line, actor: Staff, year: int) -> YearReport:
    """Count ``year`` and check it; last year's table is compared where it has cases."""
    read = read_year_cases(line, actor, year)
    table, before = (count_applications(one, read.cases) for one in (year, year - 1))
    contests = count_contests(year, read.contests)
    fees = sum(_paid(application, year) for application in read.applications)
    findings = check_report(table, before if before.total(CARRIED_OUT) else None, {}, fees)
    return YearReport(table, contests, [one for one in findings if one.rule != _PROSE_RULE], fees)


def is_report_due(line: Line, actor: Staff) -> int:
    """The year whose report is owed by 31 January; 0 in other months, or for who does not make it (第五十条)."""
    today = line.now().date()
    return today.year - 1 if today.month == 1 and actor.may(Permission.MAKE_REPORT) else 0


def write_year_xlsx(line: Line, actor: Staff, year: int) -> bytes:
    """Both tables as a workbook with a sheet each, in the layout of 国办公开办函〔2021〕30号."""
    report = read_year(line, actor, year)
    # The library takes 0.2 s to import, which no process pays before somebody downloads a table.
    xlsx_file = import_module("hotline.storage.csv_tables.xlsx_file")
    sheets = (
        xlsx_file.FormSheet("收到和处理政府信息公开申请情况", _applications_rows(report), _APPLICATIONS_MERGED, 60),
        xlsx_file.FormSheet("行政复议、行政诉讼情况", _contests_rows(report), _CONTESTS_MERGED, 12),
    )
    return bytes(xlsx_file.write_form(sheets))


_APPLICATIONS_MERGED = ("A1:A3", "B1:H1", "B2:B3", "C2:G2", "H2:H3")


def _applications_rows(report: YearReport) -> list[list[str | int]]:
    heads: list[list[str | int]] = [
        ["（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）", "申请人情况", *[""] * 6],
        ["", KINDS[0].value, "法人或其他组织", "", "", "", "", "总计"],
        ["", "", *(kind.value for kind in KINDS[1:]), ""],
    ]
    table = report.table
    return heads + [[label, *(table.cell(row, kind) for kind in KINDS), table.total(row)] for row, label in ROWS]


_CONTESTS_MERGED = ("A1:E2", "F1:O1", "F2:J2", "K2:O2")


def _contests_rows(report: YearReport) -> list[list[str | int]]:
    review, suit, after_review = ContestKind
    numbers: list[str | int] = []
    for kind in (review, suit, after_review):
        numbers += [*(report.contests[kind, result] for result in _RESULTS), report.contests_of(kind)]
    return [
        [review.value, *[""] * 4, "行政诉讼", *[""] * 9],
        [*[""] * 5, suit.value, *[""] * 4, after_review.value, *[""] * 4],
        [*(result.value for result in _RESULTS), "总计"] * 3,
        numbers,
    ]


def _paid(application: Application, year: int) -> int:
    """The fees of an application that were paid in ``year``."""
    paid, charged = 0, 0
    for event in application.standing:
        if event.action is ApplicationAction.CHARGE:
            charged = event.yuan
        elif event.action is ApplicationAction.PAY and event.day.year == year:
            paid += charged
    return paid
