"""Writes one table as an XLSX workbook, or a form with merged cells; no cell is a formula whatever it holds."""

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Border, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet
from openpyxl.worksheet.datavalidation import DataValidation

WIDTHS = (12, 60)
"""The narrowest and the widest column, in characters of the spreadsheet's font."""
LONGEST_LIST = 255
"""Characters that a list of choices may have (Microsoft, Excel specifications and limits, read 2026-11-29)."""
LONGEST_CELL = 32_767
"""Characters that a cell may have (the same page); what is longer would be cut without a word."""
LAST_ROW = 1_048_576


def write_workbook(
    title: str, headings: Sequence[str], rows: Iterable[Sequence[str]], choices: Mapping[str, Sequence[str]]
) -> bytes:
    """The bytes of a workbook with one sheet, ``title``: the headings, frozen, and the rows below them as plain text.

    ``choices`` maps a heading to the values that its column may have; a spreadsheet offers them as a list. Raises
    ValueError for a cell that is longer than LONGEST_CELL."""
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet(title)
    sheet.freeze_panes = "A2"
    for place, heading in enumerate(headings, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = max(WIDTHS[0], min(WIDTHS[1], 4 * len(heading)))
        _offer(sheet, get_column_letter(place), choices.get(heading, ()))
    for row in (headings, *rows):
        sheet.append([_text(sheet, cell) for cell in row])
    written = io.BytesIO()
    workbook.save(written)
    return written.getvalue()


@dataclass(frozen=True)
class FormSheet:
    """A sheet of a form: its rows, the ranges that are ``merged`` ("A1:A3"), and how wide the first column is."""

    title: str
    rows: Sequence[Sequence[str | int]]
    merged: Sequence[str]
    first_width: int


def write_form(sheets: Sequence[FormSheet]) -> bytes:
    """The bytes of a workbook with these sheets, each cell framed; numbers stay numbers."""
    workbook = Workbook()
    workbook.remove(workbook.active)
    line = Side(style="thin")
    for form in sheets:
        sheet = workbook.create_sheet(form.title)
        for row in form.rows:
            sheet.append(list(row))
        for cell in (cell for row in sheet.iter_rows() for cell in row):
            if isinstance(cell.value, str):
                cell.data_type = "s"
            cell.border = Border(left=line, right=line, top=line, bottom=line)
            centred = isinstance(cell.value, int) or cell.column > 1
            cell.alignment = Alignment(horizontal="center" if centred else None, vertical="center", wrap_text=True)
        for cells in form.merged:
            sheet.merge_cells(cells)
        for place in range(1, sheet.max_column + 1):
            sheet.column_dimensions[get_column_letter(place)].width = form.first_width if place == 1 else WIDTHS[0]
    written = io.BytesIO()
    workbook.save(written)
    return written.getvalue()


def _offer(sheet: WriteOnlyWorksheet, column: str, values: Sequence[str]) -> None:
    """Offer ``values`` in a column, unless they are too many or one has the comma that divides them."""
    joined = ",".join(values)
    if not values or len(joined) > LONGEST_LIST or any("," in value or '"' in value for value in values):
        return
    offered = DataValidation(type="list", formula1=f'"{joined}"', allow_blank=True)
    offered.add(f"{column}2:{column}{LAST_ROW}")
    sheet.data_validations.append(offered)


def _text(sheet: WriteOnlyWorksheet, words: str) -> WriteOnlyCell:
    """A cell that holds ``words`` as text, also where they begin with = or look like a number."""
    if len(words) > LONGEST_CELL:
        raise ValueError("a cell is too long for a spreadsheet")
    cell = WriteOnlyCell(sheet, value=ILLEGAL_CHARACTERS_RE.sub("", words))
    cell.data_type = "s"
    return cell
