"""The clock of an application: replayed from its events, so that every last day tells how it was counted.

Days are counted from the day after an event (民法典 第二百零一条), and only working days count. A clock that is paused
counts nothing from the day after the pause to the day on which it goes on, that day included."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from hotline.core.disclosure.limits import FIRST_DAY_RULE
from hotline.core.errors import Conflict
from hotline.core.work_calendar import CalendarDay, DayKind, DescribeDay

MOST_DAYS = 3_660
"""Calendar days that are replayed at most: ten years, more than any application takes."""


class ClockEventKind(Enum):
    """The value is what staff read."""

    START = "开始"
    RESTART = "重新计算"
    PAUSE = "暂停"
    RESUME = "继续"
    EXTEND = "延长"
    STOP = "停止"


_BEGINNINGS = (ClockEventKind.START, ClockEventKind.RESTART)


@dataclass(frozen=True)
class ClockEvent:
    """What happened to the clock on ``day``, and the ``article`` that says so.

    ``working_days`` is the limit that a START or RESTART begins, and what an EXTEND adds. ``reason`` is what staff read
    ("征求第三方意见"). Pauses may overlap: the clock goes on when each of them has ended."""

    kind: ClockEventKind
    day: date
    article: str
    working_days: int = 0
    reason: str = ""


@dataclass(frozen=True)
class CountedDay:
    """A day of the calendar with its place in the limit: ``count`` is None where it is not counted, and ``reason`` then
    tells why. ``events`` happened on that day."""

    calendar_day: CalendarDay
    count: int | None
    reason: str = ""
    events: tuple[ClockEvent, ...] = ()

    @property
    def day(self) -> date:
        return self.calendar_day.day


@dataclass(frozen=True)
class ClockReading:
    """What the events amount to. ``days`` runs from the day of the start to the last one that is known.

    ``limit`` is in working days. ``last_day`` is None while the clock is paused. ``stopped_on`` is the day of the
    (first) answer, None while it is owed."""

    limit: int
    days: tuple[CountedDay, ...]
    last_day: date | None
    stopped_on: date | None

    @property
    def is_provisional(self) -> bool:
        """Whether the last day may still change, since a day that was looked at is in a year that is not decreed."""
        return any(day.calendar_day.is_provisional for day in self.days)

    @property
    def is_paused(self) -> bool:
        return self.last_day is None

    def counted_by(self, day: date) -> int:
        """The working days of the limit that are over at the end of ``day``; 0 on the day on which it begins anew."""
        count = 0
        for one in self.days:
            if one.day > day:
                break
            if any(event.kind in _BEGINNINGS for event in one.events):
                count = 0
            elif one.count is not None:
                count = one.count
        return count

    def days_left(self, today: date) -> int | None:
        """The working days of the limit after ``today``; None while it is paused, once it is over or was kept."""
        if self.is_paused or self.stopped_on is not None or self.is_overdue(today):
            return None
        return self.limit - self.counted_by(today)

    def is_overdue(self, today: date) -> bool:
        """Whether the answer came, or is still owed, after the last day."""
        return self.last_day is not None and (self.stopped_on or today) > self.last_day


def start_clock(received_on: date, working_days: int, article: str) -> ClockEvent:
    """The event that begins a limit of ``working_days``, by the day of receipt."""
    return ClockEvent(ClockEventKind.START, received_on, article, working_days, "收到申请")


def read_clock(events: Sequence[ClockEvent], describe_day: DescribeDay, until: date | None = None) -> ClockReading:
    """Replay ``events``, which are in the order in which they were entered. The days of a pause that has not ended are
    told ``until`` that day.

    Raises Conflict, with a sentence for staff, for events that cannot be: none at the start, a day before the one
    before it, a pause or an extension of a limit that is over, an end of a pause that never was."""
    if not events or events[0].kind is not ClockEventKind.START:
        raise Conflict("期限还没有开始：请先登记收到申请的日期。")
    replay = _Replay(events, describe_day, until or events[0].day)
    while replay.is_running_on():
        replay.count_next_day()
    return replay.read()


class _Replay:
    """One pass over the days. What happens on a day takes effect from the next one; a pause or an extension on the very
    last day still counts."""

    def __init__(self, events: Sequence[ClockEvent], describe_day: DescribeDay, until: date) -> None:
        self._until = until
        self._waiting = list(events)
        self._describe_day = describe_day
        self._limit = self._count = 0
        self._pauses: list[ClockEvent] = []
        self._last_day: date | None = None
        self._stopped_on: date | None = None
        self._days: list[CountedDay] = []
        begun = events[0].reason.removesuffix("申请")  # 收到, 形成
        self._add(describe_day(events[0].day), None, f"{begun}当天不计（{FIRST_DAY_RULE}）")

    def is_running_on(self) -> bool:
        """Whether a further day has to be looked at. Raises Conflict for an event that comes too early or too late."""
        if not self._waiting:
            is_told = self._days[-1].day >= self._until or len(self._days) >= MOST_DAYS
            return self._last_day is None and (not self._pauses or not is_told)
        if self._waiting[0].day < self._days[-1].day:
            raise Conflict(f"{self._waiting[0].day}早于前一步的日期{self._days[-1].day}，请检查登记的日期。")
        if len(self._days) >= MOST_DAYS:
            raise Conflict("日期隔得太久，请检查登记的日期。")
        return True

    def count_next_day(self) -> None:
        day = self._describe_day(self._days[-1].day + timedelta(days=1))
        reason = _why_not_counted(day, self._pauses[-1] if self._pauses else None)
        if not reason and self._count >= self._limit:
            reason = "期限已满"
            self._last_day = self._last_day or day.day
        if not reason:
            self._count += 1
            self._last_day = day.day if self._count == self._limit else None
        self._add(day, None if reason else self._count, reason)

    def read(self) -> ClockReading:
        return ClockReading(self._limit, tuple(self._days), self._last_day, self._stopped_on)

    def _add(self, day: CalendarDay, count: int | None, reason: str) -> None:
        events = []
        while self._waiting and self._waiting[0].day == day.day:
            events.append(self._waiting.pop(0))
            self._apply(events[-1], day)
        self._days.append(CountedDay(day, count, reason, tuple(events)))

    def _apply(self, event: ClockEvent, day: CalendarDay) -> None:
        match event.kind:
            case ClockEventKind.START | ClockEventKind.RESTART:
                self._limit, self._count, self._pauses = event.working_days, 0, []
                self._last_day = self._stopped_on = None
            case ClockEventKind.STOP:
                self._stopped_on = self._stopped_on or event.day
                self._resume(day, [])
            case ClockEventKind.RESUME:
                if not self._pauses:
                    raise Conflict("期限没有暂停，不能继续计算。")
                self._resume(day, self._pauses[:-1])
            case ClockEventKind.PAUSE | ClockEventKind.EXTEND:
                self._require_open(event)
                self._pauses += [event] if event.kind is ClockEventKind.PAUSE else []
                self._limit += event.working_days
                self._last_day = None

    def _resume(self, day: CalendarDay, still_paused_by: list[ClockEvent]) -> None:
        """End a pause. Where the limit was full when it began, its last day is ``day``, or the working day after it
        (民法典 第二百零三条)."""
        was_paused, self._pauses = bool(self._pauses), still_paused_by
        if was_paused and not self._pauses and self._count >= self._limit and day.is_workday:
            self._last_day = day.day

    def _require_open(self, event: ClockEvent) -> None:
        if self._stopped_on is not None:
            raise Conflict(f"已经在{self._stopped_on}答复，不能再{event.kind.value}期限。")
        if self._last_day is not None and event.day > self._last_day:
            raise Conflict(f"期限已在{self._last_day}届满，不能再{event.kind.value}。")


def _why_not_counted(day: CalendarDay, paused_by: ClockEvent | None) -> str:
    if paused_by is not None:
        return f"暂停：{paused_by.reason}（{paused_by.article}）"
    if day.is_workday:
        return ""
    return f"{day.name}放假" if day.kind is not DayKind.WEEKEND and day.name else day.kind.value
