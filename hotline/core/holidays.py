"""Days off and make-up days as staff enter them: the decree of a year, and the office's own local days off.

Decree: 国务院办公厅关于…年部分节假日安排的通知. It may reach into the last days of the year before: that of 2019 has
2018-12-29 as a make-up day (国办发明电〔2018〕15号, read 2026-11-29)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from hotline.core.departments import check_texts
from hotline.core.typed_days import fold_typed, parse_day, tidy_day
from hotline.core.work_calendar import FIXED_HOLIDAYS, CalendarDay, DayKind, DescribeDay

HOLIDAYS = ("元旦", "春节", "清明", "劳动", "端午", "中秋", "国庆")
"""What every decree names: 《全国年节及纪念日放假办法》第二条."""
LONGEST_HOLIDAY = 15
"""Days. A longer span is a slip of the pen, such as a wrong month."""
LONGEST_LOCAL = 31
FIXED_SINCE = 2025
"""The year from which FIXED_HOLIDAYS hold."""
_REACHES_BACK = timedelta(days=10)
"""How long before its year a decree may begin."""
_NUMBERED = re.compile(r"[0-9]{4}.*[0-9]+\s*号", re.ASCII)
_WEEKDAYS = "一二三四五六日"
_SPAN = re.compile(
    r"(?P<first>[0-9年月日./-]*[0-9日])(?:\s*(?:至|到|~|—+|–)\s*(?P<last>[0-9年月日./-]*[0-9日]))?(?:[\s,:]+(?P<name>\D.*))?",
    re.ASCII,
)


@dataclass(frozen=True)
class NamedSpan:
    """The days of one line of a decree, from ``first`` to ``last``, and the holiday that they are for."""

    first: date
    last: date
    name: str

    @property
    def days(self) -> list[date]:
        return [self.first + timedelta(days=count) for count in range((self.last - self.first).days + 1)]

    def __str__(self) -> str:
        """As it stands in the form.

        >>> str(NamedSpan(date(2027, 2, 5), date(2027, 2, 11), "春节"))
        '2027-02-05 至 2027-02-11 春节'
        """
        days = f"{self.first}" if self.first == self.last else f"{self.first} 至 {self.last}"
        return f"{days} {self.name}".strip()


def parse_span(line: str, year: str = "") -> NamedSpan | None:
    """The span that ``line`` names; days without a year are of ``year``. None where it cannot be read.

    >>> parse_span("2月5日至11日 春节", "2027")
    NamedSpan(first=datetime.date(2027, 2, 5), last=datetime.date(2027, 2, 11), name='春节')
    """
    found = _SPAN.fullmatch(fold_typed(line))
    first = parse_day(found["first"], year) if found else None
    if found is None or first is None:
        return None
    typed = found["last"] or found["first"]
    in_month = re.fullmatch(r"([0-9]{1,2})日", typed)
    last = parse_day(f"{first.year}-{first.month}-{in_month[1]}") if in_month else parse_day(typed, str(first.year))
    return NamedSpan(first, last, (found["name"] or "").strip()) if last else None


@dataclass(frozen=True)
class HolidayDecree:
    """The decree of one ``year``. ``days_off`` and ``make_up_days`` have a line for each span of days."""

    year: str
    document_number: str
    days_off: str
    make_up_days: str

    @property
    def name(self) -> str:
        return f"{self.year}年"

    def list_days(self) -> Iterator[CalendarDay]:
        """The days that the decree names; all others of its year are as their weekday is."""
        for text, kind in ((self.days_off, DayKind.HOLIDAY), (self.make_up_days, DayKind.MAKE_UP)):
            for span in filter(None, (parse_span(line, self.year) for line in _lines(text))):
                yield from (CalendarDay(day, kind, span.name) for day in span.days)


@dataclass(frozen=True)
class LocalDayOff:
    """Days on which the office alone has off, YYYY-MM-DD; an empty ``last_day`` is the first."""

    first_day: str
    last_day: str
    reason: str

    @property
    def name(self) -> str:
        return f"{self.first_day}{f' 至 {self.last_day}' if self.last_day else ''} {self.reason}"

    @property
    def span(self) -> NamedSpan | None:
        """None for a draft whose days cannot be read."""
        first, last = parse_day(self.first_day), parse_day(self.last_day or self.first_day)
        return NamedSpan(first, last, self.reason) if first and last else None


class OfficeCalendar:
    """The days that the office has published: whole decreed years, and over them its local days off."""

    def __init__(self, decrees: Iterable[HolidayDecree], local_days_off: Iterable[LocalDayOff]) -> None:
        ordered = sorted(decrees, key=lambda decree: decree.year)
        self._years = frozenset(decree.year for decree in ordered)
        self._decreed = {day.day: day for decree in ordered for day in decree.list_days()}
        spans = [span for local in local_days_off if (span := local.span)]
        self._local = {day: span.name for span in spans for day in span.days}

    def describe_day(self, day: date, known: DescribeDay) -> CalendarDay:
        """What kind of day ``day`` is; ``known`` tells it of a year whose decree was not entered."""
        found = self._find_decreed(day) or known(day)
        if found.is_workday and day in self._local:
            return CalendarDay(day, DayKind.LOCAL_DAY_OFF, self._local[day])
        return found

    def _find_decreed(self, day: date) -> CalendarDay | None:
        if day in self._decreed:
            return self._decreed[day]
        if str(day.year) not in self._years:
            return None
        return CalendarDay(day, DayKind.WORKING if day.weekday() < 5 else DayKind.WEEKEND)


def check_decree(decree: HolidayDecree) -> dict[str, str]:
    """What is wrong with a decree: field -> message. A whole year is entered at once, so what it lacks is wrong too."""
    required = {"year": "请写年份。", "document_number": "请写放假通知的文号，例如国办发明电〔2025〕7号。"}
    problems = {name: told for name, told in required.items() if not getattr(decree, name).strip()}
    if not is_year(decree.year):
        return {"year": "年份写四位数字，例如2027。"} | problems
    if "document_number" not in problems and not _NUMBERED.search(fold_typed(decree.document_number)):
        problems["document_number"] = "文号写全，例如国办发明电〔2025〕7号。"
    off, wrong_off = _read_spans(decree.days_off, decree.year, is_off=True)
    work, wrong_work = _read_spans(decree.make_up_days, decree.year, is_off=False)
    wrong_off = wrong_off or _check_whole_year(off, decree.year)
    both = sorted({day for span in off for day in span.days} & {day for span in work for day in span.days})
    wrong_work = wrong_work or (f"{both[0]}写在放假里，又写在上班里，只能留一处。" if both else "")
    return problems | {name: told for name, told in (("days_off", wrong_off), ("make_up_days", wrong_work)) if told}


def is_year(text: str) -> bool:
    """
    >>> is_year("2027"), is_year("27"), is_year("2027年")
    (True, False, False)
    """
    return re.fullmatch(r"20[0-9]{2}", text, re.ASCII) is not None


def _read_spans(text: str, year: str, *, is_off: bool) -> tuple[list[NamedSpan], str]:
    """The spans of ``text``, and what is wrong with the first line that is, "" when none is."""
    spans: list[NamedSpan] = []
    for number, line in enumerate(_lines(text), start=1):
        span = parse_span(line, year)
        problem = _check_span(span, year, is_off=is_off) if span else "看不懂"
        if span is None or problem:
            like = f"{year}-10-01 至 {year}-10-07 国庆节" if is_off else f"{year}-10-09 国庆节"
            return spans, f"第{number}行“{line}”{problem}，请写成“{like}”的样子。"
        spans.append(span)
    twice = [day for day, count in Counter(day for span in spans for day in span.days).items() if count > 1]
    return spans, f"{min(twice)}写了两次。" if twice else ""


def _check_span(span: NamedSpan, year: str, *, is_off: bool) -> str:
    """What is wrong with one span, as the middle of a sentence."""
    if span.last < span.first:
        return "的最后一天在第一天前面"
    if not date(int(year), 1, 1) - _REACHES_BACK <= span.first <= span.last <= date(int(year), 12, 31):
        return f"不在{year}年里"
    if len(span.days) > LONGEST_HOLIDAY:
        return f"有{len(span.days)}天，一个假最多{LONGEST_HOLIDAY}天"
    if is_off and not span.name:
        return "没有写是什么假"
    ordinary = [] if is_off else [day for day in span.days if day.weekday() < 5]
    return f"里的{ordinary[0]}是星期{_WEEKDAYS[ordinary[0].weekday()]}，本来就上班，不是调休" if ordinary else ""


def _check_whole_year(off: list[NamedSpan], year: str) -> str:
    """What the days off of a year lack, "" where they lack nothing."""
    if not off:
        return "一天假也没有写。请照放假通知，把全年的假一次写全。"
    names = "、".join(span.name for span in off)
    lacking = [name for name in HOLIDAYS if name not in names]
    if lacking:
        return f"还没有写：{'、'.join(lacking)}。全年的假要一次写全。"
    days = {day for span in off for day in span.days}
    fixed = [date(int(year), *month_day) for month_day in sorted(FIXED_HOLIDAYS)] if int(year) >= FIXED_SINCE else []
    missing = [day for day in fixed if day not in days]
    return f"{missing[0].month}月{missing[0].day}日是法定假日，没有写进去。" if missing else ""


def check_local_day_off(local: LocalDayOff) -> dict[str, str]:
    """What is wrong with a local day off: field -> message."""
    checks: Mapping[str, Callable[[str], str]] = {"first_day": _check_day, "last_day": _check_day}
    problems = check_texts(local, ("first_day", "reason"), {"reason": 30}, checks)
    span = local.span
    if not problems and span and span.last < span.first:
        problems["last_day"] = "最后一天在第一天前面。"
    elif not problems and span and len(span.days) > LONGEST_LOCAL:
        problems["last_day"] = f"一共{len(span.days)}天，最多{LONGEST_LOCAL}天，请看看是不是写错了。"
    return problems


def _check_day(text: str) -> str:
    return "" if not text or parse_day(text) else f"“{text}”不是日期，请写成2026-12-04的样子。"


def tidy_decree(decree: HolidayDecree) -> HolidayDecree:
    """``decree`` with each line that can be read written in full."""
    year = fold_typed(decree.year)
    written = {name: _tidy_lines(getattr(decree, name), year) for name in ("days_off", "make_up_days")}
    return replace(decree, year=year, **written)


def tidy_local_day_off(local: LocalDayOff) -> LocalDayOff:
    return replace(local, first_day=tidy_day(local.first_day), last_day=tidy_day(local.last_day))


def _tidy_lines(text: str, year: str) -> str:
    return "\n".join(str(parse_span(line, year) or line) for line in _lines(text))


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
