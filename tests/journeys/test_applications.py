"""An application for disclosure from receipt to its reply: by text and by phone, with number and query code."""

import pytest

from hotline.core.disclosure.applications import ApplicationAction, ApplicationChannel, Wanted
from hotline.core.disclosure.outcomes import ReplyOutcome
from hotline.services.disclosure import applications
from tests.support.disclosure_desk import DESK, VILLAGER, Case

A = ApplicationAction
WRONG = "没有找到。请核对申请编号和8位数的查询码"


@pytest.fixture
def case(app, line):
    with line.records.writing() as unit:
        unit.office.rows_of_disclosure_desk.put(DESK, 0, "seed", line.now())
    wanted = Wanted("2025年行政复议案件统计表")
    made = applications.register(line, channel=ApplicationChannel.WEB, applicant=VILLAGER, wanted=wanted)
    return Case(line, made.application.number, made.query_code)


def ask_for(case):
    return f"申请查询 {case.number} {case.query_code}"


def test_a_text_with_number_and_code_gets_state_and_last_day_and_no_name(text, case):
    [reply] = text(ask_for(case))
    assert reply == "申请2026-00001：正在办理。11月23日收到。最晚2026年12月21日答复。"


def test_looser_words_and_full_width_digits_get_the_same(text, case):
    wide = str.maketrans("0123456789", "０１２３４５６７８９")
    asked = f"查申请{case.number}查询码{case.query_code}".translate(wide)
    bare = f"{case.number.replace('-', '')} {case.query_code[:4]} {case.query_code[4:]}"
    assert len(set(text(asked, bare, ask_for(case)))) == 1


def test_a_wrong_number_and_a_wrong_code_get_the_same_reply(text, case):
    wrong_code, wrong_number = text("申请查询 2026-00001 00000000", f"申请查询 2026-00099 {case.query_code}")
    assert wrong_code == wrong_number
    assert WRONG in wrong_code


@pytest.mark.parametrize("asked", ["申请查询", "查申请", "申请查询2026-00001", "查我的申请", "公开申请进度"])
def test_who_leaves_something_out_is_told_what_to_text(text, case, asked):
    assert "申请查询 2026-00001 12345678" in text(asked)[0]


def test_a_correction_and_a_fee_are_told_with_their_days(text, case):
    case.do(A.ASK_CORRECTION, words="请写明是哪个科室的统计表。", working_days=10)
    [reply] = text(ask_for(case))
    assert "要补正的是：请写明是哪个科室的统计表。10个工作日里补正，从告知那天算到12月7日。" in reply
    assert "等的时间不算在答复的期限里" in reply
    case.do(A.CORRECT)
    case.do(A.CHARGE, yuan=400)
    assert "信息处理费400元，20个工作日里缴清，从通知那天算到12月21日。" in text(ask_for(case))[0]


def test_the_letter_is_read_by_text_once_it_was_sent_part_by_part(text, case):
    case.answer(ReplyOutcome.DISCLOSED, given="统计表一份，附后。" * 30)
    first, second = text(ask_for(case), "更多")
    assert first.startswith("申请2026-00001：答复已经送出。赵大山：")
    assert "统计表一份，附后。" in second


def test_a_late_answer_says_sorry_by_text(text, case, clock):
    clock.advance(29 * 86_400)
    assert "已经过了最后一天，对不起，请打96128按0催办。" in text(ask_for(case))[0]


def test_guessing_by_text_ends_with_the_limit_of_an_hour(text, case, clock, app):
    replies = []
    for code in range(21):
        replies += text(f"申请查询 {case.number} {code:08d}")
        clock.advance(61)
    assert all(WRONG in reply for reply in replies[:5])
    assert WRONG not in replies[-1]


def test_no_query_code_is_kept_in_the_texts_that_came_in(text, case, kept_texts):
    text(ask_for(case))
    assert case.query_code not in kept_texts()[-1].body
