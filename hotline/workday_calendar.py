"""Which days are working days in mainland China, by the State Council's yearly decree as chinesecalendar has it."""

import logging
from datetime import date
from functools import cache

import chinese_calendar

log = logging.getLogger(__name__)

FIXED = frozenset({(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)})
"""Month and day of the holidays that fall on the same date in every year: 《全国年节及纪念日放假办法》第二条
(amended 2024-11-10, read 2026-11-23). The others follow the lunar calendar and the solar terms."""


def is_workday(day: date) -> bool:
    """True on a working day, make-up days included. In a year without a decree yet: Monday to Friday, except FIXED.

    Source: 国务院办公厅关于部分节假日安排的通知 of each year, through the package chinesecalendar.

    >>> is_workday(date(2026, 10, 1)), is_workday(date(2026, 10, 10))
    (False, True)
    >>> is_workday(date(2099, 1, 1)), is_workday(date(2099, 1, 2))
    (False, True)
    """
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        _warn_once(day.year)
        return day.weekday() < 5 and (day.month, day.day) not in FIXED


@cache
def _warn_once(year: int) -> None:
    log.warning("chinesecalendar does not know %s yet: counting weekdays but for 1/1, 5/1 and 10/1; upgrade it", year)
