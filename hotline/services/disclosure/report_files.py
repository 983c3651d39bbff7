"""The annual report in words: its opening sentence, and its three tables as a workbook in the layout of the form."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

from hotline.core.disclosure.annual_report import CARRIED_IN, CARRIED_OUT, NEW, RESULT_ROWS, TOTAL_RESULTS
from hotline.core.disclosure.case_files import ContestKind
from hotline.core.disclosure.report_documents import PART_TITLES, PROSE_PARTS, ReportState
from hotline.core.disclosure.report_form import (
    FormTable,
    applications_form,
    applications_numbers,
    contests_form,
    contests_numbers,
    figures_form,
    placed_cells,
)

if TYPE_CHECKING:
    from hotline.core.disclosure.annual_report import ReportTables
    from hotline.services.disclosure.report_documents import OpenReport

UNREVIEWED = "（草稿，没有审核定稿）"
_GROUPS = (
    ("3.1", "予以公开"),
    ("3.2", "部分公开"),
    ("3.3.", "不予公开"),
    ("3.4.", "无法提供"),
    ("3.5.", "不予处理"),
    ("3.6.", "其他处理"),
)
_WIDTHS = {4: (24, 18, 18, 18), 10: (14, 18, 36), 15: ()}
"""Columns of a table -> how wide the first ones are, in characters."""


@dataclass(frozen=True)
class ReportPart:
    """One of the six parts: paragraphs as (is it a heading, text), or a table."""

    title: str
    paragraphs: tuple[tuple[bool, str], ...] = ()
    table: FormTable | None = None


def title_of_report(office: str, year: int) -> str:
    return f"{office}{year}年政府信息公开工作年度报告"


def mark_of(opened: OpenReport) -> str:
    """What every file of a report says that nobody has approved; "" for a frozen one."""
    return "" if opened.state is ReportState.FROZEN else UNREVIEWED


def opening_of(year: int) -> str:
    return (
        "本报告根据《中华人民共和国政府信息公开条例》第四十九条、第五十条和国务院办公厅政府信息与政务公开办公室印发的统一格式"
        f"（国办公开办函〔2021〕30号）编制，统计期限为{year}年1月1日至12月31日。"
    )


def parts_of(opened: OpenReport) -> list[ReportPart]:
    """The six parts, in the order of the form."""
    tables = {
        "二": figures_form(opened.figures),
        "三": applications_form(applications_numbers(opened.tables)),
        "四": contests_form(contests_numbers(opened.tables)),
    }
    return [
        ReportPart(title, tuple(_paragraphs(opened, part)), tables.get(part)) for part, title in PART_TITLES.items()
    ]


def _paragraphs(opened: OpenReport, part: str) -> Iterator[tuple[bool, str]]:
    for one in PROSE_PARTS:
        if one.part == part:
            if one.title:
                yield True, one.title
            lines = opened.prose.get(one.key, "").split("\n")
            yield from ((False, line.strip()) for line in lines if line.strip())


def list_counted(tables: ReportTables) -> list[str]:
    """What the records count, in the words in which the prose tells it."""
    table, contests = tables.applications, tables.contests
    groups = {name: sum(table.total(row) for row in RESULT_ROWS if row.startswith(start)) for start, name in _GROUPS}
    results = "，".join(f"{name}{count}件" for name, count in groups.items())
    suits = sum(contests.total(kind) for kind in ContestKind if kind is not ContestKind.REVIEW)
    return [
        f"新收{table.total(NEW)}件，上年结转{table.total(CARRIED_IN)}件",
        f"办结{table.total(TOTAL_RESULTS)}件：{results}",
        f"结转下年度{table.total(CARRIED_OUT)}件",
        f"行政复议{contests.total(ContestKind.REVIEW)}件，行政诉讼{suits}件",
        f"收取信息处理费{tables.fees}元",
    ]


def write_xlsx(opened: OpenReport) -> bytes:
    """The three tables as a workbook with a sheet each."""
    # The library takes 0.2 s to import, which no process pays before somebody downloads a table.
    xlsx_file = import_module("hotline.storage.csv_tables.xlsx_file")
    sheets = []
    for part in parts_of(opened):
        if part.table is not None:
            rows, merged = _grid(part.table)
            title = part.title.partition("、")[2]
            sheets.append(xlsx_file.FormSheet(title, rows, merged, _WIDTHS[part.table.columns]))
    return bytes(xlsx_file.write_form(sheets))


def _grid(table: FormTable) -> tuple[list[list[str | int | float]], list[str]]:
    """The cells of a sheet, and the ranges that are merged in it."""
    rows: list[list[str | int | float]] = [[""] * table.columns for _ in table.all_rows]
    merged = []
    for row, column, cell in placed_cells(table):
        rows[row][column] = cell.text if cell.is_head else _value(cell.text)
        if cell.across > 1 or cell.down > 1:
            merged.append(f"{_letter(column)}{row + 1}:{_letter(column + cell.across - 1)}{row + cell.down}")
    return rows, merged


def _letter(column: int) -> str:
    return chr(ord("A") + column)


def _value(text: str) -> str | int | float:
    """A number stays one in the spreadsheet."""
    if text.isdecimal():
        return int(text)
    return float(text) if text.replace(".", "", 1).isdecimal() else text
