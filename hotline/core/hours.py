"""The office's hours: whether somebody is there now, and when somebody is there next."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from hotline.core.departments import Office
from hotline.core.workdays import IsWorkday

_DAYS_AHEAD = 31
"""Longer than any holiday."""


def shifts(office: Office) -> list[tuple[time, time]]:
    """From when until when somebody is there on a working day, in order; hours nobody can read are left out."""
    found = []
    for hours in (office.morning_hours, office.afternoon_hours):
        begin, _, end = hours.partition("-")
        try:
            found.append((time.fromisoformat(begin.strip()), time.fromisoformat(end.strip())))
        except ValueError:
            continue
    return found


def is_staffed(office: Office, now: datetime, is_workday: IsWorkday) -> bool:
    """Whether somebody is there ``now``, the office's local time."""
    return is_workday(now.date()) and any(begin <= now.time() < end for begin, end in shifts(office))


def next_opening(office: Office, now: datetime, is_workday: IsWorkday) -> datetime | None:
    """When somebody is there next after ``now``; None where no hours are known."""
    openings = (datetime.combine(day, begin, now.tzinfo) for day in _days(now) for begin, _ in shifts(office))
    return next((moment for moment in openings if moment > now and is_workday(moment.date())), None)


def _days(now: datetime) -> Iterator[date]:
    return (now.date() + timedelta(days=days) for days in range(_DAYS_AHEAD))
