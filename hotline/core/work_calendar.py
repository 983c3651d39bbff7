"""What kind of day each day is for limits that count working days: working day, weekend, holiday, make-up day."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import Enum


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
