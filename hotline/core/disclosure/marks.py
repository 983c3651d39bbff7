"""What a list of applications marks: limits that are near or over, and clocks that stand still."""

from __future__ import annotations

from datetime import date
from enum import Enum

from hotline.core.disclosure.applications import OPEN_STATES, Application
from hotline.core.disclosure.clocks import ClockReading
from hotline.core.disclosure.limits import ALARM_DAYS, ANSWER, PROMISED_DAYS


class ApplicationMark(Enum):
    """The value is what staff read."""

    LATE = "已逾期"
    ALARM = "第19天报警"
    PROMISE_OVER = "过了15个工作日的承诺"
    PAUSED = "暂停"
    PROVISIONAL = "暂定"


def marks_of(application: Application, clock: ClockReading | None, today: date) -> tuple[ApplicationMark, ...]:
    """The marks of ``application`` on ``today``; none once it was answered in time.

    The promise and the alarm are of the twenty days of the law; an extension moves the alarm with the last day."""
    if clock is None:  # not confirmed yet, which its state tells
        return ()
    if application.state not in OPEN_STATES or clock.stopped_on is not None:
        return (ApplicationMark.LATE,) if clock.is_overdue(today) else ()
    still = (ApplicationMark.PROVISIONAL,) if clock.is_provisional else ()
    if clock.is_paused:
        return (ApplicationMark.PAUSED, *still)
    return (*urgency_of(clock, today), *still)


def urgency_of(clock: ClockReading, today: date) -> tuple[ApplicationMark, ...]:
    """How near the end of a running limit of the law is: its alarm, the office's promise, or nothing."""
    if clock.is_overdue(today):
        return (ApplicationMark.LATE,)
    counted = clock.counted_by(today)
    if counted >= clock.limit - (ANSWER.working_days - ALARM_DAYS):
        return (ApplicationMark.ALARM,)
    is_past = clock.limit == ANSWER.working_days and counted > PROMISED_DAYS
    return (ApplicationMark.PROMISE_OVER,) if is_past else ()
