"""An applicant withdraws at any time before the reply is sent: the case ends, is told so, and counts once."""

from datetime import date

import pytest

from hotline.core.disclosure.applications import ApplicationAction, ApplicationChannel, ApplicationState
from hotline.core.disclosure.outcomes import ReplyOutcome
from hotline.services.disclosure import year_reports
from tests.support.disclosure_desk import CLERK, HEAD

A = ApplicationAction


@pytest.mark.parametrize("state", ["SUBMITTED", "DECIDED"])
def test_who_withdraws_before_the_reply_is_sent_is_told_so_and_the_approved_letter_is_marked_as_unsent(register, state):
    case = register()
    case.draft(ReplyOutcome.DISCLOSED, given="统计表一份。")
    case.do(A.SUBMIT)
    if state == "DECIDED":
        case.do(A.APPROVE, HEAD)
    case.do(A.WITHDRAW, words="来电撤回")
    assert case.now.clock.stopped_on is not None
    for action, actor in ((A.SUBMIT, CLERK), (A.APPROVE, HEAD), (A.SEND, CLERK)):
        case.do(action, actor)
    assert "本机关终止办理" in case.file.letters[-1].body
    assert case.file.unsent_letters == ({1} if state == "DECIDED" else set())
    table = year_reports.read_tables(case.line, CLERK, 2026)[0].applications
    cells = [table.total(row) for row in ("new", "3.1", "3.6.3", "3.7", "carried_out")]
    assert cells == [1, 0, 1, 1, 0]


def test_a_withdrawal_of_an_approved_reply_is_taken_back_and_that_reply_can_be_sent(register):
    case = register()
    case.draft(ReplyOutcome.DISCLOSED, given="统计表一份。")
    case.do(A.SUBMIT)
    case.do(A.APPROVE, HEAD)
    case.do(A.WITHDRAW, words="来电撤回")
    case.do(A.TAKE_BACK, HEAD)
    assert (case.now.application.state, case.file.unsent_letters) == (ApplicationState.DECIDED, frozenset())
    case.do(A.SEND, words="邮寄 XA12345678953")
    assert case.file.reply.outcome is ReplyOutcome.DISCLOSED


def test_who_withdraws_an_unconfirmed_email_has_confirmed_it_and_counts_as_new_and_under_other(register, on_day):
    case = register(ApplicationChannel.EMAIL, actor=CLERK)
    on_day("2026-11-25")
    case.do(A.WITHDRAW, words="来电撤回")
    now = case.now
    assert now.application.received_on == date(2026, 11, 25)
    assert now.clock.stopped_on == date(2026, 11, 25)
    assert [event.action for event in now.application.events] == [A.CONFIRM, A.WITHDRAW]
    for action, actor in ((A.SUBMIT, CLERK), (A.APPROVE, HEAD), (A.SEND, CLERK)):
        case.do(action, actor)
    assert "2026年11月25日收到" in case.file.letters[-1].body
    table = year_reports.read_tables(case.line, CLERK, 2026)[0].applications
    assert [table.total(row) for row in ("new", "3.6.3", "3.7", "carried_out")] == [1, 1, 1, 0]
