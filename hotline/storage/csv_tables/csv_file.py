"""One CSV file as rows that know the line they begin on, read and written as spreadsheet programs do."""

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
    """Why a row cannot be loaded: ``line`` counts from 1, the header, and is where the row begins; 0 is the file."""

    file: str
    line: int
    column: str
    reason: str

    def __str__(self) -> str:
        place = f"{self.file} 第{self.line}行" if self.line else self.file
        return f"{place} {self.column}：{self.reason}" if self.column else f"{place}：{self.reason}"


@dataclass(frozen=True)
class CsvRow:
    """The cells of a row by column, tidied."""

    line: int
    cells: dict[str, str]


class BadTable(Exception):
    """The file as a whole cannot be read as a table."""

    def __init__(self, problems: Sequence[TableProblem]) -> None:
        super().__init__("; ".join(map(str, problems)))
        self.problems = tuple(problems)


def read_words(path: Path) -> str:
    """The text of a UTF-8 file, with or without a byte order mark; BadTable names the first line that is not."""
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
    """The rows below the header, blank ones left out; the columns may stand in any order.

    BadTable when the file, its header or a row has not the form of a table with these columns."""
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

    A cell that a spreadsheet would run as a formula (=, +, -, @ first) is written with a ' before it, and
    ``read_rows`` takes one such ' away again; so nobody's formula runs and nothing changes on the way back."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([_write_cell(cell) for cell in row] for row in rows)
    write_words(path, text.getvalue())


def write_words(path: Path, text: str) -> None:
    """Put ``text`` in the place of what the file held, all at once."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    beside.write_text(text, encoding="utf-8", newline="")
    beside.replace(path)


def _split(file: str, text: str) -> Iterator[tuple[int, list[str]]]:
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
