"""Today's list of the disclosure desk: what is due, and for whom."""

from datetime import date

import pytest

from hotline.core.disclosure.applications import ApplicationAction, ApplicationChannel
from hotline.core.disclosure.case_files import ConsultedKind
from hotline.core.disclosure.outcomes import ReplyOutcome
from hotline.services.disclosure import case_files, due_work
from hotline.services.disclosure.due_work import DueKind
from tests.support.disclosure_desk import CLERK, HEAD

A = ApplicationAction


@pytest.fixture
def due(desk_line):
    def due(actor=CLERK):
        return [(task.kind, task.application.number) for task in due_work.list_due_tasks(desk_line, actor)]

    return due


def test_a_returned_reply_waits_for_who_handles_applications_until_it_is_submitted_again(register, due):
    case = register()
    case.draft(ReplyOutcome.DISCLOSED, given="一份。")
    assert due(CLERK) == []
    case.do(A.SUBMIT)
    case.do(A.RETURN, HEAD, words="写明页数")
    assert due(CLERK) == [(DueKind.RETURNED, case.number)]
    case.draft(ReplyOutcome.DISCLOSED, given="一份，3页。")
    assert due(CLERK) == [(DueKind.RETURNED, case.number)]
    case.do(A.SUBMIT)
    assert due(CLERK) == []


@pytest.mark.parametrize(
    ("day", "kind"),
    [
        ("2026-11-27", DueKind.NEW),
        ("2026-11-30", DueKind.CORRECTION),
        ("2026-12-01", DueKind.CORRECTION),
        ("2026-12-02", DueKind.NEW),
        ("2026-12-11", DueKind.PROMISE),
        ("2026-12-16", DueKind.PROMISE),
        ("2026-12-17", DueKind.ALARM),
        ("2026-12-18", DueKind.ALARM),
        ("2026-12-19", DueKind.LATE),
    ],
)
def test_an_application_comes_up_as_its_limits_come_near(register, on_day, due, day, kind):
    case = register()  # on 2026-11-20
    on_day(day)
    assert due() == [(kind, case.number)]


def test_what_came_by_post_nags_every_day_until_it_is_confirmed(register, on_day, due):
    case = register(ApplicationChannel.ORDINARY_MAIL, actor=CLERK)
    for day in ("2026-11-20", "2026-11-23", "2027-02-01"):
        on_day(day)
        assert due() == [(DueKind.CONFIRM, case.number)]
    case.do(A.CONFIRM)
    assert due() == [(DueKind.NEW, case.number)]


def test_what_nobody_has_touched_is_told_to_who_would_handle_it_until_the_first_step(register, due):
    case = register()
    assert due(CLERK) == [(DueKind.NEW, case.number)]
    assert due(HEAD) == []
    case.do(A.ASK_CORRECTION, words="哪一年的")
    assert due(CLERK) == []


def test_a_reply_waits_for_a_reviewer_who_did_not_write_it_and_then_to_be_sent(register, due):
    case = register()
    case.draft(ReplyOutcome.DISCLOSED, given="一份。")
    case.do(A.SUBMIT)
    assert due(CLERK) == []
    assert due(HEAD) == [(DueKind.REVIEW, case.number)]
    case.do(A.APPROVE, HEAD)
    assert due(CLERK) == [(DueKind.UNSENT, case.number)]
    case.do(A.SEND, words="邮寄 XA12345678953")
    assert due(CLERK) == []


def test_a_reply_handed_over_comes_up_until_it_is_signed_for(register, on_day, due):
    case = register()
    case.answer(ReplyOutcome.DISCLOSED, way="当面", given="一份。")
    (task,) = due_work.list_due_tasks(case.line, CLERK)
    assert (task.kind, task.day) == (DueKind.SIGNATURE, date(2026, 12, 18))
    on_day("2026-12-21")
    assert due() == [(DueKind.SIGNATURE, case.number)]
    case.do(A.DELIVER)
    assert due() == []
    case.do(A.TAKE_BACK, HEAD)
    assert due() == [(DueKind.SIGNATURE, case.number)]


def test_a_withdrawn_case_whose_letter_is_handed_over_waits_for_no_signature(register, due):
    case = register()
    case.do(A.WITHDRAW)
    case.do(A.SUBMIT)
    case.do(A.APPROVE, HEAD)
    case.do(A.SEND, words="当面")
    assert due() == []


def test_a_third_party_whose_period_is_over_comes_up_with_the_day_on_which_it_ended(register, on_day, due):
    case = register()
    version = case.now.application.version
    today = date(2026, 11, 20)
    case_files.consult(case.line, CLERK, case.number, version, ConsultedKind.THIRD_PARTY, "示例公司", today)
    case_files.record_slip_received(case.line, CLERK, case.number, case.file.consultations[0].id, today)
    on_day("2026-12-11")
    assert due() == []
    on_day("2026-12-14")
    (task,) = due_work.list_due_tasks(case.line, CLERK)
    assert (task.kind, task.day) == (DueKind.OPINION, date(2026, 12, 11))


def test_a_correction_or_a_fee_that_never_came_comes_up_when_its_period_is_over(register, on_day, due):
    asked, charged = register(), register()
    asked.do(A.ASK_CORRECTION, working_days=5)
    charged.do(A.CHARGE, yuan=100)
    on_day("2026-11-30")
    assert due() == [(DueKind.LAPSED, asked.number)]
    on_day("2026-12-21")
    assert due() == [(DueKind.LAPSED, asked.number), (DueKind.LAPSED, charged.number)]


def test_the_most_urgent_comes_first(register, on_day, due):
    late = register()
    on_day("2026-12-01")
    near = register()
    register(ApplicationChannel.FAX, actor=CLERK)
    on_day("2026-12-22")
    assert [kind for kind, _ in due()] == [DueKind.LATE, DueKind.PROMISE, DueKind.CONFIRM]
    assert [number for _, number in due()][:2] == [late.number, near.number]
