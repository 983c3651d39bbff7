"""Service statistics of the line over some days, and the calls, texts and messages that each figure counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import Enum
from itertools import islice
from typing import TYPE_CHECKING, TypeVar

from hotline.core.enquiries import Channel
from hotline.core.line_statistics import (
    MESSAGE_HOURS,
    NOT_CONNECTED,
    DayCount,
    FrequentQuestion,
    LineFigures,
    Period,
    Share,
)
from hotline.core.messages import MessageState
from hotline.core.permissions import Permission, Staff
from hotline.core.texts import HELD_BACK
from hotline.services.line import Line

if TYPE_CHECKING:
    from hotline.core.calls import CallRecord
    from hotline.core.enquiries import Enquiry
    from hotline.core.line_statistics import IncomingText, Transfer
    from hotline.core.messages import Message
    from hotline.storage.records.stores.statistics import StatisticsStore

    Row = CallRecord | IncomingText | Transfer | Message | Enquiry

MOST_LISTED = 10
ROWS_SHOWN = 500
K = TypeVar("K")


class Figure(Enum):
    """The kind of rows that a figure counts."""

    CALLS = "calls"
    TEXTS = "texts"
    TRANSFERS = "transfers"
    MESSAGES = "messages"
    ENQUIRIES = "enquiries"
    WEB = "web"
    """The enquiries of the website."""


@dataclass(frozen=True)
class RowFilter:
    """Which rows of a figure are listed; None accepts all.

    ``hour`` is the hour of the day (0 to 23, in the office's time zone), ``outcome`` the code of an outcome, and
    ``in_time`` whether the row was served in time (a call: whether it was connected)."""

    hour: int | None = None
    outcome: str | None = None
    in_time: bool | None = None

    def accepts(self, at: datetime, *, outcome: Enum | None = None, in_time: bool | None = None) -> bool:
        """Whether a row of the local time ``at`` passes; a row without an outcome passes for every outcome."""
        return (
            self.hour in (None, at.hour)
            and (outcome is None or self.outcome in (None, outcome.value))
            and (self.in_time is None or self.in_time is in_time)
        )


def last_days(line: Line, days: int) -> Period:
    """The last ``days`` days, of which today is the last."""
    today = line.now().date()
    return Period(today - timedelta(days=days - 1), today)


def measure(line: Line, actor: Staff, period: Period) -> LineFigures:
    """The line's figures over ``period`` for a member of staff."""
    actor.require(Permission.READ_ENQUIRIES)
    return count(line, period)


def count(line: Line, period: Period) -> LineFigures:
    """The line's figures over ``period``."""
    since, until = _moments(line, period)
    with line.records.reading() as unit:
        calls = unit.statistics.count_calls(since, until)
        texts = unit.statistics.count_texts(since, until)
        web = unit.statistics.count_web(since, until)
        transfers = list(unit.statistics.each_transfer(since, until))
        answered_in_time = [_answered_in_time(line, message) for message in unit.statistics.each_message(since, until)]
        asked = _most_asked(line, unit.enquiries.most_asked(since, MOST_LISTED, until))
        referred = _most_asked(line, unit.enquiries.most_referred(since, MOST_LISTED, until))
        unanswered = unit.statistics.most_unanswered(since, until, MOST_LISTED)
    call_hours = _sum((line.at_office(hour), times) for hour, _, _, times in calls)
    text_hours = _sum((line.at_office(hour), times) for hour, _, _, times in texts)
    web_hours = _sum((line.at_office(hour), times) for hour, _, times in web)
    return LineFigures(
        period=period,
        days=_by_day(period, call_hours, text_hours, web_hours),
        calls_by_hour=_by_hour(call_hours),
        texts_by_hour=_by_hour(text_hours),
        web_by_hour=_by_hour(web_hours),
        connected=_share((connected, times) for _, _, connected, times in calls),
        transfers=_share((transfer.in_time, 1) for transfer in transfers),
        waited=tuple(sorted(transfer.waited for transfer in transfers if transfer.waited is not None)),
        messages=_share((in_time, 1) for in_time in answered_in_time if in_time is not None),
        texts=_share((in_time, times) for _, reply, in_time, times in texts if reply not in HELD_BACK),
        outcomes=_sum((outcome, times) for _, outcome, _, times in calls),
        replies=_sum((reply, times) for _, reply, _, times in texts),
        web_outcomes=_sum((outcome, times) for _, outcome, times in web),
        most_asked=asked,
        most_referred=referred,
        most_unanswered=tuple(FrequentQuestion(question, times, latest) for question, times, latest in unanswered),
    )


def totals(line: Line) -> dict[str, dict[str, int]]:
    """How many calls, attempts, texts, messages and enquiries are stored: kind -> code of its state -> number."""
    with line.records.reading() as unit:
        return unit.statistics.totals()


def list_rows(line: Line, actor: Staff, figure: Figure, period: Period, row_filter: RowFilter) -> list[Row]:
    """The rows that a figure counts, newest first, at most ROWS_SHOWN; callers' numbers are masked."""
    actor.require(Permission.READ_ENQUIRIES)
    with line.records.reading() as unit:
        return list(islice(_iterate_rows(line, unit.statistics, figure, period, row_filter), ROWS_SHOWN))


def _iterate_rows(
    line: Line, store: StatisticsStore, figure: Figure, period: Period, row_filter: RowFilter
) -> Iterator[Row]:
    """The rows that ``figure`` counts in ``period`` and that pass the filter, newest first."""
    since, until = _moments(line, period)
    match figure:
        case Figure.CALLS:
            return _select_calls(line, store.each_call(since, until), row_filter)
        case Figure.TEXTS:
            return _select_texts(line, store.each_text(since, until), row_filter)
        case Figure.TRANSFERS:
            return _select_transfers(line, store.each_transfer(since, until), row_filter)
        case Figure.MESSAGES:
            return _select_messages(line, store.each_message(since, until), row_filter)
        case Figure.ENQUIRIES:
            return _select_enquiries(line, store.each_enquiry(since, until), row_filter)
        case Figure.WEB:
            asked = (enquiry for enquiry in store.each_enquiry(since, until) if enquiry.channel is Channel.WEB)
            return _select_enquiries(line, asked, row_filter)


def _select_calls(line: Line, calls: Iterable[CallRecord], row_filter: RowFilter) -> Iterator[CallRecord]:
    for call in calls:
        connected = call.status not in NOT_CONNECTED
        if row_filter.accepts(line.at_office(call.began_at), outcome=call.outcome, in_time=connected):
            yield call


def _select_texts(line: Line, texts: Iterable[IncomingText], row_filter: RowFilter) -> Iterator[IncomingText]:
    for text in texts:
        if row_filter.accepts(line.at_office(text.received_at), outcome=text.reply, in_time=_in_time(text)):
            yield text


def _select_transfers(line: Line, transfers: Iterable[Transfer], row_filter: RowFilter) -> Iterator[Transfer]:
    for transfer in sorted(transfers, key=lambda transfer: transfer.rung_at, reverse=True):
        if row_filter.accepts(line.at_office(transfer.rung_at), in_time=transfer.in_time):
            yield transfer


def _select_messages(line: Line, messages: Iterable[Message], row_filter: RowFilter) -> Iterator[Message]:
    for message in messages:
        in_time = _answered_in_time(line, message)
        if row_filter.accepts(line.at_office(message.received_at), outcome=message.state, in_time=in_time):
            yield message.masked()


def _select_enquiries(line: Line, enquiries: Iterable[Enquiry], row_filter: RowFilter) -> Iterator[Enquiry]:
    for enquiry in enquiries:
        if row_filter.accepts(line.at_office(enquiry.asked_at), outcome=enquiry.outcome):
            yield enquiry


def _moments(line: Line, period: Period) -> tuple[datetime, datetime]:
    """When the period begins, and the moment after its last day; both in the office's time zone."""
    zone = line.now().tzinfo
    return (
        datetime.combine(period.first, time(), zone),
        datetime.combine(period.last + timedelta(days=1), time(), zone),
    )


def _in_time(text: IncomingText) -> bool | None:
    """Whether a text was replied to in time; None for one that no reply is owed to."""
    return None if text.reply in HELD_BACK else text.in_time


def _answered_in_time(line: Line, message: Message) -> bool | None:
    """Whether a message was answered within MESSAGE_HOURS; None while it is not answered and those are not over, for
    one that needs no answer, and for a part in a public notice or a hearing, which is answered when that is over."""
    if message.state is MessageState.CLOSED or message.notice:
        return None
    until = message.received_at + timedelta(hours=MESSAGE_HOURS)
    if message.answered_at is None:
        return None if line.now() < until else False
    return message.answered_at <= until


def _most_asked(line: Line, counts: list[tuple[int, int]]) -> tuple[FrequentQuestion, ...]:
    """The questions of the entries shown most; ``counts`` are pairs of an entry's number and how often."""
    entries = line.knowledge.entries_at([number for number, _ in counts])
    return tuple(
        FrequentQuestion(entries[number].question, times, number) for number, times in counts if number in entries
    )


def _sum(counted: Iterable[tuple[K, int]]) -> dict[K, int]:
    sums: Counter[K] = Counter()
    for key, times in counted:
        sums[key] += times
    return dict(sums)


def _share(counted: Iterable[tuple[bool, int]]) -> Share:
    sums = _sum(counted)
    return Share(sums.get(True, 0), sum(sums.values()))


def _by_hour(hours: dict[datetime, int]) -> tuple[int, ...]:
    sums = _sum((hour.hour, times) for hour, times in hours.items())
    return tuple(sums.get(hour, 0) for hour in range(24))


def _by_day(period: Period, *hours: dict[datetime, int]) -> tuple[DayCount, ...]:
    """``hours`` are those of calls, texts and the web."""
    counted = [_sum((hour.date(), times) for hour, times in one.items()) for one in hours]
    return tuple(DayCount(day, *(times.get(day, 0) for times in counted)) for day in period.days())
