"""The rows of uploaded files, staged in a SQLite file of their own: a hundred thousand rows take little memory."""

from __future__ import annotations

import json
import sqlite3
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any

from hotline.core.errors import InvalidInput
from hotline.core.table_uploads import MOST_ROWS, UploadedFile
from hotline.storage.csv_tables.cells import parse
from hotline.storage.csv_tables.csv_file import check_header
from hotline.storage.csv_tables.schema import (
    COLUMNS,
    HEADINGS,
    MAY_BE_EMPTY,
    MAY_LACK,
    SHARED_GROUPS,
    UNIQUE,
    headings_of,
    recognise,
)
from hotline.storage.csv_tables.uploaded_files import UploadedSheet, open_sheets

MOST_PLACES = 4_096
"""More sheets than the files of one upload can have."""
_AT_ONCE = 1_000
"""Rows that are written, or read, at once."""
_SCHEMA = """
    CREATE TABLE staged
        (id INTEGER PRIMARY KEY, name TEXT, key TEXT, place TEXT, line INTEGER, cells TEXT, faults TEXT);
    PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -4000;
"""


@dataclass(frozen=True)
class StagedRow:
    """A row of a ``table``: where it stands, the text of each column, and what is wrong with it, by column."""

    place: str
    line: int
    table: str
    cells: dict[str, str]
    faults: dict[str, str]

    @property
    def key(self) -> str:
        return key_of_cells(self.table, self.cells)

    def parse(self) -> tuple[dict[str, Any], dict[str, str]]:
        """The values of the cells, and what is wrong, by column; a column with a fault has no value."""
        empty = MAY_BE_EMPTY.get(self.table, "").split()
        values: dict[str, Any] = {}
        faults = dict(self.faults)
        for column in COLUMNS[self.table].split():
            try:
                values[column] = parse(column, self.cells.get(column, ""), may_be_empty=column in empty)
            except ValueError as error:
                faults.setdefault(column, str(error))
        return values, faults


@dataclass
class SheetFault:
    """Why a whole sheet cannot be loaded; ``line`` is that of its header, 0 for none."""

    place: str
    line: int
    column: str
    reason: str


@dataclass
class StagedUpload:
    """The staged rows; a context manager, which deletes its file at the end.

    ``shares_wordings``: entries of different offices may have the same wordings, so that repeats among them are left
    to the check of each entry when it is submitted. That is so too where member offices come in the same upload."""

    shares_wordings: bool = False

    faults: list[SheetFault] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    count: int = 0
    tables: set[str] = field(default_factory=set)
    """The tables that a sheet was read for, also those without rows."""
    headings: dict[tuple[str, str], str] = field(default_factory=dict)
    """(place, column) -> the heading that the file has for it."""

    def __enter__(self) -> StagedUpload:
        self._folder = tempfile.TemporaryDirectory(prefix="hotline-upload-")
        self._db = sqlite3.connect(Path(self._folder.name) / "rows.db", isolation_level=None)
        self._db.executescript(_SCHEMA)
        self._places: list[str] = []
        self._first: dict[int, int] = {}
        """The hash of a value that only one row may have -> the first row that has it: its line, times MOST_PLACES,
        plus the index of its place. One number takes a fifth of the memory of a tuple."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._db.close()
        self._folder.cleanup()

    def stage(self, files: Sequence[UploadedFile], chosen: str, tell: Callable[[int], None]) -> None:
        """Read all files. ``chosen`` is the table that they hold, "" where their headings tell it.

        ``tell`` is given the number of rows read so far, now and then."""
        sheets = 0
        self.shares_wordings = self.shares_wordings or _bring_offices(files, chosen)
        for file in files:
            try:
                for sheet in open_sheets(file):
                    sheets += self._stage_sheet(sheet, chosen, tell)
            except InvalidInput as error:
                self.faults.append(SheetFault(file.name, 0, "", str(error)))
        if not sheets and not self.faults:
            self.faults.append(SheetFault(files[0].name, 0, "", "没有找到表格：第一行应当是标题，跟下载的表格一样。"))
        self._first.clear()
        self._db.execute("CREATE INDEX of_key ON staged (name, key)")

    def batches(self, table: str, size: int) -> Iterator[list[StagedRow]]:
        """The rows of ``table`` in their order, so many at a time."""
        last = 0
        query = "SELECT id, place, line, name, cells, faults FROM staged WHERE name = ? AND id > ? ORDER BY id LIMIT ?"
        while found := self._db.execute(query, (table, last, size)).fetchall():
            last = found[-1][0]
            yield [_row(*one[1:]) for one in found]

    def rows_of_keys(self, table: str, keys: Iterable[str]) -> dict[str, list[StagedRow]]:
        """Key -> its rows in ``table``, for those of ``keys`` that have any."""
        rows: dict[str, list[StagedRow]] = {}
        query = "SELECT place, line, name, cells, faults FROM staged WHERE name = ? AND key = ? ORDER BY id"
        for key in keys:
            found = [_row(*one) for one in self._db.execute(query, (table, key))]
            if found:
                rows[key] = found
        return rows

    def keys(self, table: str, lacking_in: str = "") -> list[str]:
        """The keys of the rows of ``table``, each once; only those that ``lacking_in`` has no row for."""
        query = "SELECT key FROM staged WHERE name = ? GROUP BY key ORDER BY min(id)"
        keys = [key for (key,) in self._db.execute(query, (table,))]
        there = set(self.keys(lacking_in)) if lacking_in else set()
        return [key for key in keys if key not in there]

    def heading(self, place: str, column: str) -> str:
        """The heading of ``column`` as the file has it."""
        return self.headings.get((place, column), column)

    def _stage_sheet(self, sheet: UploadedSheet, chosen: str, tell: Callable[[int], None]) -> bool:
        """Stage the rows of a sheet; returns whether it was one of our tables."""
        self.notes += [f"{sheet.place}：{note}" for note in sheet.notes]
        line, header = next(sheet.rows, (1, []))
        table = chosen or recognise(header, sheet.hints)
        if not table:
            self._pass_over(sheet, line, header)
            return False
        names = [headings_of(table).get(name, name) for name in header]
        columns, may_lack = COLUMNS[table].split(), MAY_LACK.get(table, ())
        bad = list(check_header(sheet.place, line, names, columns, may_lack))
        labels = dict(zip(COLUMNS[table].split(), HEADINGS[table].split(), strict=True))
        self.faults += [
            SheetFault(sheet.place, one.line, labels.get(one.column, one.column), one.reason) for one in bad
        ]
        self.faults += [SheetFault(sheet.place, 0, "", reason) for reason in sheet.faults]
        if bad or sheet.faults:
            return True
        self.headings |= {(sheet.place, name): told for name, told in zip(names, header, strict=True)}
        self.tables.add(table)
        self._insert(self._read_rows(sheet, table, names), tell)
        return True

    def _pass_over(self, sheet: UploadedSheet, line: int, header: list[str]) -> None:
        if sheet.is_only:
            told = "、".join(header[:5])
            self.faults.append(
                SheetFault(sheet.place, line, "", f"标题“{told}”认不出是哪一张表。请照下载的表格写标题，或者选一张表。")
            )
        elif header:
            self.notes.append(f"{sheet.place}：标题认不出是哪一张表，没有读。")

    def _read_rows(self, sheet: UploadedSheet, table: str, names: list[str]) -> Iterator[StagedRow]:
        for line, cells in sheet.rows:
            faults = {}
            if len(cells) > len(names):
                faults[""] = f"这一行有{len(cells)}格，应当有{len(names)}格，多出来的格上面没有标题。"
            padded = cells + [""] * (len(names) - len(cells))
            row = dict.fromkeys(MAY_LACK.get(table, ()), "") | dict(zip(names, padded, strict=False))
            self.count += 1
            if self.count > MOST_ROWS:
                raise InvalidInput({"files": f"行数太多，一次最多{MOST_ROWS}行。请分成几个文件上传。"})
            yield StagedRow(sheet.place, line, table, row, faults | self._find_repeats(sheet.place, line, table, row))

    def _find_repeats(self, place: str, line: int, table: str, row: dict[str, str]) -> dict[str, str]:
        """What is wrong where an earlier row has a value that only one row may have."""
        faults: dict[str, str] = {}
        for (of, column), group in UNIQUE.items():
            if of != table or (self.shares_wordings and group in SHARED_GROUPS):
                continue
            values = row[column].split("\n") if column == "said" else [row[column] if column else table]
            for value in filter(None, map(str.strip, values)):
                first = self._find_first((group, value), place, line)
                if first != (place, line):
                    where = f"第{first[1]}行" if first[0] == place else f"{first[0]}第{first[1]}行"
                    faults.setdefault(column, f"{where}已经有“{value[:40]}”了。" if column else "只能有一行。")
        if table == "legal_bases":
            basis = (row["number"], row["title"], row["article"])
            if self._find_first(basis, place, line) != (place, line):
                faults["article"] = "这个问答已经写了这一条依据。"
        return faults

    def _find_first(self, value: tuple[str, ...], place: str, line: int) -> tuple[str, int]:
        """The place and the line of the first row that has ``value``: an earlier one, or this."""
        if place not in self._places[-1:]:
            self._places.append(place)
        first = self._first.setdefault(hash(value), line * MOST_PLACES + len(self._places) - 1)
        return self._places[first % MOST_PLACES], first // MOST_PLACES

    def _insert(self, rows: Iterator[StagedRow], tell: Callable[[int], None]) -> None:
        told: list[tuple[object, ...]] = []
        for row in rows:
            texts = json.dumps(row.cells, ensure_ascii=False), json.dumps(row.faults, ensure_ascii=False)
            told.append((row.table, row.key, row.place, row.line, *texts))
            if len(told) == _AT_ONCE:
                self._write(told)
                tell(self.count)
        self._write(told)

    def _write(self, told: list[tuple[object, ...]]) -> None:
        self._db.execute("BEGIN")
        query = "INSERT INTO staged (name, key, place, line, cells, faults) VALUES (?, ?, ?, ?, ?, ?)"
        self._db.executemany(query, told)
        self._db.execute("COMMIT")
        told.clear()


def key_of_cells(table: str, cells: dict[str, str]) -> str:
    """What tells a row from the others of its table; that of the office and its disclosure desk is "1"."""
    return "1" if table in ("office", "disclosure_desk") else cells.get(COLUMNS[table].split()[0], "")


def _row(place: str, line: int, table: str, cells: str, faults: str) -> StagedRow:
    return StagedRow(place, line, table, json.loads(cells), json.loads(faults))


def _bring_offices(files: Sequence[UploadedFile], chosen: str) -> bool:
    """Whether one of the sheets holds member offices. What cannot be read is told when it is staged."""
    for file in files:
        with suppress(InvalidInput):
            for sheet in open_sheets(file):
                _, header = next(sheet.rows, (1, []))
                if (chosen or recognise(header, sheet.hints)) == "member_offices" and next(sheet.rows, None):
                    return True
    return False
