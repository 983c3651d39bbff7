"""Reads the files that staff upload, XLSX or CSV, as sheets of rows; refuses what no spreadsheet of ours can be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import PurePath

from hotline.core.errors import InvalidInput
from hotline.core.table_uploads import LARGEST_UPLOAD, UploadedFile
from hotline.core.text_length import tidy
from hotline.storage.csv_tables.csv_file import BadTable, read_cell, split_rows, without_empty_end
from hotline.storage.csv_tables.schema import COLUMNS, HEADINGS
from hotline.storage.csv_tables.xlsx_package import check_package, scan_package

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
"""How an XLSX file begins, and how the older XLS does, and an XLSX with a password."""
_MACROS = frozenset({".xlsm", ".xltm", ".xlam", ".xlsb"})
_OLDER = frozenset({".xls", ".et", ".ods", ".xlt"})
_ADVICE = "请在电子表格里另存为XLSX或者“CSV UTF-8”再上传。"
_NAMES = frozenset(name for texts in (*COLUMNS.values(), *HEADINGS.values()) for name in texts.split())


@dataclass(frozen=True)
class UploadedSheet:
    """``place`` names the file and the sheet, ``hints`` are the names that may tell which table it is.

    ``rows`` are (number in the spreadsheet, tidied cells) of the rows that are not blank. ``faults`` say why none can
    be read; ``notes`` are what staff should know of it."""

    place: str
    hints: tuple[str, ...]
    rows: Iterator[tuple[int, list[str]]]
    faults: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    is_only: bool = True


def check_files(files: Sequence[UploadedFile]) -> None:
    """Raise InvalidInput, in a sentence for staff, unless the files may be stored and checked. It takes no time."""
    if not files:
        raise InvalidInput({"files": "请选一个文件。"})
    if sum(len(file.content) for file in files) > LARGEST_UPLOAD:
        raise InvalidInput({"files": f"文件太大，一次最多{LARGEST_UPLOAD // 1024 // 1024}MB。请分成几个文件上传。"})
    names = [file.name for file in files]
    if len(set(names)) < len(names):
        raise InvalidInput({"files": "有两个文件名字一样，请只选一个。"})
    for file in files:
        _check_file(file)


def _check_file(file: UploadedFile) -> None:
    kind, begins = PurePath(file.name).suffix.lower(), file.content[:4]
    problem = ""
    if kind in _MACROS:
        problem = "可能带宏，不能上传。请在电子表格里另存为不带宏的XLSX。"
    elif kind in _OLDER:
        problem = f"是别的格式，读不了。{_ADVICE}"
    elif kind not in (".xlsx", ".csv"):
        problem = f"不是XLSX也不是CSV。{_ADVICE}"
    elif not file.content.strip():
        problem = "是空的。"
    elif begins == _OLE:
        problem = f"其实是旧的XLS格式，或者加了密码。{_ADVICE}"
    elif (kind == ".xlsx") != (begins == _ZIP):
        problem = f"名字的结尾跟内容不符，内容不是{kind[1:].upper()}。{_ADVICE}"
    if problem:
        raise InvalidInput({"files": f"“{file.name}”{problem}"})
    if kind == ".xlsx":
        check_package(file.name, file.content)


def open_sheets(file: UploadedFile) -> Iterator[UploadedSheet]:
    """The sheets of a file, one after the other; the rows of one are read before the next is asked for.

    Raises InvalidInput, also while rows are read, for a file that cannot be read."""
    if PurePath(file.name).suffix.lower() == ".csv":
        yield _open_csv(file)
    else:
        yield from _open_xlsx(file)


def _open_csv(file: UploadedFile) -> UploadedSheet:
    def rows() -> Iterator[tuple[int, list[str]]]:
        try:
            for line, cells in split_rows(file.name, file.content, _NAMES):
                yield line, without_empty_end([read_cell(cell) for cell in cells])
        except BadTable as bad:
            raise InvalidInput({"files": "；".join(map(str, bad.problems))}) from bad

    return UploadedSheet(file.name, (PurePath(file.name).stem,), rows())


def _open_xlsx(file: UploadedFile) -> Iterator[UploadedSheet]:
    marks = scan_package(file.name, file.content)
    # The library takes 0.2 s to import, which no process pays before somebody uploads a workbook.
    xlsx_file = import_module("hotline.storage.csv_tables.xlsx_file")
    for sheet in xlsx_file.read_workbook(file.name, file.content):
        place = f"{file.name}“{sheet.title}”"
        mark = marks.get(sheet.path)
        merged = mark.merged if mark else []
        hidden = ("有隐藏的行，隐藏的行也一起读了。",) if mark and mark.has_hidden_rows else ()
        if sheet.is_hidden:
            yield UploadedSheet(place, (), iter(()), notes=("是隐藏的工作表，没有读。",), is_only=False)
            continue
        named = f"有合并的单元格（{'、'.join(merged)}），合并以后只剩第一格有字。请取消合并，把每一格都填好。"
        yield UploadedSheet(
            place,
            (sheet.title, PurePath(file.name).stem),
            _tidied(sheet.rows),
            faults=(named,) if merged else (),
            notes=hidden,
            is_only=False,
        )


def _tidied(rows: Iterator[tuple[int, list[str]]]) -> Iterator[tuple[int, list[str]]]:
    """The rows that hold more than white space."""
    for line, cells in rows:
        if tidied := without_empty_end([tidy(cell) for cell in cells]):
            yield line, tidied
