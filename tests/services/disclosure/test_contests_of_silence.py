"""Who got no answer in time asks for a review: it is noted while the office still owes the answer."""

from datetime import date

import pytest

from hotline.core.disclosure.application_life import list_allowed_actions
from hotline.core.disclosure.applications import ApplicationAction, ApplicationState
from hotline.core.disclosure.case_files import ContestKind, ContestResult
from hotline.core.disclosure.outcomes import ReplyOutcome
from hotline.core.errors import Conflict
from hotline.services.disclosure import year_reports
from tests.support.disclosure_desk import CLERK, HEAD

A = ApplicationAction
AFTER_THE_END = "2026-12-21"


def test_a_review_of_silence_is_noted_once_the_answer_is_late_and_the_answer_is_still_owed(register, on_day):
    case = register()
    with pytest.raises(Conflict, match="期限还没有过"):
        case.contest(ContestKind.REVIEW)
    on_day(AFTER_THE_END)
    case.contest(ContestKind.REVIEW)
    assert case.now.application.state is ApplicationState.RECEIVED
    assert case.now.clock.stopped_on is None
    case.answer(ReplyOutcome.INTERNAL, reasons="属于工作流程。")
    case.end_contest(ContestResult.OTHER)
    assert case.now.application.state is ApplicationState.SENT
    assert case.file.contests[-1].result is ContestResult.OTHER


def test_a_review_body_that_orders_an_answer_begins_its_own_period_and_the_reply_is_written_anew(register, on_day):
    case = register()
    case.draft(ReplyOutcome.INTERNAL, reasons="属于工作流程。")
    on_day(AFTER_THE_END)
    case.contest(ContestKind.REVIEW)
    on_day("2026-12-25")
    case.end_contest(ContestResult.CORRECTED, working_days=10)
    assert case.now.application.state is ApplicationState.RECEIVED
    assert case.last_day == "2027-01-08"
    case.draft(ReplyOutcome.DISCLOSED, given="统计表一份。")
    case.do(A.SUBMIT)
    case.do(A.APPROVE, HEAD)


@pytest.mark.parametrize("is_withdrawn", [False, True])
def test_what_was_entered_before_an_order_of_an_earlier_day_does_not_end_the_period_of_the_order(
    register, on_day, is_withdrawn
):
    case = register()
    on_day(AFTER_THE_END)
    case.contest(ContestKind.REVIEW)
    on_day("2026-12-24")
    if is_withdrawn:
        case.do(A.WITHDRAW)
    else:
        case.answer(ReplyOutcome.INTERNAL, reasons="属于工作流程。")
    on_day("2026-12-28")
    case.end_contest(ContestResult.CORRECTED, working_days=10, decided_on=date(2026, 12, 23))
    assert case.now.application.state is ApplicationState.RECEIVED
    assert (case.last_day, case.now.clock.stopped_on) == ("2027-01-06", None)
    assert case.now.clock.is_overdue(date(2027, 1, 7))
    case.answer(ReplyOutcome.INTERNAL, reasons="属于工作流程。")
    assert case.now.clock.stopped_on == date(2026, 12, 28)


@pytest.mark.parametrize("first_ended", [0, 1])
def test_while_one_of_two_contests_is_pending_the_reply_is_contested_and_nothing_is_archived(
    register, on_day, first_ended
):
    case = register()
    on_day(AFTER_THE_END)
    case.contest(ContestKind.REVIEW)
    case.answer(ReplyOutcome.INTERNAL, reasons="属于工作流程。")
    case.contest(ContestKind.REVIEW)
    case.end_contest(ContestResult.OTHER, place=first_ended)
    assert case.now.application.state is ApplicationState.CONTESTED
    assert not {A.DELIVER, A.ARCHIVE} & set(list_allowed_actions(case.now.application, CLERK))
    case.end_contest(ContestResult.UPHELD, place=1 - first_ended)
    assert case.now.application.state is ApplicationState.SENT


def test_a_case_whose_silence_is_contested_is_archived_only_after_the_decision(register, on_day):
    case = register()
    on_day(AFTER_THE_END)
    case.contest(ContestKind.REVIEW)
    case.answer(ReplyOutcome.INTERNAL, reasons="属于工作流程。")
    case.do(A.DELIVER)
    with pytest.raises(Conflict, match="还没有结果，不能归档"):
        case.do(A.ARCHIVE)
    case.end_contest(ContestResult.OTHER)
    case.do(A.ARCHIVE)


def test_the_page_offers_the_contest_of_silence_only_when_the_answer_is_late_and_its_end_only_once_it_was_noted(
    register, on_day
):
    case = register()
    assert A.CONTEST not in list_allowed_actions(case.now.application, CLERK)
    on_day(AFTER_THE_END)
    assert A.CONTEST in list_allowed_actions(case.now.application, CLERK, is_late=True)
    assert A.ORDER not in list_allowed_actions(case.now.application, CLERK, is_late=True)
    case.contest(ContestKind.REVIEW)
    allowed = list_allowed_actions(case.now.application, CLERK, is_late=True)
    assert {A.ORDER, A.UPHOLD, A.DRAFT} <= set(allowed)
    with pytest.raises(Conflict):
        case.do(A.ORDER)


def corrected(case):
    table = year_reports.read_tables(case.line, CLERK, 2026)[0].contests
    return table.cell(ContestKind.SUIT, ContestResult.CORRECTED)


def test_lateness_declared_unlawful_ends_the_contest_without_a_new_reply_and_counts_as_corrected(register, on_day):
    case = register()
    on_day(AFTER_THE_END)
    case.contest(ContestKind.SUIT)
    case.answer(ReplyOutcome.DISCLOSED, given="统计表一份。")
    case.do(A.DELIVER)
    before = case.now.clock
    case.end_contest(ContestResult.CORRECTED, only_declares=True)
    now = case.now
    assert now.application.state is ApplicationState.DELIVERED
    assert (now.clock.last_day, now.clock.stopped_on) == (before.last_day, before.stopped_on)
    assert now.application.events[-1].action is A.DECLARE_UNLAWFUL
    assert corrected(case) == 1
    case.do(A.ARCHIVE)


def test_a_reply_that_was_declared_unlawful_is_as_it_was_before_the_contest_and_the_step_can_be_taken_back(register):
    case = register()
    case.answer(ReplyOutcome.INTERNAL, reasons="属于工作流程。")
    case.contest(ContestKind.SUIT)
    case.end_contest(ContestResult.CORRECTED, only_declares=True)
    assert (case.now.application.state, corrected(case)) == (ApplicationState.SENT, 1)
    case.do(A.TAKE_BACK, words="是维持")
    assert (case.now.application.state, corrected(case)) == (ApplicationState.CONTESTED, 0)
    case.end_contest(ContestResult.UPHELD)
