"""The list that goes with new information to the archive and the public library, by month or by quarter.

An office hands what it discloses to the 国家档案馆 and the 公共图书馆 in time: 《政府信息公开条例》第二十五条 (read
2026-11-28). No text read says how often, so a month and a quarter can be chosen."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from typing import TYPE_CHECKING

from hotline.core.item_numbers import number_to_key
from hotline.core.months import month_after, month_before
from hotline.core.permissions import Permission

if TYPE_CHECKING:
    from hotline.core.catalogue import CatalogueItem
    from hotline.core.permissions import Staff
    from hotline.services.line import Line

HEADINGS = ("序号", "索引号", "标题", "文号", "公开日期", "电话按的号码")
_PERIOD = re.compile(r"(20[0-9]{2})-(?:(0[1-9]|1[0-2])|q([1-4]))", re.ASCII)
_QUARTERS = "一二三四"
QUARTERS_SHOWN, MONTHS_SHOWN = 4, 12
"""Periods that are offered beside the chosen one."""


@dataclass(frozen=True)
class HandOverPeriod:
    """A calendar month or a quarter. ``key`` is "2026-11" or "2026-q4", as an address has it; ``end`` is the day after
    its last."""

    key: str
    name: str
    first: date
    end: date


@dataclass(frozen=True)
class LibraryList:
    """The items that were disclosed in ``period`` and are in force now, the oldest first, with their number to key."""

    period: HandOverPeriod
    items: list[tuple[CatalogueItem, str]]

    @property
    def rows(self) -> list[list[str]]:
        """The cells below HEADINGS."""
        return [
            [str(place), item.index_number, item.title, item.document_number, item.published_date.isoformat(), key]
            for place, (item, key) in enumerate(self.items, start=1)
        ]


def month_period(first: date) -> HandOverPeriod:
    """
    >>> month_period(date(2026, 12, 1)).name
    '2026年12月'
    """
    return HandOverPeriod(f"{first:%Y-%m}", f"{first.year}年{first.month}月", first, month_after(first))


def quarter_period(day: date) -> HandOverPeriod:
    """The quarter in which ``day`` is.

    >>> period = quarter_period(date(2026, 11, 5))
    >>> period.key, period.name, str(period.end)
    ('2026-q4', '2026年第四季度', '2027-01-01')
    """
    quarter = (day.month - 1) // 3
    first = date(day.year, 3 * quarter + 1, 1)
    end = month_after(month_after(month_after(first)))
    return HandOverPeriod(f"{day.year}-q{quarter + 1}", f"{day.year}年第{_QUARTERS[quarter]}季度", first, end)


def read_period(key: str, today: date) -> HandOverPeriod:
    """The period of an address; the last whole quarter where ``key`` is none."""
    found = _PERIOD.fullmatch(key)
    if found is None:
        return quarter_period(month_before(quarter_period(today).first))
    year = int(found[1])
    return month_period(date(year, int(found[2]), 1)) if found[2] else quarter_period(date(year, 3 * int(found[3]), 1))


def list_periods(today: date) -> list[HandOverPeriod]:
    """The quarters and the months up to this one, the newest first."""
    quarters = [quarter_period(today)]
    months = [month_period(today.replace(day=1))]
    while len(quarters) < QUARTERS_SHOWN:
        quarters.append(quarter_period(month_before(quarters[-1].first)))
    while len(months) < MONTHS_SHOWN:
        months.append(month_period(month_before(months[-1].first)))
    return quarters + months


def make_library_list(line: Line, actor: Staff, period: HandOverPeriod) -> LibraryList:
    """What is public now of what was disclosed in ``period``."""
    actor.require(Permission.READ_ENTRIES)
    items = line.knowledge.items_published(period.first, period.end)
    listed = [(item, number_to_key(item.index_number)) for item in reversed(items) if not item.is_repealed]
    return LibraryList(period, listed)


def write_library_xlsx(line: Line, actor: Staff, period: HandOverPeriod) -> bytes:
    """The list as a workbook."""
    rows = make_library_list(line, actor, period).rows
    # The library takes 0.2 s to import, which no process pays before somebody downloads a list.
    xlsx_file = import_module("hotline.storage.csv_tables.xlsx_file")
    return bytes(xlsx_file.write_workbook("移交清单", HEADINGS, rows, {}))
