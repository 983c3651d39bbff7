"""Reads the sheets of an XLSX workbook, and writes one table, or a form with merged cells, in which no
cell is a formula."""

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile

from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Border, Side
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet._write_only import WriteOnlyWorksheet
from openpyxl.worksheet.datavalidation import DataValidation

from hotline.core.errors import InvalidInput

WIDTHS = (12, 60)
"""The narrowest and the widest column, in characters of the spreadsheet's font."""
LONGEST_LIST = 255
"""Characters that a list of choices may have (Microsoft, Excel specifications and limits, read 2026-11-29)."""
LONGEST_CELL = 32_767
"""Characters that a cell may have (the same page); what is longer would be cut without a word."""
LAST_ROW = 1_048_576
MOST_COLUMNS = 64
"""Columns that are read of a sheet; no table of ours has a third of that."""
_UNREADABLE = (KeyError, ValueError, TypeError, AttributeError, IndexError, ParseError, BadZipFile, OSError)
"""What the library raises for a damaged file, beside InvalidFileException."""


@dataclass(frozen=True)
class WorkbookSheet:
    """``path`` is the part that holds the sheet, ``rows`` are its rows as (number in the spreadsheet, texts)."""

    title: str
    path: str
    is_hidden: bool
    rows: Iterator[tuple[int, list[str]]]


def read_workbook(name: str, content: bytes) -> Iterator[WorkbookSheet]:
    """The sheets of a workbook, one after the other; the rows of one are read before the next is asked for.

    What a formula showed when the file was saved counts, the formula does not. Call ``check_package`` and
    ``scan_package`` before. Raises InvalidInput, also while rows are read, for a file that cannot be read."""
    try:
        workbook = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    except (*_UNREADABLE, InvalidFileException) as error:
        raise _damaged(name) from error
    try:
        for sheet in workbook.worksheets:
            path = sheet._worksheet_path.lstrip("/")
            yield WorkbookSheet(sheet.title, path, sheet.sheet_state != "visible", _rows(name, sheet))
    finally:
        workbook.close()


def _rows(name: str, sheet: object) -> Iterator[tuple[int, list[str]]]:
    """The rows that are not blank."""
    sheet.reset_dimensions()  # type: ignore[attr-defined]  # what the file says of its size may be wrong
    rows = sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True)  # type: ignore[attr-defined]
    try:
        for line, values in enumerate(rows, start=1):
            if line > LAST_ROW:
                raise _damaged(name)
            end = len(values)
            while end and values[end - 1] is None:
                end -= 1
            if end:
                yield line, [_cell_text(value) for value in values[:end]]
    except _UNREADABLE as error:
        raise _damaged(name) from error


def _cell_text(value: object) -> str:
    """The text of a cell, as somebody would type it.

    >>> [_cell_text(value) for value in (None, 102.0, 0.5, True, datetime(2026, 1, 5), time(8, 30))]
    ['', '102', '0.5', 'TRUE', '2026-01-05', '08:30']
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    if isinstance(value, datetime):
        return value.isoformat(" ", "seconds")
    if isinstance(value, date):
        return value.isoformat()
    return f"{value:%H:%M}" if isinstance(value, time) else str(value)


def _damaged(name: str) -> InvalidInput:
    return InvalidInput({"files": f"“{name}”打不开，文件可能损坏。请在电子表格里重新另存为XLSX。"})


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
    """A sheet of a form: its rows, the ranges that are ``merged`` ("A1:A3"), and how wide its first columns are."""

    title: str
    rows: Sequence[Sequence[str | int | float]]
    merged: Sequence[str]
    widths: Sequence[int]


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
            centred = not isinstance(cell.value, str) or cell.column > len(form.widths)
            cell.alignment = Alignment(horizontal="center" if centred else None, vertical="center", wrap_text=True)
        for cells in form.merged:
            sheet.merge_cells(cells)
        for place in range(1, sheet.max_column + 1):
            width = form.widths[place - 1] if place <= len(form.widths) else WIDTHS[0]
            sheet.column_dimensions[get_column_letter(place)].width = width
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
