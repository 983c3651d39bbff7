"""Reads and writes one CSV file as spreadsheet programs do; each row knows its number in the spreadsheet."""

import codecs
import csv
import io
import itertools
import os
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from hotline.core.text_length import tidy

_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
"""The byte order marks of UTF-16, which a spreadsheet's "Unicode text" begins with."""
_PART = 1024 * 1024
"""Bytes that are decoded at once."""
_HEADER = 16_384
"""Characters in which the header of a table is looked for."""
_FORMULA = re.compile(r"'*[=+\-@＝＋－＠]")
_QUOTED_FORMULA = re.compile(r"'+[=+\-@＝＋－＠]")


@dataclass(frozen=True)
class TableProblem:
    """Why a row cannot be loaded. ``line`` is the row as a spreadsheet numbers it: the header is 1, and 0 means the
    whole file. In a file with one word a line it is the line."""

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
    """The text of a file in UTF-8, in UTF-16 with its mark, or in GB18030, which Chinese spreadsheet programs write.

    Raises BadTable, which names the first line that is none of them."""
    if not path.is_file():
        raise BadTable([TableProblem(path.name, 0, "", "缺少这个文件。")])
    return decode_words(path.name, path.read_bytes())


def decode_words(file: str, raw: bytes) -> str:
    """The text of the content of a file, as ``read_words`` reads it."""
    return raw.decode(_find_encoding(file, raw))


def _find_encoding(file: str, raw: bytes) -> str:
    """The encoding in which ``raw`` is text without NUL; it is decoded a part at a time, not all at once."""
    for encoding in ("utf-16",) if raw.startswith(_UTF_16) else ("utf-8-sig", "gb18030"):
        line = 1
        try:
            for part in _decode_parts(raw, encoding):
                if "\x00" in part:
                    line += part[: part.index("\x00")].count("\n")
                    raise BadTable([TableProblem(file, line, "", "含有空字符（NUL），文件可能损坏。")])
                line += part.count("\n")
            return encoding
        except UnicodeDecodeError as error:
            line += error.object[: error.start].count(b"\n")
    reason = "认不出文字编码，请在电子表格里另存为“CSV UTF-8”或者“XLSX”。"
    raise BadTable([TableProblem(file, line, "", reason)])


def _decode_parts(raw: bytes, encoding: str) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder(encoding)()
    for at in range(0, len(raw), _PART):
        yield decoder.decode(raw[at : at + _PART], final=at + _PART >= len(raw))


def read_rows(
    path: Path, columns: Sequence[str], headings: Mapping[str, str] | None = None, may_lack: Collection[str] = ()
) -> list[CsvRow]:
    """The rows below the header, without blank ones. The columns may be in any order, and separated by commas,
    semicolons or tabs; empty ones at the end are ignored. ``headings`` are other names that a header may give them. A
    column that the file ``may_lack`` is read as empty.

    Raises BadTable when the file, its header or a row is not that of a table with these columns."""
    known = dict(headings or {}) | {column: column for column in columns}
    text = read_words(path)
    rows = _split(path.name, io.StringIO(text, newline=""), _find_delimiter(text[:_HEADER], known))
    return _rows(path.name, rows, columns, known, may_lack)


def split_rows(file: str, raw: bytes, known: Collection[str]) -> Iterator[tuple[int, list[str]]]:
    """(its number in a spreadsheet, cells) of each row that is not blank, of the content of a file.

    ``known`` names tell what divides the cells. The text is never in memory as a whole. Raises BadTable."""
    encoding = _find_encoding(file, raw)
    with io.TextIOWrapper(io.BytesIO(raw), encoding, newline="") as header:
        delimiter = _find_delimiter(header.read(_HEADER), known)
    with io.TextIOWrapper(io.BytesIO(raw), encoding, newline="") as stream:
        yield from _split(file, stream, delimiter)


def _rows(
    file: str,
    lines: Iterator[tuple[int, list[str]]],
    columns: Sequence[str],
    known: dict[str, str],
    may_lack: Collection[str],
) -> list[CsvRow]:
    line, header = next(lines, (1, []))
    names = [known.get(name.strip(), name.strip()) for name in without_empty_end(header)]
    problems = list(check_header(file, line, names, columns, may_lack))
    if problems:
        raise BadTable(problems)
    lacking = {column: "" for column in columns if column not in names}
    rows = []
    for line, cells in lines:
        cells = without_empty_end(cells, len(names))
        if len(cells) != len(names):
            reason = f"这一行有{len(cells)}格，应当有{len(names)}格，请检查逗号和引号。"
            problems.append(TableProblem(file, line, "", reason))
        read = {name: read_cell(cell) for name, cell in zip(names, cells, strict=False)}
        rows.append(CsvRow(line, read | lacking))
    if problems:
        raise BadTable(problems)
    return rows


def write_rows(path: Path, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Write ``table_text`` into a file, atomically."""
    write_words(path, table_text(columns, rows))


def table_text(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """The text of a table that ``read_rows`` reads back unchanged, with the mark by which spreadsheets know UTF-8.

    A spreadsheet would run a cell that begins with =, +, - or @ as a formula. It is written with a ' in front, which
    ``read_rows`` removes."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([_write_cell(cell) for cell in row] for row in rows)
    return "\ufeff" + text.getvalue()


def write_words(path: Path, text: str) -> None:
    """Replace the content of a file by ``text``, atomically."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    temporary.write_text(text, encoding="utf-8", newline="")
    temporary.replace(path)


def _split(file: str, text: TextIO, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """(its number in a spreadsheet, cells) of each row that is not blank."""
    reader = csv.reader(text, delimiter=delimiter, strict=True)
    for line in itertools.count(1):
        try:
            cells = next(reader, None)
        except csv.Error as error:
            raise BadTable([TableProblem(file, line, "", f"引号或分隔符不成对，读不下去（{error}）。")]) from error
        if cells is None:
            return
        if any(cell.strip() for cell in cells):
            yield line, cells


def _find_delimiter(text: str, known: Collection[str]) -> str:
    """The mark that divides the first line into the most known names; a comma where none does."""
    header = next((line for line in text.splitlines() if line.strip()), "")
    return max(",;\t", key=lambda mark: sum(name.strip(' "') in known for name in header.split(mark)))


def without_empty_end(cells: list[str], least: int = 0) -> list[str]:
    """``cells`` without the empty ones at the end, which spreadsheets write after columns that were cleared; not fewer
    than ``least``."""
    end = len(cells)
    while end > least and not cells[end - 1].strip():
        end -= 1
    return cells[:end]


def check_header(
    file: str, line: int, names: list[str], columns: Sequence[str], may_lack: Collection[str] = ()
) -> Iterator[TableProblem]:
    """What is wrong with the header ``names`` of a table that should have ``columns`` and ``may_lack`` some."""
    for column in columns:
        if column not in names and column not in may_lack:
            yield TableProblem(file, line, column, "缺少这一列。")
    for place, name in enumerate(names):
        if name not in columns:
            yield TableProblem(file, line, name or f"第{place + 1}列", "不认识这一列。")
        elif name in names[:place]:
            yield TableProblem(file, line, name, "这一列出现了两次。")


def read_cell(cell: str) -> str:
    """A cell of a CSV file without surplus white space, and without the ' that ``table_text`` writes."""
    text = tidy(cell)
    return text[1:] if _QUOTED_FORMULA.match(text) else text


def _write_cell(cell: str) -> str:
    return f"'{cell}" if _FORMULA.match(cell) else cell
