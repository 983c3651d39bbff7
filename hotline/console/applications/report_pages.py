"""The annual report as it stands: its tables with the cases behind each number, the checks, and the whole as a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Response, request, url_for
from markupsafe import Markup

from hotline.console.applications.forms import by_name
from hotline.console.applications.pages import ReportCasesPage, ReportDocumentPage, YearReportPage
from hotline.console.blueprint import actor, console
from hotline.console.tables import XLSX
from hotline.core.attachments import MEDIA_TYPES, AttachmentKind
from hotline.core.disclosure.annual_report import KINDS, ROWS
from hotline.core.disclosure.applications import ApplicantKind
from hotline.core.disclosure.case_files import ContestKind, ContestResult
from hotline.core.disclosure.report_documents import FIGURES, REPORT_LIFE, ReportAction
from hotline.core.errors import NotFound
from hotline.http.context import current_line, render
from hotline.services.content.form_html import form_html
from hotline.services.disclosure import report_docx, report_files, report_items
from hotline.services.disclosure.letter_documents import read_letterhead
from hotline.services.disclosure.report_documents import EARLIEST, OpenReport, read_report

if TYPE_CHECKING:
    from collections.abc import Callable

    from hotline.core.disclosure.report_form import FormCell

YEARS_SHOWN = 6


@console.get("/applications/report")
def application_report() -> str:
    return show_report(chosen_year())


def show_report(year: int, comment: str = "", problem: str = "") -> str:
    """The page of the report of ``year``; ``problem`` is what was wrong with a step, ``comment`` was typed for it."""
    opened = read_report(current_line(), actor(), year)
    prepared = opened.prepared
    item = prepared.item if prepared else ""
    published = report_items.find_published(current_line(), year, item, actor().office_code)
    return render(
        YearReportPage(
            title=f"{year}年政府信息公开工作年度报告",
            opened=opened,
            years=_years(),
            tables=[
                (part.title, Markup(form_html(part.table, _linked(year))))  # noqa: S704 — escaped cell by cell
                for part in report_files.parts_of(opened)
                if part.table is not None
            ],
            actions=_actions(opened),
            published=published,
            figures=FIGURES,
            is_told=report_items.is_told(opened, published),
            wrote_it=prepared is not None and actor().name in prepared.writers,
            comment=comment,
            problem=problem,
        )
    )


def _actions(opened: OpenReport) -> list[ReportAction]:
    """The steps that this person may take now; who wrote the report is shown why they may not freeze it."""
    return [
        action
        for (state, action), (_, permission) in REPORT_LIFE.items()
        if state is opened.state and actor().may(permission)
    ]


@console.get("/applications/report/cases")
def application_report_cases() -> str:
    """The applications that a number of table 三 or 四 counts; without ``column`` those of 总计."""
    year, row, column = chosen_year(), request.args.get("row", ""), request.args.get("column", "")
    opened = read_report(current_line(), actor(), year)
    label, numbers = (
        _contested(opened, row, column) if row in ContestKind.__members__ else _counted(opened, row, column)
    )
    return render(ReportCasesPage(title=f"{year}年，{label}", year=year, numbers=sorted(numbers)))


def _counted(opened: OpenReport, row: str, column: str) -> tuple[str, list[str]]:
    label, kind = dict(ROWS).get(row), by_name(ApplicantKind, column)
    if label is None:
        raise NotFound("没有这一行。")
    cases = opened.tables.applications.cases
    numbers = [number for one in ([kind] if kind else KINDS) for number in cases.get((row, one), ())]
    return f"{label}，{kind.value if kind else '总计'}", numbers


def _contested(opened: OpenReport, row: str, column: str) -> tuple[str, list[str]]:
    kind, result = ContestKind[row], by_name(ContestResult, column)
    cases = opened.tables.contests.cases
    numbers = [number for one in ([result] if result else ContestResult) for number in cases.get((kind, one), ())]
    return f"{kind.value}，{result.value if result else '总计'}", numbers


def _linked(year: int) -> Callable[[FormCell], str]:
    """Gives each number that is not 0 the address of the cases behind it."""

    def link(cell: FormCell) -> str:
        if cell.of is None or cell.text == "0":
            return ""
        row, column = cell.of
        return url_for("console.application_report_cases", year=year, row=row, column=column.lower() or None)

    return link


@console.get("/applications/report/document")
def application_report_document() -> str:
    """The whole report in the layout of the form, to be read and printed."""
    year = chosen_year()
    opened = read_report(current_line(), actor(), year)
    office = read_letterhead(current_line(), actor().office_code).office
    return render(
        ReportDocumentPage(
            title=f"{year}年度报告全文",
            year=year,
            heading=report_files.title_of_report(office, year),
            mark=report_files.mark_of(opened),
            opening=report_files.opening_of(year),
            parts=[
                (part, Markup(form_html(part.table)) if part.table else Markup())  # noqa: S704 — escaped cell by cell
                for part in report_files.parts_of(opened)
            ],
        )
    )


@console.get("/applications/report.xlsx")
def application_report_xlsx() -> Response:
    """The three tables in the layout of the form."""
    year = chosen_year()
    return _download(report_files.write_xlsx(read_report(current_line(), actor(), year)), XLSX, f"{year}.xlsx")


@console.get("/applications/report.docx")
def application_report_docx() -> Response:
    """The whole report as a document."""
    year = chosen_year()
    opened = read_report(current_line(), actor(), year)
    content = report_docx.write_docx(opened, read_letterhead(current_line(), actor().office_code).office)
    return _download(content, MEDIA_TYPES[AttachmentKind.DOCX], f"{year}.docx")


def _download(content: bytes, media_type: str, ending: str) -> Response:
    name = f"disclosure-report-{ending}"
    return Response(content, mimetype=media_type, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _years() -> list[int]:
    this_year = current_line().now().year
    return [year for year in range(this_year, this_year - YEARS_SHOWN, -1) if year >= EARLIEST]


def chosen_year() -> int:
    """The year in the address; in January, when the report is owed, last year's, else this year's."""
    years = {str(year): year for year in _years()}
    now = current_line().now()
    return years.get(request.args.get("year", ""), now.year - 1 if now.month == 1 else now.year)
