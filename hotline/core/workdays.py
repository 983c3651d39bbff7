"""Time limits in working days; which days are working days is passed in, for the calendar is decreed every year."""

from collections.abc import Callable
from datetime import date, timedelta

IsWorkday = Callable[[date], bool]


def add_working_days(start: date, days: int, is_workday: IsWorkday) -> date:
    """The last day of a limit of ``days`` working days; the day it begins is not counted (民法典 第二百零一条).

    >>> add_working_days(date(2026, 11, 20), 1, lambda day: day.weekday() < 5)
    datetime.date(2026, 11, 23)
    """
    day = start
    while days:
        day += timedelta(days=1)
        days -= is_workday(day)
    return day
