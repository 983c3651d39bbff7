"""Reads and writes one CSV file as spreadsheet programs do; each row knows the line on which it begins."""

import csv
import io
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from hotline.core.text_length import tidy

_FORMULA = re.compile(r"'*[=+\-@＝＋－＠]")
_QUOTED_FORMULA = re.compile(r"'+[=+\-@＝＋－＠]")


@dataclass(frozen=True)
class TableProblem:
    """Why a row cannot be loaded. ``line`` is where it begins; the header is line 1, and 0 means the whole file."""

    file: str
    line: int
    column: str
    reason: str

    def __str__(self) -> str:
        place = f"{self.file} 第{self.line}行" if self.line else self.file
        return f"{place} {self.column}：{self.reason}" if self.column else f"{place}：{self.reason}"


@dataclass(frozen=True)
class CsvRow:
    """A row: column -> cell, without surplus white space."""

    line: int
    cells: dict[str, str]


class BadTable(Exception):
    """The file cannot be read as a table at all; ``problems`` says why."""

    def __init__(self, problems: Sequence[TableProblem]) -> None:
        super().__init__("; ".join(map(str, problems)))
        self.problems = tuple(problems)


def read_words(path: Path) -> str:
    """The text of a UTF-8 file, with or without a byte order mark. Raises BadTable, which names the first bad line."""
    if not path.is_file():
        raise BadTable([TableProblem(path.name, 0, "", "缺少这个文件。")])
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        reason = "不是UTF-8编码（可能是GBK），请在电子表格里另存为“CSV UTF-8”。"
        raise BadTable([TableProblem(path.name, raw[: error.start].count(b"\n") + 1, "", reason)]) from error
    if "\x00" in text:
        line = text[: text.index("\x00")].count("\n") + 1
        raise BadTable([TableProblem(path.name, line, "", "含有空字符（NUL），文件可能损坏。")])
    return text


def read_rows(path: Path, columns: Sequence[str]) -> list[CsvRow]:
    """The rows below the header, without blank ones. The columns may be in any order.

    Raises BadTable when the file, its header or a row is not that of a table with these columns."""
    lines = _split(path.name, read_words(path))
    line, header = next(lines, (1, []))
    names = [name.strip() for name in header]
    problems = list(_check_header(path.name, line, names, columns))
    if problems:
        raise BadTable(problems)
    rows = []
    for line, cells in lines:
        if len(cells) != len(names):
            reason = f"这一行有{len(cells)}格，应当有{len(names)}格，请检查逗号和引号。"
            problems.append(TableProblem(path.name, line, "", reason))
        rows.append(CsvRow(line, {name: _read_cell(cell) for name, cell in zip(names, cells, strict=False)}))
    if problems:
        raise BadTable(problems)
    return rows


def write_rows(path: Path, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Write a table that ``read_rows`` reads back unchanged.

    A spreadsheet would run a cell that begins with =, +, - or @ as a formula. It is written with a ' in front, which
    ``read_rows`` removes."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([_write_cell(cell) for cell in row] for row in rows)
    write_words(path, text.getvalue())


def write_words(path: Path, text: str) -> None:
    """Replace the content of a file by ``text``, atomically."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    temporary.write_text(text, encoding="utf-8", newline="")
    temporary.replace(path)


def _split(file: str, text: str) -> Iterator[tuple[int, list[str]]]:
    """(line on which it begins, cells) of each row that is not blank."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader, None)
        except csv.Error as error:
            raise BadTable([TableProblem(file, line, "", f"引号或分隔符不成对，读不下去（{error}）。")]) from error
        if cells is None:
            return
        if any(cell.strip() for cell in cells):
            yield line, cells


def _check_header(file: str, line: int, names: list[str], columns: Sequence[str]) -> Iterator[TableProblem]:
    for column in columns:
        if column not in names:
            yield TableProblem(file, line, column, "缺少这一列。")
    for place, name in enumerate(names):
        if name not in columns:
            yield TableProblem(file, line, name or f"第{place + 1}列", "不认识这一列。")
        elif name in names[:place]:
            yield TableProblem(file, line, name, "这一列出现了两次。")


def _read_cell(cell: str) -> str:
    text = tidy(cell)
    return text[1:] if _QUOTED_FORMULA.match(text) else text


def _write_cell(cell: str) -> str:
    return f"'{cell}" if _FORMULA.match(cell) else cell
