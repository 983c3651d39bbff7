"""A step that was noted by mistake is taken back by a second person: the case and its clock are as they were before."""

from dataclasses import replace
from datetime import date

import pytest

from hotline.core.disclosure.applications import ApplicationAction, ApplicationState
from hotline.core.disclosure.outcomes import ReplyOutcome
from hotline.core.errors import Conflict, InvalidInput, NotAllowed
from hotline.core.permissions import Role
from hotline.services.disclosure import year_reports
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
