"""The office's hours: whether somebody is there now, and when somebody is there next."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from hotline.core.departments import Office
from hotline.core.workdays import IsWorkday, add_working_days

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


def answer_by(office: Office, received: datetime, is_workday: IsWorkday) -> datetime:
    """Until when somebody who wrote at ``received`` (the office's local time) is to be answered, while the office is
    staffed: within 24 hours (GB/T 33358-2016 《政府热线服务规范》) of which only working days count.

    What comes before the office opens is answered until it closes that day, and what comes after it has closed, or when
    it is closed all day, until it closes on the next working day."""
    day, clock, hours = received.date(), received.time(), shifts(office)
    if not is_workday(day):
        clock = time.max
    elif hours and clock < hours[0][0]:
        day, clock = day - timedelta(days=1), time.max
    due = add_working_days(day, 1, is_workday)
    ends = [min(clock, end) for begin, end in hours if begin <= clock]
    return datetime.combine(due, ends[-1] if ends else clock, received.tzinfo)


def _days(now: datetime) -> Iterator[date]:
    return (now.date() + timedelta(days=days) for days in range(_DAYS_AHEAD))
