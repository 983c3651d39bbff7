"""An application's file: the searches, opinions asked for, the reply in its wordings, letters and contests."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING

from hotline.core.disclosure.application_life import next_application_state, require_own, unsent_replies
from hotline.core.disclosure.applications import Application, ApplicationAction, ApplicationEvent, ApplicationState
from hotline.core.disclosure.case_files import (
    OPINION_LIMITS,
    SILENCE,
    Consultation,
    ConsultedKind,
    Contest,
    ContestKind,
    ContestResult,
    Letter,
    LetterKind,
    Opinion,
    Reply,
    SearchDone,
    WithheldPart,
    has_words,
    reply_by_rule,
)
from hotline.core.disclosure.outcomes import ReplyOutcome
from hotline.core.errors import Conflict, InvalidInput, NotFound
from hotline.core.opening_hours import add_working_days
from hotline.core.permissions import Permission, Staff
from hotline.core.text_length import tidy
from hotline.services.disclosure.applications import get_by_number, seen_by
from hotline.services.disclosure.letters import compose, issue_opinion_request, list_letters, read_template
from hotline.services.disclosure.steps import OUTCOME_OF, StepTaken, record_step, take_step_in
from hotline.services.line import Line

if TYPE_CHECKING:
    from hotline.storage.records.unit_of_work import Unit

TEXT_LIMIT = 5_000
"""Characters of a text of a reply."""
SHORT_LIMIT = 500
"""Characters of every other text in the file."""
_A = ApplicationAction


@dataclass(frozen=True)
class CaseFile:
    """Everything in the file of an application, each list the oldest first."""

    searches: list[SearchDone]
    consultations: list[Consultation]
    reply: Reply | None
    letters: list[Letter]
    contests: list[Contest]
    unsent_letters: frozenset[int]
    """The places in ``letters``, counted from 1, of replies that were approved and then never sent."""


@dataclass(frozen=True)
class DraftReply:
    """What staff write of a reply; the articles, report row and remedy follow by rule."""

    outcome: ReplyOutcome
    reasons: str = ""
    given: str = ""
    withheld: tuple[WithheldPart, ...] = ()
    remedy_words: str = ""

    @property
    def texts(self) -> dict[str, str]:
        """Field name -> what was typed."""
        return {"reasons": self.reasons, "given": self.given, "remedy_words": self.remedy_words}

    def to_reply(self, by: str, at: datetime) -> Reply:
        """The reply with its texts tidied, and with what follows by rule."""
        texts = {name: tidy(text) for name, text in self.texts.items()}
        return reply_by_rule(self.outcome, by, at, withheld=self.withheld, **texts)


def read_case_file(line: Line, actor: Staff, number: str) -> CaseFile:
    """The file of an application that ``actor`` may read. Letters name who applied: without SEE_APPLICANTS none."""
    actor.require(Permission.READ_APPLICATIONS)
    with line.records.reading() as unit:
        application = get_by_number(unit, number)
        require_own(actor, application)
        files = unit.case_files
        letters = list_letters(line, unit, number)
        return CaseFile(
            searches=files.list_searches(number),
            consultations=files.list_consultations(number),
            reply=files.find_reply(number),
            letters=letters if actor.may(Permission.SEE_APPLICANTS) else [],
            contests=files.list_contests(number),
            unsent_letters=_places_of_unsent(application, letters),
        )


def _places_of_unsent(application: Application, letters: list[Letter]) -> frozenset[int]:
    replies = [place for place, letter in enumerate(letters, 1) if letter.kind is LetterKind.REPLY]
    return frozenset(replies[nth - 1] for nth in unsent_replies(application) if nth <= len(replies))


def add_search(line: Line, actor: Staff, number: str, search: SearchDone) -> None:
    """Add a record of a search; where and for what may not be empty, the day not be in the future.

    The same record twice, as a form that is sent again makes it, is one."""
    actor.require(Permission.HANDLE_APPLICATIONS)
    needed = {
        "place": "请写在哪里查的：档案室、系统或者科室。",
        "words": "请写用什么词查的。",
        "searched_by": "请写谁查的。",
        "found": "请写查到了什么，没有就写没有。",
    }
    problems = {name: told for name, told in needed.items() if not has_words(getattr(search, name))}
    problems |= {name: f"最多{SHORT_LIMIT}个字。" for name in needed if len(getattr(search, name)) > SHORT_LIMIT}
    with line.records.writing() as unit:
        application = get_by_number(unit, number)
        require_own(actor, application)
        if not application.arrived_on <= search.searched_on <= line.now().date():
            problems["searched_on"] = f"日期要在收到申请（{application.arrived_on}）以后，不能在今天之后。"
        if problems:
            raise InvalidInput(problems)
        if search not in unit.case_files.list_searches(number):
            unit.case_files.add_search(number, search)


def write_reply(line: Line, actor: Staff, number: str, version: int, draft: DraftReply) -> Application:
    """Write a wording of the reply; the application is DRAFTED then. What is missing is told at SUBMIT.

    Raises Conflict where the outcome is one that only a step makes, or the draft of such a step would get another."""
    if draft.outcome in OUTCOME_OF.values():
        raise Conflict(f"“{draft.outcome.value}”由那一步自动写成，不用自己拟。")
    if long := {name: f"最多{TEXT_LIMIT}个字。" for name, text in draft.texts.items() if len(text) > TEXT_LIMIT}:
        raise InvalidInput(long)
    with line.records.writing() as unit:
        application = get_by_number(unit, number, version)
        standing = unit.case_files.find_reply(number)
        if application.state is ApplicationState.DRAFTED and standing and standing.outcome in OUTCOME_OF.values():
            raise Conflict(f"这件申请已经按“{standing.outcome.value}”处理。收到补正或者缴费的，先登记收到。")
        state = next_application_state(application, _A.DRAFT, actor)
        unit.case_files.add_reply(number, draft.to_reply(actor.name, line.now()))
        event = ApplicationEvent(version + 1, _A.DRAFT, state, line.now().date(), line.now(), actor.name)
        return seen_by(actor, record_step(line, unit, application, event))


def preview_reply(line: Line, actor: Staff, number: str, draft: DraftReply | None = None) -> str:
    """The body of the reply's letter as it would go out now; without ``draft`` that of the standing reply.

    Raises Conflict that names what is missing."""
    if not actor.may(Permission.APPROVE_REPLIES):
        actor.require(Permission.HANDLE_APPLICATIONS)
    with line.records.reading() as unit:
        application = get_by_number(unit, number)
        require_own(actor, application)
        reply = draft.to_reply(actor.name, line.now()) if draft else unit.case_files.find_reply(number)
        if reply is None:
            raise Conflict("还没有拟答复，请先写答复。")
        desk, read = unit.office.disclosure_desk(application.office_code), partial(read_template, unit)
        return compose(line, read, desk, seen_by(actor, application), LetterKind.REPLY, reply=reply).body


def consult(
    line: Line, actor: Staff, number: str, version: int, kind: ConsultedKind, whom: str, sent_on: date
) -> Application:
    """Send a slip that asks ``whom`` for an opinion. The first pauses the clock of the answer (第三十三条第三款)."""
    if not has_words(whom) or len(whom) > SHORT_LIMIT:
        raise InvalidInput({"whom": f"请写征求谁的意见，最多{SHORT_LIMIT}个字。"})
    with line.records.writing() as unit:
        application = get_by_number(unit, number, version)
        if application.state is not ApplicationState.CONSULTING:
            step = StepTaken(sent_on, whom.strip())
            application = take_step_in(line, unit, actor, application, _A.CONSULT, step)
        actor.require(Permission.HANDLE_APPLICATIONS)
        require_own(actor, application)
        received_on = application.came_on
        if not received_on <= sent_on <= line.now().date():
            raise InvalidInput({"sent_on": f"送出的日期要在收到申请（{received_on}）以后，不能在今天之后。"})
        _require_new_slip(unit, number, kind, tidy(whom))
        unit.case_files.add_consultation(number, kind, tidy(whom), sent_on)
        issue_opinion_request(line, unit, application, kind, tidy(whom), actor.name)
        return seen_by(actor, application)


def _require_new_slip(unit: Unit, number: str, kind: ConsultedKind, whom: str) -> None:
    """Raise Conflict where the same slip is out already: a further one changes no version that a second sending of its
    form would meet."""
    slips = unit.case_files.list_consultations(number)
    if any((slip.kind, slip.whom, slip.opinion) == (kind, whom, None) for slip in slips):
        raise Conflict(f"已经征求{whom}的意见，还没有答复，不用再送一份。")


def may_consult_further(application: Application, action: ApplicationAction, actor: Staff) -> bool:
    """Whether ``action`` is another slip beside those that are out, which ``actor`` may send."""
    is_further = action is _A.CONSULT and application.state is ApplicationState.CONSULTING
    return is_further and actor.may(Permission.HANDLE_APPLICATIONS)


def opinion_due(line: Line, slip: Consultation) -> date | None:
    """The last day for an opinion: fifteen working days after the slip was received (第三十二条, 第三十四条)."""
    if slip.received_on is None:
        return None
    return add_working_days(slip.received_on, OPINION_LIMITS[slip.kind].working_days, line.is_workday)


def record_slip_received(line: Line, actor: Staff, number: str, slip: int, received_on: date) -> None:
    """Note the day on which who was asked got the slip: their period runs from it."""
    with line.records.writing() as unit:
        found = _find_slip(line, unit, actor, number, slip, received_on)
        if found.received_on is not None:
            raise Conflict(f"已经登记对方在{found.received_on}收到，不能再改。")
        if received_on < found.sent_on:
            raise InvalidInput({"received_on": f"不能早于送出的日期（{found.sent_on}）。"})
        unit.case_files.change_consultation(slip, received_on=received_on)


def record_opinion(
    line: Line, actor: Staff, number: str, slip: int, opinion: Opinion, answered_on: date, reasons: str
) -> None:
    """Note the answer to a slip. Who refuses must give reasons (第三十二条); silence is noted by ``record_silence``."""
    if opinion in SILENCE.values():
        raise InvalidInput({"opinion": "逾期未答复的，请用“逾期未答复”。"})
    if opinion is not Opinion.CONSENTS and not reasons.strip():
        raise InvalidInput({"reasons": "不同意公开的，要写明理由。"})
    with line.records.writing() as unit:
        found = _find_slip(line, unit, actor, number, slip, answered_on)
        received = found.received_on or found.sent_on
        if answered_on < received:
            raise InvalidInput({"answered_on": f"不能早于收到征求意见书的日期（{received}）。"})
        unit.case_files.change_consultation(
            slip, received_on=received, opinion=opinion, answered_on=answered_on, reasons=tidy(reasons)
        )


def record_silence(line: Line, actor: Staff, number: str, slip: int) -> None:
    """Note that nobody answered in time: a third party leaves it to the office, a co-maker consents.

    Raises Conflict while the period runs, or where nobody knows when the slip was received."""
    today = line.now().date()
    with line.records.writing() as unit:
        found = _find_slip(line, unit, actor, number, slip, today)
        due = opinion_due(line, found)
        if due is None:
            raise Conflict("请先登记对方收到征求意见书的日期，期限从那天起算。")
        if today <= due:
            raise Conflict(f"答复意见的期限到{due}，还没有过。")
        unit.case_files.change_consultation(
            slip, received_on=found.received_on, opinion=SILENCE[found.kind], answered_on=due
        )


def add_contest(line: Line, actor: Staff, number: str, version: int, kind: ContestKind, taken_on: date) -> Application:
    """Note that the reply is contested before the review body or a court."""
    with line.records.writing() as unit:
        application = get_by_number(unit, number, version)
        changed = take_step_in(line, unit, actor, application, _A.CONTEST, StepTaken(taken_on, kind.value))
        unit.case_files.add_contest(number, kind, taken_on)
        return seen_by(actor, changed)


def get_pending_contest(line: Line, actor: Staff, number: str) -> Contest:
    """The newest contest that is not decided. Raises NotFound where there is none."""
    actor.require(Permission.READ_APPLICATIONS)
    with line.records.reading() as unit:
        require_own(actor, get_by_number(unit, number))
        pending = [one for one in unit.case_files.list_contests(number) if one.result is ContestResult.PENDING]
    if not pending:
        raise NotFound("没有这一件复议或者诉讼。")
    return pending[-1]


def end_contest(
    line: Line,
    actor: Staff,
    number: str,
    version: int,
    contest: int,
    result: ContestResult,
    decided_on: date,
    working_days: int = 0,
    *,
    only_declares: bool = False,
) -> Application:
    """Note how a contest ended. A reply that was corrected must be given anew within ``working_days``, the period that
    the decision sets; 0 is the 20 working days of a judgment (法释〔2025〕8号 第十一条).

    ``only_declares``: the decision corrects by declaring the act, or its lateness, unlawful and demands no new reply
    (行政复议法 第六十五条, 行政诉讼法 第七十四条)."""
    if result is ContestResult.PENDING:
        raise InvalidInput({"result": "请选结果。"})
    action = _A.UPHOLD
    if result is ContestResult.CORRECTED:
        action = _A.DECLARE_UNLAWFUL if only_declares else _A.ORDER
    with line.records.writing() as unit:
        application = get_by_number(unit, number, version)
        found = _find_pending(unit, number, contest)
        if decided_on < found.taken_on:
            raise InvalidInput({"decided_on": f"不能早于受理的日期（{found.taken_on}）。"})
        if action is _A.ORDER and found.kind is ContestKind.REVIEW and working_days <= 0:
            raise InvalidInput({"working_days": "请写复议决定书定的期限，换算成工作日。"})
        unit.case_files.end_contest(contest, result, decided_on)
        told = replace(found, result=result).told
        step = StepTaken(decided_on, told, working_days=working_days)
        return seen_by(actor, take_step_in(line, unit, actor, application, action, step))


def take_back_contest(line: Line, actor: Staff, number: str, version: int, words: str) -> Application:
    """Take back the newest contest that is not decided, which was noted by mistake: it leaves the file and the annual
    report, and the case is as it was before. ``words`` say what was wrong; both steps stay in the history."""
    with line.records.writing() as unit:
        application = get_by_number(unit, number, version)
        step = StepTaken(line.now().date(), words)
        changed = take_step_in(line, unit, actor, application, _A.TAKE_BACK_CONTEST, step)
        pending = [one for one in unit.case_files.list_contests(number) if one.result is ContestResult.PENDING]
        unit.case_files.remove_contest(pending[-1].id)
        return seen_by(actor, changed)


def _find_pending(unit: Unit, number: str, contest: int) -> Contest:
    """The contest of this application that is not decided yet."""
    found = next((one for one in unit.case_files.list_contests(number) if one.id == contest), None)
    if found is None:
        raise NotFound("没有这一件复议或者诉讼。")
    if found.result is not ContestResult.PENDING:
        raise Conflict("这一件已经登记了结果，请刷新页面再看。")
    return found


def _find_slip(line: Line, unit: Unit, actor: Staff, number: str, slip: int, day: date) -> Consultation:
    """The slip of this application that ``actor`` may change; raises InvalidInput for a ``day`` in the future."""
    actor.require(Permission.HANDLE_APPLICATIONS)
    require_own(actor, get_by_number(unit, number))
    if day > line.now().date():
        raise InvalidInput({"day": "日期不能在今天之后。"})
    found = next((one for one in unit.case_files.list_consultations(number) if one.id == slip), None)
    if found is None:
        raise NotFound("没有这份征求意见书。")
    return found
