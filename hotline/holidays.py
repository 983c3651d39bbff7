"""Which days are working days in mainland China: the State Council's yearly decree, as chinesecalendar carries it."""

import logging
from datetime import date
from functools import cache

import chinese_calendar

log = logging.getLogger(__name__)


def is_workday(day: date) -> bool:
    """True on a working day, make-up days included; years not decreed yet count Monday to Friday.

    Source: 国务院办公厅关于部分节假日安排的通知 of each year, through the package chinesecalendar.

    >>> is_workday(date(2026, 10, 1)), is_workday(date(2026, 10, 10))
    (False, True)
    """
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        _warn_once(day.year)
        return day.weekday() < 5


@cache
def _warn_once(year: int) -> None:
    log.warning("chinesecalendar does not know %s yet: counting Monday to Friday; upgrade it", year)
