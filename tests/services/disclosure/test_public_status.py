"""What the services tell of an application to whoever knows number and query code, and the web form's registration."""

from dataclasses import replace

import pytest

from hotline.core.disclosure.applications import ApplicationAction, ApplicationState, Wanted
from hotline.core.disclosure.case_files import ContestKind, ContestResult
from hotline.core.disclosure.outcomes import ReplyOutcome
from hotline.core.disclosure.stages import (
    STAGES,
    ApplicationStage,
    count_weekend_days,
    days_to_the_last,
    find_number_and_code,
    list_uncounted,
)
from hotline.core.texts import hash_number
from hotline.services.disclosure.public_status import find_status
from hotline.services.disclosure.web_applications import apply_on_web, draw_submission
from hotline.services.line import Line
from hotline.workday_calendar import describe_day
from tests.support.disclosure_desk import HEAD, VILLAGER

A = ApplicationAction


def status_of(case):
    return find_status(case.line, case.number, case.query_code)


def test_every_state_is_a_stage():
    assert set(STAGES) == set(ApplicationState)
    assert set(STAGES.values()) == set(ApplicationStage)


@pytest.mark.parametrize(("number", "code"), [("2026-00001", ""), ("", "12345678"), ("x", "y"), ("2026-1", "12345678")])
def test_what_is_no_number_or_no_code_finds_nothing(register, number, code):
    register()
    assert find_status(register().line, number, code) is None


@pytest.mark.parametrize(
    "words",
    [
        "申请查询 2026-00001 12345678",
        "查申请２０２６００００１　１２３４５６７８",
        "20260000112345678",
        "申请2026年00001号，查询码1234 5678，办到哪一步了",
    ],
)
def test_number_and_code_are_found_however_they_are_written(words):
    assert find_number_and_code(words) == ("2026-00001", "12345678")


@pytest.mark.parametrize("words", ["申请查询", "申请查询 2026-00001", "12345678", "13800138000123456", ""])
def test_other_digits_are_no_number_and_code(words):
    assert find_number_and_code(words) is None


def test_the_letter_of_a_decision_that_was_not_sent_stays_unread_even_after_a_court_order(register, on_day):
    case = register()
    first = case.answer(ReplyOutcome.INTERNAL, reasons="属于工作流程。")
    assert status_of(case).reply == first
    on_day("2026-12-01")
    case.contest(ContestKind.SUIT_AFTER_REVIEW)
    assert status_of(case).reply == first
    case.end_contest(ContestResult.CORRECTED)
    assert status_of(case).reply is None
    assert status_of(case).stage is ApplicationStage.AT_WORK
    case.draft(ReplyOutcome.DISCLOSED, given="全文。")
    case.do(A.SUBMIT)
    case.do(A.APPROVE, HEAD)
    assert status_of(case).reply is None
    case.do(A.SEND)
    assert "全文。" in status_of(case).reply.body


def test_who_withdrew_is_told_of_no_answer_before_it_was_sent(register):
    case = register()
    case.do(A.WITHDRAW)
    assert status_of(case).stage is ApplicationStage.AT_WORK
    assert status_of(case).sent_on is None


def test_the_days_that_do_not_count_are_grouped_with_their_holidays(register, on_day, monkeypatch):
    monkeypatch.setattr(Line, "describe_day", lambda _line, day: describe_day(day))
    on_day("2026-09-18")
    clock = status_of(register()).clock
    days = days_to_the_last(clock)
    assert (str(clock.last_day), days[-1].day) == ("2026-10-22", clock.last_day)
    stretches = list_uncounted(days)
    assert sum(one.days for one in stretches) + clock.limit == len(days) - 1
    named = [(one.reason, str(one.first), str(one.last)) for one in stretches if one.reason != "周末"]
    assert named == [
        ("中秋放假", "2026-09-25", "2026-09-27"),
        ("国庆节放假", "2026-10-01", "2026-10-07"),
    ]
    assert count_weekend_days(days) == sum(one.days for one in stretches if one.reason == "周末")


def test_a_form_sent_again_tells_the_same_code_and_registers_nothing(desk_line):
    line = replace(desk_line, owner_of=lambda text: hash_number(text, "a key"))
    submission = draw_submission(line)
    sent = [apply_on_web(line, VILLAGER, Wanted("统计表"), submission, "{} {}".format) for _ in range(2)]
    assert [one.is_repeat for one in sent] == [False, True]
    assert len({(one.application.number, one.query_code) for one in sent}) == 1
    assert find_status(line, sent[0].application.number, sent[0].query_code)


def test_another_form_has_another_code_and_another_key_makes_the_code_unknown(desk_line):
    line = replace(desk_line, owner_of=lambda text: hash_number(text, "a key"))
    submission = draw_submission(line)
    first = apply_on_web(line, VILLAGER, Wanted("统计表"), submission, "{} {}".format)
    second = apply_on_web(line, VILLAGER, Wanted("统计表"), draw_submission(line), "{} {}".format)
    assert first.query_code != second.query_code
    other = replace(line, owner_of=lambda text: hash_number(text, "another key"))
    again = apply_on_web(other, VILLAGER, Wanted("统计表"), submission, "{} {}".format)
    assert again.is_repeat
    assert again.query_code == ""


def test_the_letter_that_is_read_out_has_the_day_of_the_office_and_not_that_of_the_records(register, set_clock):
    set_clock.now = set_clock.now.replace(hour=7, minute=41)
    case = register()
    case.answer(ReplyOutcome.INTERNAL, reasons="属于工作流程。")
    reply = find_status(case.line, case.number, case.query_code).reply
    assert reply.made_at.date() == set_clock.now.date()
