"""The annual reports that are written: each step of each, with the whole report as it was then."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from hotline.core.disclosure.annual_report import ApplicationsTable, ContestsTable, ReportTables
from hotline.core.disclosure.applications import ApplicantKind
from hotline.core.disclosure.case_files import ContestKind, ContestResult
from hotline.core.disclosure.report_documents import PreparedReport, TypedFigure
from hotline.core.errors import Conflict
from hotline.storage.records.models.report_documents import ReportStepRow
from hotline.storage.records.stores.row_mapping import to_dataclass


class ReportStore:
    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, report: PreparedReport) -> PreparedReport:
        """Add a step. Raises Conflict where another step took its version meanwhile."""
        row = ReportStepRow(
            **{name: value for name, value in vars(report).items() if name not in ("prose", "figures", "tables")}
        )
        row.prose = [list(pair) for pair in report.prose.items()]
        row.figures = [[key, figure.value, figure.typed_by] for key, figure in report.figures.items()]
        row.tables = _tables_row(report.tables) if report.tables else []
        row.writers = list(report.writers)
        self._session.add(row)
        try:
            self._session.flush()
        except IntegrityError as error:
            raise Conflict("别的同事刚刚改过这份报告，请看过新的内容再操作。") from error
        return report

    def find_newest(self, year: int, office_code: str = "") -> PreparedReport | None:
        steps = (
            select(ReportStepRow)
            .filter_by(year=year, office_code=office_code)
            .order_by(ReportStepRow.version.desc())
            .limit(1)
        )
        row = self._session.scalars(steps).first()
        return None if row is None else _report(row)

    def list_steps(self, year: int, office_code: str = "") -> list[PreparedReport]:
        """Every step of an office's report of ``year``, the newest first."""
        steps = (
            select(ReportStepRow).filter_by(year=year, office_code=office_code).order_by(ReportStepRow.version.desc())
        )
        return [_report(row) for row in self._session.scalars(steps)]


def _report(row: ReportStepRow) -> PreparedReport:
    return to_dataclass(
        PreparedReport,
        row,
        prose={key: text for key, text in row.prose},
        figures={key: TypedFigure(value, by) for key, value, by in row.figures},
        tables=_read_tables(row.year, row.tables) if row.tables else None,
        writers=tuple(row.writers),
    )


def _tables_row(tables: ReportTables) -> list[Any]:
    """``tables`` in types that JSON has."""
    applications = [[row, kind.name, list(numbers)] for (row, kind), numbers in tables.applications.cases.items()]
    contests = [[kind.name, result.name, list(numbers)] for (kind, result), numbers in tables.contests.cases.items()]
    return [applications, contests, tables.fees]


def _read_tables(year: int, kept: list[Any]) -> ReportTables:
    applications, contests, fees = kept
    return ReportTables(
        ApplicationsTable(year, {(row, ApplicantKind[kind]): tuple(numbers) for row, kind, numbers in applications}),
        ContestsTable(
            {(ContestKind[kind], ContestResult[result]): tuple(numbers) for kind, result, numbers in contests}
        ),
        fees,
    )
