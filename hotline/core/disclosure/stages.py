"""What an applicant is told of an application: how far it is, what is waited for, and how the last day was counted."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from itertools import groupby

from hotline.core.disclosure.applications import CODE_DIGITS, ApplicationState
from hotline.core.disclosure.clocks import ClockReading, CountedDay
from hotline.core.work_calendar import DayKind


class ApplicationStage(Enum):
    """The states of an application as applicants are told them; the value is what they read.

    Drafts and reviews are the office's own affair, so several states are one stage."""

    REGISTERED = "已经登记，工作人员还要跟您确认收到的日期"
    AT_WORK = "正在办理"
    CORRECTING = "等您补正"
    EXPLAINING = "等您说明理由"
    CONSULTING = "正在征求其他人或者单位的意见"
    CHARGING = "等您缴费"
    SENDING = "答复已经写好，正在送出"
    SENT = "答复已经送出"
    DELIVERED = "答复已经送到"
    CONTESTED = "答复已经送到，正在复议或者诉讼"


_S = ApplicationState
STAGES = {
    _S.REGISTERED: ApplicationStage.REGISTERED,
    _S.RECEIVED: ApplicationStage.AT_WORK,
    _S.CORRECTING: ApplicationStage.CORRECTING,
    _S.EXPLAINING: ApplicationStage.EXPLAINING,
    _S.CONSULTING: ApplicationStage.CONSULTING,
    _S.CHARGING: ApplicationStage.CHARGING,
    _S.DRAFTED: ApplicationStage.AT_WORK,
    _S.SUBMITTED: ApplicationStage.AT_WORK,
    _S.DECIDED: ApplicationStage.SENDING,
    _S.SENT: ApplicationStage.SENT,
    _S.DELIVERED: ApplicationStage.DELIVERED,
    _S.ARCHIVED: ApplicationStage.DELIVERED,
    _S.CONTESTED: ApplicationStage.CONTESTED,
}
ANSWERED = frozenset({ApplicationStage.SENT, ApplicationStage.DELIVERED, ApplicationStage.CONTESTED})
"""Stages in which the reply has gone out, so that it may be read."""

_NUMBER = re.compile(r"(20\d\d)(\d{5})", re.ASCII)
_ASKS = re.compile(r"(?:查询?|看)?我?的?(?:公开)?申请(?:查询|进度)\d*|查询?我?的?申请\d*", re.ASCII)
_NUMBER_AND_CODE = re.compile(rf"(20\d{{7}})(\d{{{CODE_DIGITS}}})", re.ASCII)


@dataclass(frozen=True)
class UncountedDays:
    """Days side by side that do not count, all for the same ``reason``."""

    reason: str
    first: date
    last: date
    days: int


def written_number(typed: str) -> str:
    """The number of an application as it is stored, "" where ``typed`` is none.

    >>> written_number("２０２６－００００１"), written_number("202600001"), written_number("7")
    ('2026-00001', '2026-00001', '')
    """
    found = _NUMBER.fullmatch(only_digits(typed))
    return f"{found[1]}-{found[2]}" if found else ""


def only_digits(typed: str) -> str:
    """
    >>> only_digits("１２３４ 5678")
    '12345678'
    """
    return re.sub(r"[^0-9]", "", unicodedata.normalize("NFKC", typed))


def find_number_and_code(words: str) -> tuple[str, str] | None:
    """The number of an application and the query code after it, where ``words`` have no other digits; else None.

    >>> find_number_and_code("查申请２０２６-００００１，查询码1234 5678"), find_number_and_code("2026-00001")
    (('2026-00001', '12345678'), None)
    """
    found = _NUMBER_AND_CODE.fullmatch(only_digits(words))
    return (written_number(found[1]), found[2]) if found else None


def asks_for_status(bare: str) -> bool:
    """Whether ``bare`` words, without marks and spaces, say nothing but the wish to know how an application stands.

    >>> asks_for_status("申请查询"), asks_for_status("查我的申请"), asks_for_status("怎样申请公开")
    (True, True, False)
    """
    return _ASKS.fullmatch(bare) is not None


def days_to_the_last(clock: ClockReading) -> tuple[CountedDay, ...]:
    """The days from the day of receipt to the last day of the limit; all that are known while the clock is paused."""
    return tuple(day for day in clock.days if clock.last_day is None or day.day <= clock.last_day)


def list_uncounted(days: Sequence[CountedDay]) -> list[UncountedDays]:
    """The stretches of ``days`` that do not count, without the first day, which never counts."""
    found = []
    for reason, group in groupby(days[1:], key=lambda day: day.reason):
        stretch = list(group)
        if reason:
            found.append(UncountedDays(reason, stretch[0].day, stretch[-1].day, len(stretch)))
    return found


def count_weekend_days(days: Sequence[CountedDay]) -> int:
    """How many of ``days``, without the first, are left out as days of a weekend."""
    return sum(day.count is None and day.reason == DayKind.WEEKEND.value for day in days[1:])
