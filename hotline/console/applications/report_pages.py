"""The annual report's tables 三 and 四: each number with its cases, the checks, and the form as a workbook."""

from __future__ import annotations

from flask import Response, request

from hotline.console.applications.forms import by_name
from hotline.console.applications.pages import ReportCasesPage, YearReportPage
from hotline.console.blueprint import actor, console
from hotline.console.tables import XLSX
from hotline.core.disclosure.annual_report import KINDS, ROWS
from hotline.core.disclosure.applications import ApplicantKind
from hotline.core.disclosure.case_files import ContestKind, ContestResult
from hotline.core.errors import NotFound
from hotline.http.context import current_line, render
from hotline.services.disclosure import year_reports

YEARS_SHOWN = 6
EARLIEST = 2019
"""The regulation in force, and with it the form of the report, began in this year."""


@console.get("/applications/report")
def application_report() -> str:
    year = _chosen_year()
    return render(
        YearReportPage(
            title=f"{year}年度报告的两张表",
            year=year,
            years=_years(),
            report=year_reports.read_year(current_line(), actor(), year),
            rows=ROWS,
            kinds=KINDS,
            contest_kinds=tuple(ContestKind),
            results=tuple(ContestResult),
        )
    )


@console.get("/applications/report/cases")
def application_report_cases() -> str:
    """The applications that a number of table 三 counts; without ``kind`` those of the column 总计."""
    year, row = _chosen_year(), request.args.get("row", "")
    kind = by_name(ApplicantKind, request.args.get("kind"))
    report = year_reports.read_year(current_line(), actor(), year)
    label = dict(ROWS).get(row)
    if label is None:
        raise NotFound("没有这一行。")
    numbers = sorted(one for each in ([kind] if kind else KINDS) for one in report.table.cases.get((row, each), ()))
    column = kind.value if kind else "总计"
    return render(ReportCasesPage(title=f"{year}年，{label}，{column}", year=year, numbers=numbers))


@console.get("/applications/report.xlsx")
def application_report_xlsx() -> Response:
    """Both tables in the layout of the form."""
    year = _chosen_year()
    content = year_reports.write_year_xlsx(current_line(), actor(), year)
    name = f"disclosure-report-{year}.xlsx"
    return Response(content, mimetype=XLSX, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _years() -> list[int]:
    this_year = current_line().now().year
    return [year for year in range(this_year, this_year - YEARS_SHOWN, -1) if year >= EARLIEST]


def _chosen_year() -> int:
    """The year in the address; in January, when the report is owed, last year's, else this year's."""
    years = {str(year): year for year in _years()}
    now = current_line().now()
    return years.get(request.args.get("year", ""), now.year - 1 if now.month == 1 else now.year)
