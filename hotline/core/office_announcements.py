"""Announcements (通知): a sentence that the line tells for some hours or days, and the office closing early for it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from hotline.core.departments import check_texts
from hotline.core.typed_days import parse_moment, tidy_moment

TEXT_LIMIT = 60
"""Characters, about fifteen seconds: every caller hears it before the menu."""
LONGEST = timedelta(days=31)
_CODE = re.compile(r"[0-9]{8}-[1-9][0-9]?", re.ASCII)

Closings = Mapping[date, time]
"""Day -> the local time from which the office is closed for the rest of it."""


@dataclass(frozen=True)
class Announcement:
    """What the line tells from ``starts_at`` until ``ends_at``, local times as YYYY-MM-DD HH:MM.

    From ``closed_from`` the office is closed until the end of that day; "" where the hours stay as they are, midnight
    for the whole day. ``code`` tells it from others: a day and a number, 20261130-1."""

    code: str
    text: str
    starts_at: str
    ends_at: str
    closed_from: str

    @property
    def name(self) -> str:
        return self.text

    def is_told(self, now: datetime) -> bool:
        """Whether it is told at ``now``, the office's local time: from its start on, and no longer at its end.

        >>> power_cut = Announcement("20261130-1", "今天下午停电。", "2026-11-30 08:00", "2026-11-30 17:30", "")
        >>> [power_cut.is_told(datetime(2026, 11, 30, *at)) for at in ((7, 59), (8, 0), (17, 29), (17, 30))]
        [False, True, True, False]
        """
        starts, ends = parse_moment(self.starts_at), parse_moment(self.ends_at)
        return starts is not None and ends is not None and starts <= now.replace(tzinfo=None) < ends

    def is_over(self, now: datetime) -> bool:
        """Whether it is no longer told, by the office's local time ``now``."""
        ends = parse_moment(self.ends_at)
        return ends is not None and ends <= now.replace(tzinfo=None)

    @property
    def sentence(self) -> str:
        """``text`` as a whole sentence.

        >>> Announcement("20261130-1", "今天下午停电", "", "", "").sentence
        '今天下午停电。'
        """
        return self.text if self.text[-1:] in "。！？!?" else f"{self.text}。"


def is_announcement_code(text: str) -> bool:
    """
    >>> is_announcement_code("20261130-1"), is_announcement_code("停电")
    (True, False)
    """
    return _CODE.fullmatch(text) is not None


def list_closings(announcements: Iterable[Announcement]) -> dict[date, time]:
    """The days on which the office closes early, or is closed for the whole day; the earliest of a day counts."""
    found: dict[date, time] = {}
    for moment in filter(None, (parse_moment(one.closed_from) for one in announcements)):
        found[moment.date()] = min(moment.time(), found.get(moment.date(), time.max))
    return found


def check_announcement(announcement: Announcement) -> dict[str, str]:
    """What is wrong with an announcement: field -> message."""
    moments = ("starts_at", "ends_at", "closed_from")
    checks: Mapping[str, Callable[[str], str]] = dict.fromkeys(moments, _check_moment)
    problems = check_texts(announcement, ("text", "starts_at", "ends_at"), {"text": TEXT_LIMIT}, checks)
    if not is_announcement_code(announcement.code):
        problems["code"] = "编号是日期加一个数，例如20261130-1。"
    starts, ends, closed = (parse_moment(getattr(announcement, name)) for name in moments)
    if starts and ends and ends <= starts:
        problems["ends_at"] = "结束的时间应当在开始的时间后面。"
    elif starts and ends and ends - starts > LONGEST:
        problems["ends_at"] = f"通知最长{LONGEST.days}天，请看看时间是不是写错了。"
    elif starts and ends and closed and not starts.date() <= closed.date() <= ends.date():
        problems["closed_from"] = "不办公的那一天应当在通知开始和结束的日子之间。"
    return problems


def _check_moment(text: str) -> str:
    return "" if not text or parse_moment(text) else f"“{text}”不是日期和时间，请写成2026-11-30 15:00的样子。"


def tidy_announcement(announcement: Announcement) -> Announcement:
    """``announcement`` with its times as YYYY-MM-DD HH:MM, and its text on one line."""
    times = {name: tidy_moment(getattr(announcement, name)) for name in ("starts_at", "ends_at", "closed_from")}
    return replace(announcement, text=" ".join(announcement.text.split()), **times)
