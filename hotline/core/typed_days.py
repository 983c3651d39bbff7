"""Days and moments as people type them into a form or a table, in the office's local time."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime

_DAY = re.compile(r"(?:(?P<year>[0-9]{4})[-/.年])?(?P<month>[0-9]{1,2})[-/.月](?P<day>[0-9]{1,2})日?", re.ASCII)
_MOMENT = re.compile(r"(?P<day>.*[0-9日])[ T]+(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})(:00)?", re.ASCII)


def fold_typed(text: str) -> str:
    """``text`` in half width and without space around it, as input methods often do not write dates.

    >>> fold_typed(" ２０２７－０２－０５　")
    '2027-02-05'
    """
    return unicodedata.normalize("NFKC", text).strip()


def parse_day(text: str, year: str = "") -> date | None:
    """The day that ``text`` names; one without a year is of ``year``. None where it names none.

    >>> parse_day("2027-2-5"), parse_day("2月5日", "2027"), parse_day("2月30日", "2027"), parse_day("2月5日")
    (datetime.date(2027, 2, 5), datetime.date(2027, 2, 5), None, None)
    """
    found = _DAY.fullmatch(fold_typed(text))
    try:
        return date(int(found["year"] or year), int(found["month"]), int(found["day"])) if found else None
    except ValueError:
        return None


def parse_moment(text: str) -> datetime | None:
    """The local day and time that ``text`` names, without a time zone; None where it names none.

    >>> parse_moment("2026-11-30 15:00"), parse_moment("2026-11-30T15:00"), parse_moment("2026-11-30")
    (datetime.datetime(2026, 11, 30, 15, 0), datetime.datetime(2026, 11, 30, 15, 0), None)
    """
    found = _MOMENT.fullmatch(fold_typed(text))
    day = parse_day(found["day"]) if found else None
    if found is None or day is None:
        return None
    try:
        return datetime(day.year, day.month, day.day, int(found["hour"]), int(found["minute"]))  # noqa: DTZ001 — local
    except ValueError:
        return None


def tidy_day(text: str) -> str:
    """``text`` as YYYY-MM-DD where it names a day, else as it is.

    >>> tidy_day("2026年12月4日"), tidy_day("下周")
    ('2026-12-04', '下周')
    """
    day = parse_day(text)
    return day.isoformat() if day else text


def tidy_moment(text: str) -> str:
    """``text`` as YYYY-MM-DD HH:MM where it names a moment, else as it is.

    >>> tidy_moment("2026/11/30 9:05"), tidy_moment("2026-11-30T15:00")
    ('2026-11-30 09:05', '2026-11-30 15:00')
    """
    moment = parse_moment(text)
    return f"{moment:%Y-%m-%d %H:%M}" if moment else text
