"""Which days are working days in mainland China, by the State Council's yearly decree as chinesecalendar has it."""

import logging
from datetime import date
from functools import cache

import chinese_calendar

from hotline.core.work_calendar import FIXED_HOLIDAYS, CalendarDay, DayKind

log = logging.getLogger(__name__)


def describe_day(day: date) -> CalendarDay:
    """What kind of day ``day`` is. In a year without a decree yet, which is provisional: Monday to Friday are working
    days, except FIXED_HOLIDAYS.

    Source: 国务院办公厅关于部分节假日安排的通知 of each year, through the package chinesecalendar.

    >>> describe_day(date(2026, 10, 1)).kind, describe_day(date(2026, 10, 1)).name
    (<DayKind.HOLIDAY: '节假日'>, '国庆节')
    >>> describe_day(date(2026, 10, 10)).kind, describe_day(date(2099, 1, 2)).is_provisional
    (<DayKind.MAKE_UP: '调休上班'>, True)
    """
    try:
        is_off, english = chinese_calendar.get_holiday_detail(day)
    except NotImplementedError:
        _warn_once(day.year)
        return _describe_undecreed(day)
    name = chinese_calendar.Holiday(english).chinese if english else ""
    if day.weekday() < 5:
        return CalendarDay(day, DayKind.HOLIDAY if is_off else DayKind.WORKING, name)
    if not is_off:
        return CalendarDay(day, DayKind.MAKE_UP, name)
    return CalendarDay(day, DayKind.HOLIDAY if name else DayKind.WEEKEND, name)


def _describe_undecreed(day: date) -> CalendarDay:
    if (day.month, day.day) in FIXED_HOLIDAYS:
        kind = DayKind.HOLIDAY
    else:
        kind = DayKind.WORKING if day.weekday() < 5 else DayKind.WEEKEND
    return CalendarDay(day, kind, is_provisional=True)


@cache
def _warn_once(year: int) -> None:
    log.warning(
        "chinesecalendar does not know %s yet: counting weekdays but for 1/1, 5/1 and 10/1; upgrade it "
        "or enter the decree in the console",
        year,
    )
