"""The tables of the annual report in the layout of the form: cells that span rows and columns.

Labels and spans are those of 国办公开办函〔2021〕30号 as three copies have them (read 2026-11-28 and 29). XLSX, DOCX
and HTML are all written from this one layout."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from hotline.core.disclosure.annual_report import KINDS, ROWS, ReportTables
from hotline.core.disclosure.applications import ApplicantKind
from hotline.core.disclosure.case_files import ContestKind, ContestResult

CORNER = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
TOTAL = "总计"
RESULTS = "三、本年度办理结果"
GROUPS = {
    "3.3": ("（三）不予公开", 8),
    "3.4": ("（四）无法提供", 3),
    "3.5": ("（五）不予处理", 5),
    "3.6": ("（六）其他处理", 3),
}
"""Group of results -> its head, which spans so many rows."""
RESULT_COUNT = 22
"""Rows beside the head 三: 21 results and their total."""
SUITS = "行政诉讼"
PLAIN_HEADS_3 = ("项目", *(kind.value for kind in KINDS), TOTAL)
PLAIN_HEADS_4 = ("类别", *(result.value for result in ContestResult), TOTAL)
"""The heads of tables 三 and 四 where they are written without spans, as in a catalogue item."""


@dataclass(frozen=True)
class FormCell:
    """A cell that spans ``across`` columns and ``down`` rows. ``column`` says what a number counts, for who reads it
    without its heads; ``of`` is (row, column) of the number in its table, by the names of keys and enums."""

    text: str
    across: int = 1
    down: int = 1
    is_head: bool = True
    column: str = ""
    of: tuple[str, str] | None = None


@dataclass(frozen=True)
class FormTable:
    """``heads`` and ``rows`` hold the cells that begin in each row; the first ``labels`` columns are labels."""

    name: str
    columns: int
    labels: int
    heads: tuple[tuple[FormCell, ...], ...]
    rows: tuple[tuple[FormCell, ...], ...]

    @property
    def all_rows(self) -> tuple[tuple[FormCell, ...], ...]:
        return (*self.heads, *self.rows)


@dataclass
class _Grid:
    """Which places of a table are taken by cells that began further up."""

    columns: int
    taken: set[tuple[int, int]] = field(default_factory=set)

    def place(self, row: int, cell: FormCell) -> int:
        """Take the first free place of ``row`` for ``cell``, and return its column."""
        column = next(place for place in range(self.columns) if (row, place) not in self.taken)
        self.taken |= {(row + down, column + across) for down in range(cell.down) for across in range(cell.across)}
        return column


def placed_cells(table: FormTable) -> Iterator[tuple[int, int, FormCell]]:
    """(row, column, cell) of each cell, both from 0: where a spreadsheet or a document has it."""
    grid = _Grid(table.columns)
    for row, cells in enumerate(table.all_rows):
        for cell in cells:
            yield row, grid.place(row, cell), cell


def figures_form(values: Mapping[str, str]) -> FormTable:
    """Table 二; a figure that nobody typed is an empty cell."""

    def block(article: str, column: str, lines: Sequence[tuple[str, str]]) -> tuple[tuple[FormCell, ...], ...]:
        return (
            (FormCell(article, across=4),),
            (FormCell("信息内容"), FormCell(column, across=3)),
            *((FormCell(label), _number(values.get(key, ""), column, across=3)) for label, key in lines),
        )

    made = ("本年制发件数", "本年废止件数", "现行有效件数")
    rows: tuple[tuple[FormCell, ...], ...] = (
        (FormCell("第二十条第（一）项", across=4),),
        tuple(FormCell(text) for text in ("信息内容", *made)),
    )
    for label, name in (("规章", "rules"), ("行政规范性文件", "norms")):
        keys = (f"{name}_made", f"{name}_repealed", f"{name}_valid")
        numbers = (_number(values.get(key, ""), column) for key, column in zip(keys, made, strict=True))
        rows += ((FormCell(label), *numbers),)
    decided = "本年处理决定数量"
    rows += block("第二十条第（五）项", decided, [("行政许可", "licences")])
    rows += block("第二十条第（六）项", decided, [("行政处罚", "penalties"), ("行政强制", "coercions")])
    rows += block("第二十条第（八）项", "本年收费金额（单位：万元）", [("行政事业性收费", "charges")])
    return FormTable(PLAIN_NAMES[0], 4, 1, (), rows)


PLAIN_NAMES = ("表二", "表三", "表四")


def applications_numbers(tables: ReportTables) -> list[list[int]]:
    """The numbers of table 三: a list of seven for each of ROWS, the column 总计 last."""
    table = tables.applications
    return [[*(table.cell(row, kind) for kind in KINDS), table.total(row)] for row, _ in ROWS]


def contests_numbers(tables: ReportTables) -> list[list[int]]:
    """The numbers of table 四: a list of five for each block."""
    table = tables.contests
    return [[*(table.cell(kind, result) for result in ContestResult), table.total(kind)] for kind in ContestKind]


def applications_form(numbers: Sequence[Sequence[object]]) -> FormTable:
    """Table 三; ``numbers`` are as ``applications_numbers`` has them."""
    organisations = KINDS[1:]
    heads = (
        (FormCell(CORNER, across=3, down=3), FormCell("申请人情况", across=len(KINDS) + 1)),
        (
            FormCell(ApplicantKind.PERSON.value, down=2),
            FormCell("法人或其他组织", across=len(organisations)),
            FormCell(TOTAL, down=2),
        ),
        tuple(FormCell(kind.value) for kind in organisations),
    )
    columns = [(kind.value, kind.name) for kind in KINDS] + [(TOTAL, "")]
    rows = tuple(
        (*_labels(key), *(_number(n, *column, key) for n, column in zip(line, columns, strict=True)))
        for (key, _), line in zip(ROWS, numbers, strict=True)
    )
    return FormTable(PLAIN_NAMES[1], 3 + len(columns), 3, heads, rows)


def _labels(key: str) -> tuple[FormCell, ...]:
    """The label cells that begin in the row ``key``."""
    label = dict(ROWS)[key]
    group, _, place = key.rpartition(".")
    if not key.startswith("3."):
        return (FormCell(label, across=3),)
    if group not in GROUPS:
        head = (FormCell(RESULTS, down=RESULT_COUNT),) if label.startswith(RESULTS) else ()
        return (*head, FormCell(label.removeprefix(RESULTS), across=2))
    name, down = GROUPS[group]
    item = FormCell(label.removeprefix(name).strip())
    return (FormCell(name, down=down), item) if place == "1" else (item,)


def contests_form(numbers: Sequence[Sequence[object]]) -> FormTable:
    """Table 四; ``numbers`` are as ``contests_numbers`` has them."""
    review, *suits = ContestKind
    columns = [(result.value, result.name) for result in ContestResult] + [(TOTAL, "")]
    heads = (
        (FormCell(review.value, across=5), FormCell(SUITS, across=10)),
        (*(FormCell(text, down=2) for text, _ in columns), *(FormCell(kind.value, across=5) for kind in suits)),
        tuple(FormCell(text) for _ in suits for text, _ in columns),
    )
    row = tuple(
        _number(n, f"{kind.value}：{text}", name, kind.name)
        for kind, line in zip(ContestKind, numbers, strict=True)
        for n, (text, name) in zip(line, columns, strict=True)
    )
    return FormTable(PLAIN_NAMES[2], len(row), 0, heads, (row,))


def _number(value: object, column: str, name: str = "", row: str = "", across: int = 1) -> FormCell:
    return FormCell(str(value), across=across, is_head=False, column=column, of=(row, name) if row else None)


def read_plain_form(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> FormTable | None:
    """The form of a table that was written without spans, with the heads and the labels of table 三 or 四; None for
    any other table.

    >>> read_plain_form(("类别", "件数"), [("行政复议", "3")]) is None
    True
    """
    labels, numbers = [row[0] for row in rows if row], [row[1:] for row in rows]
    if tuple(heads) == PLAIN_HEADS_3 and labels == [label for _, label in ROWS]:
        return applications_form(numbers)
    if tuple(heads) == PLAIN_HEADS_4 and labels == [kind.value for kind in ContestKind]:
        return contests_form(numbers)
    return None
