"""What kind of day each day is for limits that count working days: working day, weekend, holiday, make-up day."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

FIXED_HOLIDAYS = frozenset({(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)})
"""Month and day of the holidays that fall on the same date in every year: 《全国年节及纪念日放假办法》第二条
(amended 2024-11-10, read 2026-11-23). The others follow the lunar calendar and the solar terms."""


class DayKind(Enum):
    """The value is what staff and citizens read."""

    WORKING = "工作日"
    MAKE_UP = "调休上班"
    WEEKEND = "周末"
    HOLIDAY = "节假日"
    LOCAL_DAY_OFF = "本地放假"


@dataclass(frozen=True)
class CalendarDay:
    """One day; ``name`` tells which holiday or why ("国庆节"), "" on ordinary days.

    ``is_provisional``: the year's days off are not decreed yet, so the kind of the day may still change."""

    day: date
    kind: DayKind
    name: str = ""
    is_provisional: bool = False

    @property
    def is_workday(self) -> bool:
        return self.kind in (DayKind.WORKING, DayKind.MAKE_UP)


DescribeDay = Callable[[date], CalendarDay]
"""A calendar: tells of a day what kind it is."""


def reaches_provisional(start: date, end: date, describe_day: DescribeDay) -> bool:
    """Whether a limit that begins after ``start`` and ends on ``end`` counts a day that is not decreed yet.

    Such an end is provisional (暂定): the decree may make a day off of a working day, and the other way round."""
    counted = (start + timedelta(days=ahead) for ahead in range(1, (end - start).days + 1))
    return any(describe_day(day).is_provisional for day in counted)
