"""Converts a cell of a CSV table to the value it stands for, and back."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from enum import Enum

from hotline.core.catalogue import Section

_FORMULA_ERRORS = frozenset({"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A"})
"""What a spreadsheet shows in a cell whose formula failed (ECMA-376 Part 1, 18.17.3)."""
_DAY_ZERO = date(1899, 12, 30)
"""The day from which spreadsheets count days, so that 61 is 1900-03-01 (ECMA-376 Part 1, 18.17.4.1)."""


def parse(column: str, cell: str, *, may_be_empty: bool) -> object:
    """The value of a cell in ``column``. Raises ValueError, in Chinese for staff, when the cell has no valid value."""
    if not cell and not may_be_empty:
        raise ValueError("不能为空。")
    if cell in _FORMULA_ERRORS:
        raise ValueError(f"这一格的公式出错了（{cell}），请改成文字。")
    return _TYPES.get(column, str)(cell)


def unparse(value: object) -> str:
    """The cell that ``parse`` would read as ``value``.

    >>> unparse(date(2026, 11, 23)), unparse(("复议", "期限")), unparse(102)
    ('2026-11-23', '复议;期限', '102')
    """
    if isinstance(value, tuple):
        return ";".join(value)
    return str(value.value) if isinstance(value, Enum) else str(value)


def _date(cell: str) -> date:
    # Spreadsheet programs read 2026-11-23 and write it back as 2026/11/23, 2026年11月23日, or the number of the day.
    match = re.fullmatch(r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?(?: 0?0:00(?::00)?)?", cell)
    if match:
        try:
            return date(*map(int, match.groups()))
        except ValueError:
            pass
    elif re.fullmatch(r"[0-9]{5}", cell):
        return _DAY_ZERO + timedelta(days=int(cell))
    raise ValueError(f"“{cell}”不是日期，请写成2026-11-23的样子。")


def _number(cell: str) -> int:
    if not re.fullmatch(r"[0-9]{3}|[0-9]{6}", cell):
        raise ValueError(f"“{cell}”不是三位数或者六位数的编号。")
    return int(cell)


def _section(cell: str) -> Section:
    try:
        return Section(cell)
    except ValueError:
        names = "、".join(section.value for section in Section)
        raise ValueError(f"没有“{cell}”这个栏目，可以写：{names}。") from None


def _words(cell: str) -> tuple[str, ...]:
    words = (word.strip() for word in re.split("[;；、]", cell))
    return tuple(dict.fromkeys(word for word in words if word))


def _lines(cell: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(line for line in map(str.strip, cell.split("\n")) if line))


_TYPES: dict[str, Callable[[str], object]] = {
    "number": _number,
    "keywords": _words,
    "said": _lines,
    "effective_date": _date,
    "review_date": _date,
    "in_force": _date,
    "read_on": _date,
    "made_date": _date,
    "published_date": _date,
    "section": _section,
}
