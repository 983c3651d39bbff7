"""How the line does: its figures over some days, and the calls, texts and messages that each figure counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import Enum
from itertools import islice
from typing import TYPE_CHECKING, TypeVar

from hotline.core.line_statistics import (
    MESSAGE_HOURS,
    NOT_CONNECTED,
    DayCount,
    FrequentQuestion,
    LineFigures,
    Period,
    Share,
)
from hotline.core.permissions import Permission, Staff
from hotline.core.texts import HELD_BACK
from hotline.services.line import Line

if TYPE_CHECKING:
    from hotline.core.calls import CallRecord
    from hotline.core.enquiries import Enquiry
    from hotline.core.line_statistics import IncomingText, Transfer
    from hotline.core.messages import Message
    from hotline.storage.records.stores.statistics import FigureStore

    Row = CallRecord | IncomingText | Transfer | Message | Enquiry

MOST_LISTED = 10
ROWS_SHOWN = 500
K = TypeVar("K")


class Figure(Enum):
    """What a figure counts."""

    CALLS = "calls"
    TEXTS = "texts"
    TRANSFERS = "transfers"
    MESSAGES = "messages"
    ENQUIRIES = "enquiries"


@dataclass(frozen=True)
class Chosen:
    """Which rows: of one ``hour`` of the day, of one ``outcome`` (its code), served in time or not; None for all."""

    hour: int | None = None
    outcome: str | None = None
    in_time: bool | None = None


def last_days(line: Line, days: int) -> Period:
    """Today and the days before it, ``days`` in all."""
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
        calls = unit.figures.count_calls(since, until)
        texts = unit.figures.count_texts(since, until)
        transfers = list(unit.figures.each_transfer(since, until))
        owed = [_prompt(line, message) for message in unit.figures.each_message(since, until)]
        asked = _most_asked(line, unit.enquiries.most_asked(since, MOST_LISTED, until))
        unanswered = unit.figures.most_unanswered(since, until, MOST_LISTED)
    call_hours = _sum((hour.astimezone(line.now().tzinfo), times) for hour, _, _, times in calls)
    text_hours = _sum((hour.astimezone(line.now().tzinfo), times) for hour, _, _, times in texts)
    return LineFigures(
        period=period,
        days=_by_day(period, call_hours, text_hours),
        calls_by_hour=_by_hour(call_hours),
        texts_by_hour=_by_hour(text_hours),
        connected=_share((was, times) for _, _, was, times in calls),
        transfers=_share((transfer.in_time, 1) for transfer in transfers),
        waited=tuple(sorted(transfer.waited for transfer in transfers if transfer.waited is not None)),
        messages=_share((prompt, 1) for prompt in owed if prompt is not None),
        texts=_share((soon, times) for _, reply, soon, times in texts if reply not in HELD_BACK),
        outcomes=_sum((outcome, times) for _, outcome, _, times in calls),
        replies=_sum((reply, times) for _, reply, _, times in texts),
        most_asked=asked,
        most_unanswered=tuple(FrequentQuestion(question, times, latest) for question, times, latest in unanswered),
    )


def totals(line: Line) -> dict[str, dict[str, int]]:
    """How many calls, attempts, texts, messages and enquiries there are, by kind and by the code of each."""
    with line.records.reading() as unit:
        return unit.figures.totals()


def list_rows(line: Line, actor: Staff, rows: Figure, period: Period, chosen: Chosen) -> list[Row]:
    """What a figure counts, newest first, at most ROWS_SHOWN; nothing in it shows a caller's number."""
    actor.require(Permission.READ_ENQUIRIES)
    with line.records.reading() as unit:
        return list(islice(_each(line, unit.figures, rows, period, chosen), ROWS_SHOWN))


def _each(line: Line, figures: FigureStore, rows: Figure, period: Period, chosen: Chosen) -> Iterator[Row]:
    since, until = _moments(line, period)
    zone = line.now().tzinfo

    def fits(at: datetime, outcome: Enum | None, in_time: bool | None) -> bool:
        return (
            chosen.hour in (None, at.astimezone(zone).hour)
            and (outcome is None or chosen.outcome in (None, outcome.value))
            and (chosen.in_time is None or chosen.in_time is in_time)
        )

    match rows:
        case Figure.CALLS:
            calls = figures.each_call(since, until)
            return (one for one in calls if fits(one.began_at, one.outcome, one.status not in NOT_CONNECTED))
        case Figure.TEXTS:
            texts = figures.each_text(since, until)
            return (one for one in texts if fits(one.received_at, one.reply, _in_time(one)))
        case Figure.TRANSFERS:
            transfers = sorted(figures.each_transfer(since, until), key=lambda one: one.rung_at, reverse=True)
            return (one for one in transfers if fits(one.rung_at, None, one.in_time))
        case Figure.MESSAGES:
            messages = figures.each_message(since, until)
            return (one.masked() for one in messages if fits(one.received_at, one.state, _prompt(line, one)))
    enquiries = figures.each_enquiry(since, until)
    return (one for one in enquiries if fits(one.asked_at, one.outcome, None))


def _moments(line: Line, period: Period) -> tuple[datetime, datetime]:
    """The period's beginning, and its end, which is no part of it."""
    zone = line.now().tzinfo
    return (
        datetime.combine(period.first, time(), zone),
        datetime.combine(period.last + timedelta(days=1), time(), zone),
    )


def _in_time(text: IncomingText) -> bool | None:
    return None if text.reply in HELD_BACK else text.in_time


def _prompt(line: Line, message: Message) -> bool | None:
    """Whether a message was answered within MESSAGE_HOURS; None while there is still time."""
    until = message.received_at + timedelta(hours=MESSAGE_HOURS)
    if message.answered_at is None:
        return None if line.now() < until else False
    return message.answered_at <= until


def _most_asked(line: Line, told: list[tuple[int, int]]) -> tuple[FrequentQuestion, ...]:
    entries = line.knowledge.entries_at([number for number, _ in told])
    return tuple(
        FrequentQuestion(entries[number].question, times, number) for number, times in told if number in entries
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


def _by_day(period: Period, calls: dict[datetime, int], texts: dict[datetime, int]) -> tuple[DayCount, ...]:
    of_calls = _sum((hour.date(), times) for hour, times in calls.items())
    of_texts = _sum((hour.date(), times) for hour, times in texts.items())
    return tuple(DayCount(day, of_calls.get(day, 0), of_texts.get(day, 0)) for day in period.days())
