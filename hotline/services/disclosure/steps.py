"""The steps of an application: each checked against the one table of its life, its clock and its file."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from hotline.core.disclosure.application_life import (
    GIVES_RESULT,
    LENGTHENS,
    find_mistakable,
    next_application_state,
)
from hotline.core.disclosure.applications import (
    OPEN_STATES,
    Application,
    ApplicationAction,
    ApplicationEvent,
    ApplicationState,
)
from hotline.core.disclosure.case_files import (
    GIVES,
    SEARCHED_FOR,
    ConsultedKind,
    Opinion,
    check_remedy_words,
    check_reply,
    has_words,
    reply_by_rule,
)
from hotline.core.disclosure.clocks import read_clock, start_clock
from hotline.core.disclosure.fees import FeeBasis, fee_by_items, fee_by_pages
from hotline.core.disclosure.limits import ANSWER, CORRECTION_NOTICE, COURT_ORDER, EXTENSION, MOST_DELAY_DAYS, PAYMENT
from hotline.core.disclosure.outcomes import ReplyOutcome
from hotline.core.errors import Conflict, InvalidInput
from hotline.core.opening_hours import add_working_days
from hotline.core.permissions import Staff
from hotline.core.text_length import tidy
from hotline.services.disclosure.applications import confirm, get_by_number, read_answer_clock, seen_by
from hotline.services.disclosure.letters import issue_letter
from hotline.services.line import Line

if TYPE_CHECKING:
    from hotline.storage.records.unit_of_work import Unit

_A = ApplicationAction
CORRECTION_DAYS = 15
"""Working days that an applicant gets for a correction unless staff set another period: the law says 合理期限."""
MOST_CORRECTION_DAYS = 60
TODAY = frozenset(
    {_A.ASK_CORRECTION, _A.ASK_REASONS, _A.CONSULT, _A.CHARGE, _A.EXTEND, _A.DELAY}
    | {_A.DRAFT, _A.SUBMIT, _A.RETURN, _A.APPROVE, _A.ARCHIVE, _A.WITHDRAW, _A.TAKE_BACK, _A.TAKE_BACK_CONTEST}
)
"""What is done by entering it, or whose letter is of today: no pause is entered for a day that has passed. Other steps
may be entered some days after they happened."""
FOLLOWS = {
    **{_A.CORRECT: _A.ASK_CORRECTION, _A.EXPLAIN: _A.ASK_REASONS, _A.END_CONSULTATION: _A.CONSULT},
    **{_A.PAY: _A.CHARGE, _A.SEND: _A.APPROVE, _A.DELIVER: _A.SEND},
    **{_A.LAPSE_CORRECTION: _A.ASK_CORRECTION, _A.LAPSE_PAYMENT: _A.CHARGE},
}
"""A step -> the step whose day its own day may not come before; the others come after the receipt."""
OWN_SERVICE = GIVES_RESULT | {_A.DRAFT, _A.CONSULT, _A.CONTEST, _A.TAKE_BACK_CONTEST}
"""Steps that ``services.disclosure.case_files`` takes together with what they put into the file."""
MOST_YUAN = 1_000_000
WORDS_LIMIT = 2_000
OUTCOME_OF = {
    _A.LAPSE_CORRECTION: ReplyOutcome.NOT_CORRECTED,
    _A.LAPSE_PAYMENT: ReplyOutcome.NOT_PAID,
    _A.WITHDRAW: ReplyOutcome.WITHDRAWN,
}
"""The steps that end an application by themselves, and how."""
_NEEDS_WORDS = {
    _A.ASK_CORRECTION: "请写明要补正什么、怎么写才清楚。",
    _A.ASK_REASONS: "请写明为什么要说明理由。",
    _A.EXTEND: "请写明为什么要延期。",
    _A.DELAY: "请写明为什么无法按期答复。",
    _A.RETURN: "请写明要改什么。",
    _A.SEND: "请写明怎样送出：当面、邮寄（邮件号）、电子邮件或者网上。",
    _A.WITHDRAW: "请写明申请人是怎样撤回的。",
    _A.TAKE_BACK: "请写明登记错在哪里。",
    _A.TAKE_BACK_CONTEST: "请写明登记错在哪里。",
}


@dataclass(frozen=True)
class StepTaken:
    """What staff enter with a step: the ``day`` in law, ``words``, a period in ``working_days``, a fee in ``yuan``.

    ``served_on`` is the day on which the applicant got the notice whose period has lapsed."""

    day: date
    words: str = ""
    working_days: int = 0
    yuan: int = 0
    served_on: date | None = None


def take_step(
    line: Line, actor: Staff, number: str, version: int, action: ApplicationAction, step: StepTaken
) -> Application:
    """Take ``action``, which the application's state, the clock and the file must allow, and return what it is then.

    Raises NotFound, NotAllowed, Conflict (another state, another version, a limit that is over or not yet over) and
    InvalidInput with a message for each field."""
    if action in OWN_SERVICE:
        raise Conflict(f"“{action.value}”要和它的内容一起登记。")
    with line.records.writing() as unit:
        application = get_by_number(unit, number, version)
        return seen_by(actor, take_step_in(line, unit, actor, application, action, step))


def charge(
    line: Line, actor: Staff, number: str, version: int, basis: FeeBasis, units: int, earlier: int = 0
) -> Application:
    """Notify a fee by one of the two scales; how it was counted stands in the notice.

    ``units`` are items or pages, ``earlier`` the items of the same applicant before them in the calendar month. Raises
    what ``take_step`` raises, with "units" as the field of a fee that nobody has to pay."""
    fee = fee_by_items(units, earlier) if basis is FeeBasis.ITEMS else fee_by_pages(units)
    if fee.yuan == 0:
        raise InvalidInput({"units": "按这个数量不收费，不用通知缴费。"})
    step = StepTaken(line.now().date(), fee.counted, yuan=fee.yuan)
    return take_step(line, actor, number, version, _A.CHARGE, step)


def take_step_in(
    line: Line, unit: Unit, actor: Staff, application: Application, action: ApplicationAction, step: StepTaken
) -> Application:
    """``take_step`` in the transaction of ``unit``, with an application that was read in it.

    Who withdraws an application whose receipt is not confirmed confirms it by that: both sides know of it then
    (第三十一条), so it is received, and counts in the annual report, on that day."""
    today = line.now().date()
    step = replace(step, words=tidy(step.words), day=today if action in TODAY else step.day)
    if action is _A.END_CONSULTATION:
        step = replace(step, day=_last_opinion(unit, application))
    state = next_application_state(application, action, actor)
    step = _check(line, application, action, step)
    if application.state is ApplicationState.REGISTERED and action is _A.WITHDRAW:
        application = confirm(line, unit, application, today, actor.name)
    _check_file(unit, application, action)
    event = ApplicationEvent(
        serial=application.version + 1,
        action=action,
        state=state,
        day=step.day,
        at=line.now(),
        by=actor.name,
        words=step.words,
        working_days=step.working_days,
        yuan=step.yuan,
    )
    _check_clock(line, application, event, step.served_on)
    if action is _A.TAKE_BACK:
        _undo_in_file(unit, application, find_mistakable(application, actor))
    return record_step(line, unit, application, event)


def _undo_in_file(unit: Unit, application: Application, mistaken: ApplicationEvent) -> None:
    """Take out of the file what a step put there that is taken back: its wording of the reply, its end of a contest."""
    if mistaken.action in OUTCOME_OF:
        unit.case_files.remove_newest_reply(application.number)
    if mistaken.action in GIVES_RESULT:
        contests = unit.case_files.list_contests(application.number)
        ended = [one for one in contests if one.decided_on == mistaken.day and mistaken.words.startswith(one.told)]
        unit.case_files.reopen_contest(ended[-1].id)


def record_step(line: Line, unit: Unit, application: Application, event: ApplicationEvent) -> Application:
    """Keep a step that was checked, with the reply that follows from it by law and the letter that goes with it."""
    received_on = event.day if event.action is _A.CONFIRM else None
    changed = unit.applications.add_event(application, event, received_on)
    if outcome := OUTCOME_OF.get(event.action):
        unit.case_files.add_reply(application.number, reply_by_rule(outcome, event.by, event.at))
    issue_letter(line, unit, changed, event, event.by)
    return changed


def _check(line: Line, application: Application, action: ApplicationAction, step: StepTaken) -> StepTaken:
    """``step`` with the period of its action; raises InvalidInput."""
    problems = {}
    earliest = _earliest(application, action)
    if step.day > line.now().date():
        problems["day"] = "日期不能在今天之后。"
    elif step.day < earliest:
        problems["day"] = f"日期不能早于{earliest}。"
    if action in _NEEDS_WORDS and not has_words(step.words):
        problems["words"] = _NEEDS_WORDS[action]
    if len(step.words) > WORDS_LIMIT:
        problems["words"] = f"最多{WORDS_LIMIT}个字，现在有{len(step.words)}个字。"
    if action is _A.CHARGE and not 0 < step.yuan <= MOST_YUAN:
        problems["yuan"] = "不收费的不用通知缴费。" if step.yuan <= 0 else f"金额不能超过{MOST_YUAN}元。"
    days = _period(action, step.working_days)
    if action is _A.EXTEND and not 1 <= days <= EXTENSION.working_days:
        problems["working_days"] = f"延期最多{EXTENSION.working_days}个工作日。"
    if action is _A.DELAY and not 1 <= days <= MOST_DELAY_DAYS:
        problems["working_days"] = f"延迟的期限要在1到{MOST_DELAY_DAYS}个工作日之间。"
    if action is _A.ASK_CORRECTION and not 1 <= days <= MOST_CORRECTION_DAYS:
        problems["working_days"] = f"补正期限要在1到{MOST_CORRECTION_DAYS}个工作日之间。"
    if problems:
        raise InvalidInput(problems)
    return replace(step, working_days=days)


def _period(action: ApplicationAction, given: int) -> int:
    if action is _A.ASK_CORRECTION:
        return given or CORRECTION_DAYS
    if action in (_A.CONFIRM, _A.CORRECT, _A.PAY):
        return ANSWER.working_days
    if action is _A.ORDER:
        return given or COURT_ORDER.working_days
    return given if action in LENGTHENS else PAYMENT.working_days if action is _A.CHARGE else 0


def _earliest(application: Application, action: ApplicationAction) -> date:
    """The day before which ``action`` cannot have happened."""
    before = FOLLOWS.get(action)
    earlier = application.find_last(before) if before else None
    return earlier.day if earlier else application.came_on


def _last_opinion(unit: Unit, application: Application) -> date:
    """The day of the last answer to a slip, which ends the pause: later days count for the office. Where the slip was
    entered only after its answer came, the pause ends on the day on which it began."""
    slips = unit.case_files.list_consultations(application.number)
    began = _earliest(application, _A.END_CONSULTATION)
    return max([began, *(slip.answered_on for slip in slips if slip.answered_on)])


def _check_clock(line: Line, application: Application, event: ApplicationEvent, served_on: date | None) -> None:
    """Raise Conflict where the limits forbid the step on that day."""
    if event.action is _A.ASK_CORRECTION:
        last = add_working_days(application.came_on, CORRECTION_NOTICE.working_days, line.is_workday)
        if event.day > last:
            raise Conflict(f"告知补正要在收到之日起{CORRECTION_NOTICE.working_days}个工作日内，已在{last}届满。")
    if event.action in (_A.LAPSE_CORRECTION, _A.LAPSE_PAYMENT):
        _check_lapse(line, application, event, served_on)
    changed = replace(application, events=(*application.events, event))
    clock = read_answer_clock(line, changed)
    if event.action is _A.CONTEST and _is_about_silence(application, event.day):
        last_day = clock.last_day if clock and clock.is_overdue(event.day) else None
        if last_day is None or event.day <= last_day:
            raise Conflict("答复的期限还没有过，不能对没有答复申请复议或者起诉。")


def _is_about_silence(application: Application, day: date) -> bool:
    """Whether a review or a suit that was taken on ``day`` came before any answer, which may be entered after it."""
    sent = application.find_last(_A.SEND)
    return application.state in OPEN_STATES or (sent is not None and day < sent.day)


def _check_lapse(line: Line, application: Application, event: ApplicationEvent, served_on: date | None) -> None:
    """Raise Conflict while the applicant may still act. The period runs from the day on which they got the notice."""
    notice = _notice(application, FOLLOWS[event.action])
    if served_on is None or not notice.day <= served_on <= event.day:
        message = f"请登记申请人收到通知的日期（{notice.day}或以后），期限从那天起算。"
        raise InvalidInput({"served_on": message})
    period = read_clock([start_clock(served_on, notice.working_days, "")], line.describe_day)
    if period.last_day is None or event.day <= period.last_day:
        raise Conflict(f"期限到{period.last_day}，还没有过，现在不能按逾期处理。")
    if period.is_provisional:
        raise Conflict("这段时间的放假安排还没有公布，不能按逾期处理。请先登记国务院的放假通知。")


def last_day_of_notice(line: Line, application: Application, asked: ApplicationAction) -> date:
    """The last day of the period that a correction or fee notice set; the notice must have been sent."""
    notice = _notice(application, asked)
    return add_working_days(notice.day, notice.working_days, line.is_workday)


def _notice(application: Application, asked: ApplicationAction) -> ApplicationEvent:
    """The step with which the newest notice of this kind was sent, which must be there."""
    notice = application.find_last(asked)
    if notice is None:
        raise ValueError(f"no {asked.value} was sent")
    return notice


def _check_file(unit: Unit, application: Application, action: ApplicationAction) -> None:
    """Raise Conflict or InvalidInput where the file lacks what the step needs."""
    number = application.number
    if action is _A.END_CONSULTATION:
        waiting = [one.whom for one in unit.case_files.list_consultations(number) if one.opinion is None]
        if waiting:
            raise Conflict(f"还在等候{'、'.join(waiting)}的意见。逾期未答复的，先登记“逾期未答复”。")
    if action in (_A.SUBMIT, _A.APPROVE):
        reply = unit.case_files.find_reply(number)
        if reply is None:
            raise Conflict("还没有拟答复，请先写答复。")
        problems = check_reply(reply.outcome, reply.reasons, reply.given, reply.withheld)
        if wrong := check_remedy_words(reply.remedy, reply.remedy_words):
            problems["remedy_words"] = wrong
        if reply.outcome in GIVES and not has_words(reply.reasons) and _is_refused(unit, number):
            problems["reasons"] = "第三方不同意公开。决定公开的，要写明对公共利益的重大影响（第三十二条）。"
        if problems:
            raise InvalidInput(problems)
        outcomes = {reply.outcome, *(part.outcome for part in reply.withheld)}
        if outcomes & SEARCHED_FOR and not unit.case_files.list_searches(number):
            raise Conflict("答复信息不存在，要先登记检索记录：在哪里查、用什么词、谁查的、哪天查的。")


def _is_refused(unit: Unit, number: str) -> bool:
    """Whether a third party refuses its consent (第三十二条)."""
    slips = unit.case_files.list_consultations(number)
    return any(slip.kind is ConsultedKind.THIRD_PARTY and slip.opinion is Opinion.REFUSES for slip in slips)
