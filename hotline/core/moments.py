"""A coming moment as people name it: which day it is, counted from today, and the time on the clock."""

from __future__ import annotations

from datetime import datetime

_DAYS = {0: "今天", 1: "明天", 2: "后天"}
_WEEKDAYS = "一二三四五六日"


def name_moment(moment: datetime, now: datetime) -> str:
    """``moment``, which lies after ``now`` in the same time zone, within a week by the day's name, else by its date.

    >>> at = datetime.fromisoformat
    >>> name_moment(at("2026-11-23 14:00"), at("2026-11-23 12:10"))
    '今天下午2点'
    >>> friday, holiday = at("2026-11-27 20:00"), at("2026-09-30 18:00")
    >>> name_moment(at("2026-11-30 08:30"), friday), name_moment(at("2026-10-08 08:30"), holiday)
    ('星期一上午8点30分', '10月8日上午8点30分')
    """
    days = (moment.date() - now.date()).days
    day = _DAYS.get(days) or (f"星期{_WEEKDAYS[moment.weekday()]}" if days < 7 else f"{moment.month}月{moment.day}日")
    return day + _name_time(moment)


def _name_time(moment: datetime) -> str:
    half = "上午" if moment.hour < 12 else "下午"
    minutes = f"{moment.minute}分" if moment.minute else ""
    return f"{half}{(moment.hour - 1) % 12 + 1}点{minutes}"
