"""What the steps of an application do to the clock of its answer."""

from __future__ import annotations

from datetime import date

from hotline.core.disclosure.application_life import ENDS_CONTEST, LENGTHENS
from hotline.core.disclosure.applications import Application, ApplicationAction, ApplicationEvent, ApplicationState
from hotline.core.disclosure.clocks import ClockEvent, ClockEventKind
from hotline.core.disclosure.limits import ANSWER, COURT_ORDER, PAYMENT, REGULATION

_A = ApplicationAction
_PAUSES = {
    _A.ASK_CORRECTION: ("等候补正", f"{REGULATION}第三十条"),
    _A.CONSULT: ("征求意见", f"{REGULATION}第三十三条第三款"),
    _A.CHARGE: ("等候缴费", PAYMENT.article),
}
_STARTS = {
    _A.CONFIRM: (ClockEventKind.START, ANSWER.article, "收到申请"),
    _A.CORRECT: (ClockEventKind.RESTART, f"{REGULATION}第三十条", "收到补正"),
    _A.PAY: (ClockEventKind.RESTART, PAYMENT.article, "缴费"),
    _A.ORDER: (ClockEventKind.START, COURT_ORDER.article, "责令重新答复"),
}
_CONSULTATION = (_A.CONSULT, _A.END_CONSULTATION)
BY_SIGNATURE = ("当面", "委托")
"""The ways of service, as staff write them, on which the day of the signature counts."""


def clock_events(application: Application, *, pay_restarts: bool = True) -> tuple[ClockEvent, ...]:
    """What the steps of an application do to the clock of its answer, by the day in law: a step may be entered some
    days after its day. None until the receipt is confirmed. What was entered before an order cannot take effect after
    it, and no consultation pauses the period that it sets.

    That payment begins the period again (109号 第六条) was not read in a full text: without ``pay_restarts`` it only
    ends the pause, and who keeps that earlier last day is late under neither reading."""
    steps = _effective_steps(application.standing)
    ordered = next((place for place, event in enumerate(steps) if event.action is _A.ORDER), len(steps))
    steps = steps[:ordered] + [event for event in steps[ordered:] if event.action not in _CONSULTATION]
    answers = find_answers(application)
    found = (one for event in steps if (one := _clock_event(event, pay_restarts, answers)))
    return tuple(sorted(found, key=lambda one: one.day))


def _effective_steps(standing: tuple[ApplicationEvent, ...]) -> list[ApplicationEvent]:
    """The steps, the oldest first, without those of days after an order that was entered after them: the
    answer that they ended or moved is no longer the one that is owed."""
    found: list[ApplicationEvent] = []
    latest = date.max
    for event in reversed(standing):
        if event.day <= latest:
            found.append(event)
        if event.action is _A.ORDER:
            latest = min(latest, event.day)
    return found[::-1]


def _clock_event(
    event: ApplicationEvent, pay_restarts: bool, answers: tuple[ApplicationEvent, ...]
) -> ClockEvent | None:
    if event.action is _A.PAY and not pay_restarts:
        return ClockEvent(ClockEventKind.RESUME, event.day, PAYMENT.article, reason="缴费")
    if event.action in _STARTS:
        kind, article, reason = _STARTS[event.action]
        return ClockEvent(kind, event.day, article, event.working_days or ANSWER.working_days, reason)
    if event.action in _PAUSES:
        reason, article = _PAUSES[event.action]
        return ClockEvent(ClockEventKind.PAUSE, event.day, article, reason=reason)
    if event.action is _A.END_CONSULTATION:
        return ClockEvent(ClockEventKind.RESUME, event.day, f"{REGULATION}第三十三条第三款", reason="意见已齐")
    if event.action in LENGTHENS:
        article = f"{REGULATION}第三十三条第二款" if event.action is _A.EXTEND else f"{REGULATION}第三十五条"
        return ClockEvent(ClockEventKind.EXTEND, event.day, article, event.working_days, event.action.value)
    if event in answers:
        return ClockEvent(ClockEventKind.STOP, event.day, ANSWER.article, reason=event.action.value)
    return None


def find_answers(application: Application) -> tuple[ApplicationEvent, ...]:
    """The standing steps with which an answer counts as given: those that end the wait, and a contest of a reply that
    was handed over. Whoever contests it has it, though the day of the signature is not noted yet."""
    found: list[ApplicationEvent] = []
    pending: list[ApplicationEvent] = []
    sent: ApplicationEvent | None = None
    for event in application.standing:
        if event.action is _A.SEND:
            sent = event
        elif event.action is _A.CONTEST:
            pending.append(event)
        elif event.action in ENDS_CONTEST and pending:
            ended = pending.pop()
            if event.action is _A.TAKE_BACK_CONTEST and ended in found:
                found.remove(ended)
        is_of_reply = event.action is _A.CONTEST and event.state is ApplicationState.CONTESTED
        if ends_the_wait(event) or (is_of_reply and sent is not None and sent.day <= event.day):
            found.append(event)
    return tuple(found)


def find_first_answer(application: Application) -> ApplicationEvent | None:
    """The step with which the first answer was given. Before an order the earliest day counts: a signature may be
    entered after the contest of what was signed for."""
    answers = find_answers(application)
    if not answers:
        return None
    later = (event.serial for event in application.standing if event.action is _A.ORDER)
    until = min((serial for serial in later if serial > answers[0].serial), default=answers[-1].serial + 1)
    return min((event for event in answers if event.serial < until), key=lambda event: event.day)


def ends_the_wait(event: ApplicationEvent) -> bool:
    """Whether the answer counts as given on the day of ``event``, where it was not given before: a reply in person or
    through another organ only when it is signed for, one by post on the day of posting (国办公开办函〔2016〕235号
    第四条), a withdrawal at once."""
    if event.action is _A.SEND:
        return not any(way in event.words for way in BY_SIGNATURE)
    return event.action in (_A.WITHDRAW, _A.DELIVER)
