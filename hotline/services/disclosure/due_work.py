"""What the disclosure desk has to do today: the limits that are near or over, and steps that wait for somebody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import TYPE_CHECKING

from hotline.core.disclosure.answer_clock import ends_the_wait
from hotline.core.disclosure.application_life import drafters, find_open_return
from hotline.core.disclosure.applications import OPEN_STATES, Application, ApplicationAction, ApplicationState
from hotline.core.disclosure.limits import ANSWER, CORRECTION_NOTICE, PROMISED_DAYS
from hotline.core.disclosure.marks import ApplicationMark, marks_of
from hotline.core.opening_hours import add_working_days
from hotline.core.permissions import Permission, Staff
from hotline.services.disclosure.applications import OpenApplication, seen_by, with_clock
from hotline.services.disclosure.case_files import opinion_due
from hotline.services.disclosure.steps import last_day_of_notice
from hotline.services.line import Line

if TYPE_CHECKING:
    from hotline.storage.records.unit_of_work import Unit

MOST_OPEN = 5_000
"""Open applications that are looked at; an office of this size has some hundred a year."""
_S = ApplicationState


class DueKind(Enum):
    """Why an application needs somebody today, the most urgent first; the value is what staff read."""

    LATE = "已逾期，马上答复"
    ALARM = "第19天报警，今天要答复"
    SIGNATURE = "已送出，等申请人签收，签收了马上登记送达"
    PROMISE = "到了15个工作日的承诺"
    CORRECTION = "要补正的，告知期限快到了"
    CONFIRM = "等待确认收到，联系申请人"
    UNSENT = "审核通过，还没有送出"
    RETURNED = "答复退回了，要改"
    REVIEW = "答复等审核"
    OPINION = "征求意见的期限过了"
    LAPSED = "补正或者缴费的期限过了"
    NEW = "新收到的，还没有人办"


@dataclass(frozen=True)
class DueTask:
    """``day`` is the last day of what is due, None where nothing in law fixes one."""

    kind: DueKind
    application: Application
    day: date | None


def list_due_tasks(line: Line, actor: Staff) -> list[DueTask]:
    """What is due, the most urgent first; a liaison officer gets what belongs to the own department."""
    actor.require(Permission.READ_APPLICATIONS)
    with line.records.reading() as unit:
        open_states = sorted(OPEN_STATES, key=lambda state: state.name)
        tasks = [
            task
            for states in (open_states, [_S.SENT])
            for application in unit.applications.list_applications(states=states, own=actor.own_part, limit=MOST_OPEN)[
                0
            ]
            for task in _tasks_of(line, unit, actor, application)
        ]
    order = list(DueKind)
    return sorted(tasks, key=lambda task: (order.index(task.kind), task.day or date.max, task.application.number))


def _tasks_of(line: Line, unit: Unit, actor: Staff, application: Application) -> list[DueTask]:
    found = (
        (_signature_task(line, application),)
        if application.state is _S.SENT
        else (_clock_task(line, with_clock(line, application)), _state_task(line, unit, actor, application))
    )
    shown = seen_by(actor, application)
    due = [DueTask(kind, shown, day) for kind, day in filter(None, found)]
    return due or ([DueTask(DueKind.NEW, shown, None)] if _is_new(actor, application) else [])


def _is_new(actor: Staff, application: Application) -> bool:
    """Whether nobody has done anything with it yet, for who would."""
    is_untouched = application.state is _S.RECEIVED and application.standing[-1].action is ApplicationAction.CONFIRM
    return is_untouched and actor.may(Permission.HANDLE_APPLICATIONS)


def _signature_task(line: Line, application: Application) -> tuple[DueKind, date | None] | None:
    """The signature for which a reply that was sent waits, since it is not given before."""
    sent = application.find_last(ApplicationAction.SEND)
    if sent is None or ends_the_wait(sent):
        return None
    clock = with_clock(line, application).clock
    return (DueKind.SIGNATURE, clock.last_day) if clock and clock.stopped_on is None else None


def _clock_task(line: Line, opened: OpenApplication) -> tuple[DueKind, date | None] | None:
    """The most urgent limit of the answer, if one is near."""
    clock, application, today = opened.clock, opened.application, line.now().date()
    if clock is None or clock.is_paused or clock.stopped_on is not None:
        return None
    marks = marks_of(application, clock, today)
    if ApplicationMark.LATE in marks:
        return DueKind.LATE, clock.last_day
    if ApplicationMark.ALARM in marks:
        return DueKind.ALARM, clock.last_day
    counted = clock.counted_by(today)
    if clock.limit == ANSWER.working_days and counted >= PROMISED_DAYS:
        return DueKind.PROMISE, clock.last_day
    is_asked = application.is_ordered or application.has_done(ApplicationAction.ASK_CORRECTION)
    may_ask = application.state is _S.RECEIVED and not is_asked
    last = add_working_days(application.came_on, CORRECTION_NOTICE.working_days, line.is_workday)
    is_near = counted >= CORRECTION_NOTICE.working_days - 1 and today <= last
    return (DueKind.CORRECTION, last) if may_ask and is_near else None


def _state_task(line: Line, unit: Unit, actor: Staff, application: Application) -> tuple[DueKind, date | None] | None:
    """What the state of ``application`` waits for."""
    today = line.now().date()
    match application.state:
        case _S.REGISTERED:
            return DueKind.CONFIRM, None
        case _S.DECIDED:
            return DueKind.UNSENT, None
        case _S.DRAFTED:
            may_mend = actor.may(Permission.HANDLE_APPLICATIONS) and find_open_return(application)
            return (DueKind.RETURNED, None) if may_mend else None
        case _S.SUBMITTED:
            may_review = actor.may(Permission.APPROVE_REPLIES) and actor.name not in drafters(application)
            return (DueKind.REVIEW, None) if may_review else None
        case _S.CONSULTING:
            slips = unit.case_files.list_consultations(application.number)
            ends = [opinion_due(line, slip) for slip in slips if slip.opinion is None]
            over = [end for end in ends if end is not None and end < today]
            return (DueKind.OPINION, min(over)) if over else None
        case _S.CORRECTING | _S.CHARGING:
            asks = application.state is _S.CORRECTING
            last = last_day_of_notice(
                line, application, ApplicationAction.ASK_CORRECTION if asks else ApplicationAction.CHARGE
            )
            return (DueKind.LAPSED, last) if last < today else None
    return None
