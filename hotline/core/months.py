"""Calendar months."""

from datetime import date
from typing import TypeVar

Day = TypeVar("Day", bound=date)


def month_after(first: Day) -> Day:
    """The first day of the month after that whose first day is ``first``; a time of day stays.

    >>> month_after(date(2026, 12, 1))
    datetime.date(2027, 1, 1)
    """
    return first.replace(year=first.year + first.month // 12, month=first.month % 12 + 1)


def month_before(first: Day) -> Day:
    """The first day of the month before that whose first day is ``first``.

    >>> month_before(date(2027, 1, 1))
    datetime.date(2026, 12, 1)
    """
    return first.replace(year=first.year - (first.month == 1), month=(first.month - 2) % 12 + 1)
