"""Public notices (公示), hearings (听证) and briefings (通报): what an office announces and hears the public on.

The rules are those of the four systems of Yunnan (云政发〔2009〕40号, 云政办发〔2009〕41号, in force since
2009-03-01). No text that could be read on 2026-11-29 says how long a public notice lasts, so the
office gives its days itself."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import Enum

from hotline.core.catalogue import INDEX_NUMBER
from hotline.core.departments import check_texts
from hotline.core.opening_hours import IsWorkday, add_working_days
from hotline.core.typed_days import fold_typed, parse_day, parse_moment, tidy_day, tidy_moment

CODE_DIGITS = 7
"""The year and three digits: neither an entry (3 or 6), nor a message (8), nor an application (9) has so many."""
HEARING_NOTICE_DAYS = 10
"""Working days that lie between the announcement of a hearing and the hearing."""
BRIEFING_DAY = 10
"""A briefing is out before this day of the first month of the next quarter (云建监〔2009〕146号 第六条)."""
_CODE = re.compile(r"20[0-9]{2}(?!000)[0-9]{3}", re.ASCII)
_QUARTER = re.compile(r"(20[0-9]{2})-([1-4])", re.ASCII)
_SEATS = re.compile(r"[1-9][0-9]{0,2}", re.ASCII)


class NoticeKind(Enum):
    """The value is what citizens and staff read, and what the tables hold."""

    NOTICE = "公示"
    HEARING = "听证"
    BRIEFING = "通报"


_NEEDS = {
    NoticeKind.NOTICE: ("starts_on", "ends_on", "place", "how_to_comment"),
    NoticeKind.HEARING: ("held_at", "place", "seats", "chosen_how", "register_until"),
    NoticeKind.BRIEFING: ("quarter",),
}
"""The fields that a kind needs beside those of all; the fields of other kinds stay empty."""


@dataclass(frozen=True)
class PublicNotice:
    """One announcement, of the NoticeKind with the value ``genre``.

    Days are YYYY-MM-DD, ``held_at`` is local time as YYYY-MM-DD HH:MM. ``place`` is where a hearing is held, or where
    the documents of a public notice can be seen. ``quarter`` is that of a briefing: 2026-3. ``announced_on`` is the day
    on which the public was told first, "" until then. ``result`` and ``result_item``, the index number of a catalogue
    item, tell what came of it."""

    code: str
    genre: str
    title: str
    matter: str
    department: str
    starts_on: str
    ends_on: str
    place: str
    how_to_comment: str
    held_at: str
    seats: str
    chosen_how: str
    register_until: str
    quarter: str
    announced_on: str
    result: str
    result_item: str

    @property
    def name(self) -> str:
        return self.title

    @property
    def section(self) -> NoticeKind:
        """The kind; a public notice while a draft names none."""
        return next((kind for kind in NoticeKind if kind.value == self.genre), NoticeKind.NOTICE)

    @property
    def quarter_name(self) -> str:
        quarter = Quarter.parse(self.quarter)
        return quarter.name if quarter else ""

    @property
    def held_on(self) -> date | None:
        moment = parse_moment(self.held_at)
        return moment.date() if moment else None

    @property
    def last_day(self) -> date | None:
        """The last day on which it is current: of its period, of the hearing, or until the next briefing is owed."""
        match self.section:
            case NoticeKind.NOTICE:
                return parse_day(self.ends_on)
            case NoticeKind.HEARING:
                return self.held_on
            case NoticeKind.BRIEFING:
                quarter = Quarter.parse(self.quarter)
                return quarter.next.briefing_deadline if quarter else None

    @property
    def open_until(self) -> date | None:
        """The last day on which citizens may take part; None where they may not."""
        match self.section:
            case NoticeKind.NOTICE:
                return parse_day(self.ends_on)
            case NoticeKind.HEARING:
                return parse_day(self.register_until)
            case NoticeKind.BRIEFING:
                return None

    def is_over(self, today: date) -> bool:
        last = self.last_day
        return last is not None and last < today

    def is_open(self, today: date) -> bool:
        """Whether citizens may comment, or register, on ``today``."""
        first = parse_day(self.starts_on) if self.section is NoticeKind.NOTICE else None
        until = self.open_until
        return until is not None and today <= until and (first is None or first <= today)

    @property
    def has_result(self) -> bool:
        return bool(self.result or self.result_item)


@dataclass(frozen=True, order=True)
class Quarter:
    year: int
    number: int

    @classmethod
    def parse(cls, text: str) -> Quarter | None:
        """
        >>> Quarter.parse("2026-3"), Quarter.parse("2026-5")
        (Quarter(year=2026, number=3), None)
        """
        found = _QUARTER.fullmatch(text)
        return cls(int(found[1]), int(found[2])) if found else None

    @classmethod
    def of(cls, day: date) -> Quarter:
        return cls(day.year, (day.month + 2) // 3)

    @property
    def first_day(self) -> date:
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def last_day(self) -> date:
        return self.next.first_day - timedelta(days=1)

    @property
    def next(self) -> Quarter:
        return Quarter(self.year + self.number // 4, self.number % 4 + 1)

    @property
    def previous(self) -> Quarter:
        return Quarter(self.year - (self.number == 1), (self.number + 2) % 4 + 1)

    @property
    def briefing_deadline(self) -> date:
        """The last day on which its briefing is in time: before the tenth is the ninth at the latest.

        >>> Quarter(2026, 4).briefing_deadline, Quarter(2026, 1).previous
        (datetime.date(2027, 1, 9), Quarter(year=2025, number=4))
        """
        return self.next.first_day.replace(day=BRIEFING_DAY - 1)

    @property
    def name(self) -> str:
        return f"{self.year}年第{'一二三四'[self.number - 1]}季度"

    def __str__(self) -> str:
        return f"{self.year}-{self.number}"


def fields_of_others(kind: NoticeKind) -> frozenset[str]:
    """The fields that stay empty in a notice of ``kind``.

    >>> sorted(fields_of_others(NoticeKind.NOTICE))
    ['chosen_how', 'held_at', 'quarter', 'register_until', 'seats']
    """
    return frozenset(name for needed in _NEEDS.values() for name in needed) - frozenset(_NEEDS[kind])


def is_notice_code(text: str) -> bool:
    """
    >>> is_notice_code("2026001"), is_notice_code("2026000"), is_notice_code("12345678")
    (True, False, False)
    """
    return _CODE.fullmatch(text) is not None


def sort_notices(notices: Iterable[PublicNotice], today: date) -> list[PublicNotice]:
    """Those that are current first, and of these, as of those that are over, the newest first."""
    newest = sorted(notices, key=lambda one: (one.announced_on, one.code), reverse=True)
    return sorted(newest, key=lambda one: one.is_over(today))


def earliest_hearing_day(announced: date, is_workday: IsWorkday) -> date:
    """The first day for a hearing that is announced on ``announced``: the day after ten whole working days.

    “在听证会举行的10个工作日前” could be read as one day fewer. The stricter reading is lawful by both.

    >>> earliest_hearing_day(date(2026, 11, 30), lambda day: day.weekday() < 5)
    datetime.date(2026, 12, 15)
    """
    return add_working_days(announced, HEARING_NOTICE_DAYS, is_workday) + timedelta(days=1)


def announce(notice: PublicNotice, told: PublicNotice | None, today: date) -> PublicNotice:
    """``notice`` with the day on which the public is told of it, where ``told`` is what it was told already.

    A hearing that is moved to another day is announced anew."""
    is_moved = told is not None and notice.section is NoticeKind.HEARING and notice.held_on != told.held_on
    first = told.announced_on if told is not None and not is_moved else ""
    return replace(notice, announced_on=first or today.isoformat())


def check_notice(notice: PublicNotice) -> dict[str, str]:
    """What keeps ``notice`` from being published, whatever the day: field name -> message."""
    kinds = {kind.value for kind in NoticeKind}
    if notice.genre not in kinds:
        return {"genre": "请选公示、听证或者通报。"}
    required = ("title", "matter", "department", *_NEEDS[notice.section])
    problems = check_texts(notice, required, _LIMITS, _CHECKS)
    if not is_notice_code(notice.code):
        problems["code"] = "编号是年份加三位数，例如2026001。"
    for name in fields_of_others(notice.section):
        if getattr(notice, name):
            problems[name] = f"{notice.genre}不用填这一项，请清空。"
    return problems or _check_order(notice)


def check_days(notice: PublicNotice, told: PublicNotice | None, is_workday: IsWorkday, today: date) -> dict[str, str]:
    """What keeps ``notice`` from being published on ``today``; its ``announced_on`` is that of ``announce``.

    ``told`` is what the public was told already: what was right then is not wrong later."""
    announced = parse_day(notice.announced_on) or today
    match notice.section:
        case NoticeKind.NOTICE:
            last = parse_day(notice.ends_on)
            if last and last < today and (told is None or told.ends_on != notice.ends_on):
                return {"ends_on": "这一天已经过了，没有人能再提意见。"}
        case NoticeKind.HEARING:
            return _check_hearing(notice, announced, is_workday)
        case NoticeKind.BRIEFING:
            quarter = Quarter.parse(notice.quarter)
            if quarter and quarter.first_day > today:
                return {"quarter": "这个季度还没有开始。"}
    return {}


def _check_hearing(notice: PublicNotice, announced: date, is_workday: IsWorkday) -> dict[str, str]:
    held, until = notice.held_on, parse_day(notice.register_until)
    earliest = earliest_hearing_day(announced, is_workday)
    if held and held < earliest:
        return {
            "held_at": f"听证会要提前{HEARING_NOTICE_DAYS}个工作日公告。{name_day(announced)}公告，"
            f"最早{name_day(earliest)}举行，请改一改日子。"
        }
    if until and until < announced:
        return {"register_until": f"报名的最后一天不能早于公告的那一天（{name_day(announced)}）。"}
    return {}


def _check_order(notice: PublicNotice) -> dict[str, str]:
    starts, ends, until = (parse_day(getattr(notice, name)) for name in ("starts_on", "ends_on", "register_until"))
    if starts and ends and ends < starts:
        return {"ends_on": "最后一天应当在第一天后面。"}
    if starts and ends and ends - starts > timedelta(days=366):
        return {"ends_on": "公示超过一年了，请看看日子是不是写错了。"}
    if until and notice.held_on and until >= notice.held_on:
        return {"register_until": "报名的最后一天应当在听证会以前。"}
    return {}


def _check_day(text: str) -> str:
    return "" if not text or parse_day(text) else f"“{text}”不是日期，请写成2026-12-10的样子。"


def _check_moment(text: str) -> str:
    return "" if not text or parse_moment(text) else f"“{text}”不是日期和时间，请写成2026-12-22 09:00的样子。"


def _check_quarter(text: str) -> str:
    return "" if not text or Quarter.parse(text) else "季度请写成2026-3的样子，就是2026年第三季度。"


def _check_seats(text: str) -> str:
    return "" if not text or _SEATS.fullmatch(text) else "名额请写一个数，例如15。"


def _check_item(text: str) -> str:
    return "" if not text or INDEX_NUMBER.fullmatch(text) else "索引号应当是“机构代码/年份-五位数字”。"


_LIMITS = {"title": 60, "matter": 2_000, "place": 200, "how_to_comment": 300, "chosen_how": 500, "result": 2_000}
_CHECKS: Mapping[str, Callable[[str], str]] = {
    **dict.fromkeys(("starts_on", "ends_on", "register_until"), _check_day),
    **{"held_at": _check_moment, "quarter": _check_quarter, "seats": _check_seats, "result_item": _check_item},
}


def tidy_notice(notice: PublicNotice) -> PublicNotice:
    """``notice`` with its days and numbers as they are stored, and its title on one line."""
    days = {name: tidy_day(getattr(notice, name)) for name in ("starts_on", "ends_on", "register_until")}
    typed = {name: fold_typed(getattr(notice, name)) for name in ("code", "seats", "quarter", "result_item")}
    title = " ".join(notice.title.split())
    return replace(notice, title=title, held_at=tidy_moment(notice.held_at), **days, **typed)


def name_day(day: date) -> str:
    """
    >>> name_day(date(2026, 12, 5))
    '2026年12月5日'
    """
    return f"{day.year}年{day.month}月{day.day}日"


def name_held_at(held_at: str) -> str:
    """The moment of a hearing as people say it.

    >>> name_held_at("2026-12-22 14:30"), name_held_at("2026-12-22 09:00")
    ('2026年12月22日14点30分', '2026年12月22日9点')
    """
    moment: datetime | None = parse_moment(held_at)
    if moment is None:
        return held_at
    minutes = f"{moment.minute}分" if moment.minute else ""
    return f"{name_day(moment.date())}{moment.hour}点{minutes}"
