"""Reads quantities, by value and unit: 三十天 and 30日 are equal, 30日 and 60日 differ."""

from __future__ import annotations

import re
from dataclasses import dataclass

from hotline.core.chinese_numerals import DIGITS
from hotline.matching.text.normalise import read_number

_NUMERAL = f"[{DIGITS}〇两十百千]"
_AMOUNT = re.compile(
    rf"(?P<number>\d+(?:\.\d+)?|{_NUMERAL}+|半)(?P<times>[万亿]?)个?"
    r"(?P<unit>工作日|小时|分钟|星期|礼拜|公里|平方米|年级|周岁|周年|年|岁|月份|月|日|天|号|周|级|等|类|档|期|度|元|块|孩|胎|人|倍|折|"
    r"公斤|斤|克|米|寸|厘米|毫米|平米|平方|楼|层|条|款|审|次|批|路|座|%)"
    rf"|第(?P<ordinal>\d+|{_NUMERAL}+)"
    r"|(?P<code>[a-z]*\d[a-z\d]*)"
)
_DAYS = {"工作日": 1, "天": 1, "日": 1, "周": 7, "星期": 7, "礼拜": 7, "月": 30, "年": 360, "周年": 360}
_UNIT_SYNONYMS = {"号": "日", "周岁": "岁", "块": "元", "胎": "孩", "月份": "月份", "平方": "平方米", "平米": "平方米"}
_FIRST_YEAR = 1900
"""A number of years from this one on is a date."""
_MULTIPLIERS = {"": 1, "万": 10_000, "亿": 100_000_000}


@dataclass(frozen=True)
class Quantity:
    """``value`` in units of ``unit``; durations are in days ("日", or "工作日" for working days).

    A code (c1, 12345) has the value 0 and is itself the unit."""

    value: float
    unit: str

    @property
    def kind(self) -> str:
        """Quantities of one kind can be compared: the unit, or "编号" for all codes (c1, 12345)."""
        return self.unit if self.value else "编号"


def list_quantities(text: str) -> dict[Quantity, str]:
    """The quantities of ``text`` (plain), each with its words; 一 before a general measure word counts as none.

    >>> [list(list_quantities(said)) == [Quantity(30, "日")] for said in ("三十天", "30日", "一个月")]
    [True, True, True]
    """
    found: dict[Quantity, str] = {}
    for match in _AMOUNT.finditer(text):
        quantity = _read(match)
        if quantity is not None:
            found.setdefault(quantity, match[0])
    return found


def _read(match: re.Match[str]) -> Quantity | None:
    if match["code"]:
        return Quantity(0, match["code"])
    if match["ordinal"]:
        return Quantity(_value(match["ordinal"]), "第")
    value, unit = _value(match["number"]) * _MULTIPLIERS[match["times"]], match["unit"]
    if value == 1 and unit in ("次", "人", "块", "条", "期", "度", "等", "类", "路", "批", "座", "级", "样"):
        return Quantity(1, unit) if match["number"] == "1" or unit in ("级", "等", "类") else None
    if unit == "年" and value >= _FIRST_YEAR:
        return Quantity(value, "公历年")
    if unit in _DAYS:
        days = value * _DAYS[unit]
        return Quantity(days, "工作日" if unit == "工作日" else "日")
    return Quantity(value, _UNIT_SYNONYMS.get(unit, unit))


def _value(number: str) -> float:
    if number == "半":
        return 0.5
    if number.replace(".", "", 1).isdigit():
        return float(number)
    return float(read_number(number) or 0)
