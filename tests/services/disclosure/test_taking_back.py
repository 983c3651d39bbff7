"""A step that was noted by mistake is taken back by a second person: the case and its clock are as they were before."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from hotline.core.disclosure.application_life import list_allowed_actions
from hotline.core.disclosure.applications import ApplicationAction, ApplicationState
from hotline.core.disclosure.case_files import ContestKind, ContestResult
from hotline.core.disclosure.outcomes import ReplyOutcome
from hotline.core.errors import Conflict, InvalidInput, NotAllowed
from hotline.core.permissions import Role
from hotline.services.disclosure import year_reports
from hotline.services.disclosure.public_status import find_status
from tests.support.disclosure_desk import CLERK, HEAD

A = ApplicationAction
BOTH = replace(HEAD, id=4, name="chen", role=Role.ADMINISTRATOR)
"""Somebody who handles applications and may approve those of others."""


def take_back(case, actor=HEAD, words="登记到了别的申请上"):
    return case.do(A.TAKE_BACK, actor, words=words)


def test_a_withdrawal_of_another_application_is_taken_back_and_the_clock_runs_on(register, on_day):
    case = register()
    before = case.last_day
    case.do(A.WITHDRAW, words="来电撤回")
    on_day("2026-11-24")
    take_back(case)
    now = case.now
    assert now.application.state is ApplicationState.RECEIVED
    assert (now.clock.stopped_on, case.last_day) == (None, before)
    assert case.file.reply is None
    assert [event.action for event in now.application.events][-2:] == [A.WITHDRAW, A.TAKE_BACK]
    assert now.application.events[-1].words == "登记到了别的申请上"


def test_a_draft_that_a_mistaken_withdrawal_replaced_stands_again(register):
    case = register()
    case.draft(ReplyOutcome.DISCLOSED, given="统计表一份。")
    case.do(A.WITHDRAW, words="来电撤回")
    take_back(case)
    assert case.now.application.state is ApplicationState.DRAFTED
    assert case.file.reply.outcome is ReplyOutcome.DISCLOSED
    case.do(A.SUBMIT)
    case.do(A.APPROVE, HEAD)
    assert "统计表一份。" in case.file.letters[-1].body


def test_a_lapse_that_the_reviewer_finds_wrong_is_taken_back_though_it_was_submitted(register, on_day):
    case = register()
    case.do(A.ASK_CORRECTION, working_days=5)
    on_day("2026-11-30")
    case.do(A.LAPSE_CORRECTION, served_on=date(2026, 11, 20))
    case.do(A.SUBMIT)
    take_back(case)
    assert case.now.application.state is ApplicationState.CORRECTING
    assert case.now.clock.is_paused
    case.do(A.CORRECT, day=date(2026, 11, 27))
    assert case.last_day == "2026-12-25"


def test_a_payment_of_somebody_else_neither_restarts_the_clock_nor_counts_in_the_report(register, on_day):
    case = register()
    case.do(A.CHARGE, yuan=100)
    case.do(A.PAY)
    take_back(case)
    assert case.now.application.state is ApplicationState.CHARGING
    assert case.now.clock.is_paused
    assert year_reports.read_tables(case.line, CLERK, 2026)[0].fees == 0
    on_day("2026-12-01")
    case.do(A.PAY)
    assert case.last_day == "2026-12-29"


def test_who_noted_a_step_does_not_take_it_back_and_neither_does_who_may_not_approve(register):
    case = register()
    case.do(A.WITHDRAW, BOTH, words="来电撤回")
    with pytest.raises(NotAllowed, match="请换一位审核员"):
        take_back(case, BOTH)
    with pytest.raises(NotAllowed):
        take_back(case, CLERK)


def test_taking_back_needs_words_and_what_was_sent_or_approved_is_not_taken_back(register):
    case = register()
    with pytest.raises(Conflict, match="最近的一步不能撤销"):
        take_back(case)
    case.do(A.WITHDRAW, words="来电撤回")
    with pytest.raises(InvalidInput, match="请写明登记错在哪里"):
        take_back(case, words="")
    case.do(A.SUBMIT)
    case.do(A.APPROVE, HEAD)
    with pytest.raises(Conflict):
        take_back(case)


def test_after_a_step_was_taken_back_the_one_before_it_can_be_taken_back_too(register):
    case = register()
    case.do(A.ASK_CORRECTION, working_days=5)
    case.do(A.CORRECT)
    case.do(A.WITHDRAW, words="来电撤回")
    take_back(case)
    take_back(case)
    assert case.now.application.state is ApplicationState.CORRECTING
    with pytest.raises(Conflict):
        take_back(case)


def count_contests(case, kind=ContestKind.REVIEW):
    return year_reports.read_tables(case.line, CLERK, 2026)[0].contests.total(kind)


def test_a_review_noted_on_the_wrong_case_is_taken_back_by_who_noted_it_and_leaves_the_report(register):
    case = register()
    case.answer(ReplyOutcome.INTERNAL, reasons="属于工作流程。")
    case.contest(ContestKind.REVIEW)
    assert count_contests(case) == 1
    case.take_back_contest("这是另一件申请的复议")
    now = case.now.application
    assert now.state is ApplicationState.SENT
    assert (case.file.contests, count_contests(case)) == ([], 0)
    assert [event.action for event in now.events][-2:] == [A.CONTEST, A.TAKE_BACK_CONTEST]
    assert now.events[-1].words == "这是另一件申请的复议"
    case.contest(ContestKind.SUIT)
    case.end_contest(ContestResult.UPHELD)
    assert case.now.application.state is ApplicationState.SENT


def test_a_contest_of_silence_is_taken_back_though_steps_followed_and_the_case_can_be_archived(register, on_day):
    case = register()
    on_day("2026-12-21")
    case.contest(ContestKind.REVIEW)
    case.answer(ReplyOutcome.INTERNAL, reasons="属于工作流程。")
    case.do(A.DELIVER)
    case.take_back_contest("没有人申请复议")
    case.do(A.ARCHIVE)
    assert case.now.application.state is ApplicationState.ARCHIVED


def test_of_two_contests_the_newest_is_taken_back_and_the_other_stays_pending(register, on_day):
    case = register()
    on_day("2026-12-21")
    case.contest(ContestKind.REVIEW)
    case.answer(ReplyOutcome.INTERNAL, reasons="属于工作流程。")
    case.contest(ContestKind.SUIT)
    case.take_back_contest("登记错了")
    assert [one.kind for one in case.file.contests] == [ContestKind.REVIEW]
    assert case.now.application.state is ApplicationState.CONTESTED
    case.end_contest(ContestResult.OTHER)
    assert case.now.application.state is ApplicationState.SENT


def test_a_contest_is_taken_back_with_words_while_it_is_pending_and_by_who_handles_applications(register):
    case = register()
    case.answer(ReplyOutcome.INTERNAL, reasons="属于工作流程。")
    with pytest.raises(Conflict, match="没有在等结果"):
        case.take_back_contest("登记错了")
    case.contest(ContestKind.REVIEW)
    with pytest.raises(InvalidInput, match="错在哪里"):
        case.take_back_contest(" 。")
    with pytest.raises(NotAllowed):
        case.take_back_contest("登记错了", HEAD)
    assert len(case.file.contests) == 1


@pytest.mark.parametrize(("result", "state"), [("UPHELD", "SENT"), ("CORRECTED", "RECEIVED")])
def test_a_result_noted_by_mistake_is_taken_back_and_the_contest_is_pending_again(register, result, state):
    case = register()
    case.answer(ReplyOutcome.INTERNAL, reasons="属于工作流程。")
    case.contest(ContestKind.REVIEW)
    case.end_contest(ContestResult[result], working_days=10)
    assert case.now.application.state is ApplicationState[state]
    take_back(case, CLERK)
    assert case.now.application.state is ApplicationState.CONTESTED
    assert [(one.result, one.decided_on) for one in case.file.contests] == [(ContestResult.PENDING, None)]
    assert case.now.clock.stopped_on is not None
    case.end_contest(ContestResult.OTHER)
    assert case.file.contests[0].result is ContestResult.OTHER


def test_a_sending_noted_by_mistake_is_taken_back_the_clock_runs_on_and_the_reply_is_hidden_again(register):
    case = register()
    before = case.last_day
    case.answer(ReplyOutcome.DISCLOSED, given="统计表一份。")
    take_back(case, CLERK, "还没有寄出")
    now = case.now
    assert now.application.state is ApplicationState.DECIDED
    assert (now.clock.stopped_on, case.last_day) == (None, before)
    status = find_status(case.line, case.number, case.query_code)
    assert (status.sent_on, status.reply) == (None, None)
    case.do(A.SEND, words="邮寄 XA12345678953")
    assert case.now.clock.stopped_on is not None


def test_a_reply_that_the_applicant_read_or_got_stays_sent_and_the_sentence_says_why(register, set_clock):
    case = register()
    case.answer(ReplyOutcome.DISCLOSED, given="统计表一份。")
    set_clock.now += timedelta(minutes=5)
    assert find_status(case.line, case.number, case.query_code).reply is not None
    with pytest.raises(Conflict, match="申请人已经用查询码看到了答复，送出不能撤销"):
        take_back(case, CLERK)
    case.do(A.DELIVER)
    with pytest.raises(NotAllowed, match="已经登记送达，送出不能撤销"):
        take_back(case, CLERK)
    take_back(case, HEAD)
    assert A.TAKE_BACK not in list_allowed_actions(case.now.application, CLERK)


def test_who_read_an_earlier_reply_has_not_read_the_one_that_a_court_ordered(register, set_clock):
    case = register()
    case.answer(ReplyOutcome.INTERNAL, reasons="属于工作流程。")
    find_status(case.line, case.number, case.query_code)
    set_clock.now += timedelta(minutes=5)
    case.contest(ContestKind.SUIT)
    case.end_contest(ContestResult.CORRECTED)
    case.answer(ReplyOutcome.DISCLOSED, given="统计表一份。")
    take_back(case, CLERK)
    assert case.now.application.state is ApplicationState.DECIDED
