"""An application for disclosure from receipt to its reply: by text and by phone, with number and query code."""

import re
from dataclasses import replace

import pytest

from hotline.app import create_app
from hotline.core.disclosure.applications import ApplicationAction, ApplicationChannel, Wanted
from hotline.core.disclosure.outcomes import ReplyOutcome
from hotline.core.errors import Unavailable
from hotline.core.text_length import speech_seconds
from hotline.services.disclosure import applications
from hotline.services.line import Line
from hotline.workday_calendar import describe_day
from tests.support.broken import Broken
from tests.support.disclosure_desk import DESK, HEAD, VILLAGER, Case
from tests.support.fixed_values import CALLER
from tests.support.html_pages import form_fields
from tests.support.html_pages import text as text_of
from tests.support.records_database import dumped
from voice.handset.caller import place_call
from voice.handset.script import read_script
from voice.handset.transports import LocalTransport

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


def keyed(case):
    return ["press:4", f"press:{case.number.replace('-', '')}#", f"press:{case.query_code}#"]


def heard(call):
    return call.heard()


def test_number_and_code_keyed_tell_the_state_and_the_last_day(dial, case):
    told = heard(dial(*keyed(case)))
    assert "您的申请，正在办理。" in told
    assert "最后一天是十二月二十一号。" in told
    assert "听最后一天是怎样算的，请按1。" in told
    assert "赵大山" not in told


def test_how_it_was_counted_is_told_on_the_key_1_within_twenty_seconds(dial, case):
    told = heard(dial(*keyed(case), "press:1"))
    counted = "十一月二十三号收到，当天不算，往后数二十个工作日。周末八天不算。最后一天是十二月二十一号。"
    assert counted in told
    assert speech_seconds(counted) <= 20


def test_holidays_are_named_where_the_count_is_told_within_twenty_seconds(dial, case, clock, monkeypatch):
    monkeypatch.setattr(Line, "describe_day", lambda _line, day: describe_day(day))
    clock.now = clock.now.replace(month=9, day=18)
    made = applications.register(
        case.line, channel=ApplicationChannel.WEB, applicant=VILLAGER, wanted=Wanted("公证收费文件")
    )
    told = heard(dial(*keyed(Case(case.line, made.application.number, made.query_code)), "press:1"))
    [counted] = [sentence for sentence in told.splitlines() if "当天不算" in sentence]
    assert "十月一号到七号国庆节放假，不算。最后一天是十月二十二号。" in counted
    assert speech_seconds(counted) <= 20


def test_more_than_fits_into_twenty_seconds_is_left_to_the_web(dial, case, clock, monkeypatch):
    monkeypatch.setattr(Line, "describe_day", lambda _line, day: describe_day(day))
    case.do(A.ASK_CORRECTION, words="请写明科室", working_days=10)
    clock.advance(2 * 86_400)
    case.do(A.CORRECT)
    case.do(A.EXTEND, HEAD, words="档案多", working_days=20)
    case.do(A.CHARGE, words="按件", yuan=400)
    clock.advance(3 * 86_400)
    case.do(A.PAY)
    told = heard(dial(*keyed(case), "press:1"))
    [counted] = [sentence for sentence in told.splitlines() if "当天不算" in sentence]
    assert "还有别的，网上能看到每一天。" in counted
    assert speech_seconds(counted) <= 24


def test_a_pause_is_named_where_the_count_is_told(dial, case, clock):
    case.do(A.ASK_CORRECTION, words="请写明科室", working_days=10)
    clock.advance(2 * 86_400)
    case.do(A.CORRECT)
    told = heard(dial(*keyed(case), "press:1"))
    assert "十一月二十四号到二十五号暂停：等候补正，不算。" in told


def test_the_letter_is_heard_part_by_part_once_it_was_sent(dial, case):
    assert "听答复，请按2" not in heard(dial(*keyed(case)))
    case.answer(ReplyOutcome.DISCLOSED, given="统计表一份，附后。" * 30)
    told = heard(dial(*keyed(case), "press:2", "press:2"))
    assert "您的申请，答复已经送出。" in told
    assert "现向您提供：统计表一份，附后。" in told
    assert "听下一段，请按2。" in told


def test_a_fee_that_is_waited_for_is_told_by_phone(dial, case):
    case.do(A.CHARGE, words="按件", yuan=400)
    told = heard(dial(*keyed(case)))
    assert "信息处理费四百元，请在二十个工作日里缴清，从通知那天算到十二月二十一号。" in told
    assert "等的时间不算在答复的期限里。" in told


def test_three_wrong_tries_end_the_call_kindly(dial, case):
    wrong = f"press:{case.number.replace('-', '')}#"
    told = heard(dial("press:4", *[wrong, "press:00000000#"] * 3))
    assert told.count("没有找到，请您核对编号和查询码。") == 2
    assert "编号和查询码没有对上，这次先到这里。" in told


def test_a_telephone_that_tries_for_long_is_refused_even_with_the_right_code(dial, case):
    number = f"press:{case.number.replace('-', '')}#"
    for _ in range(7):
        dial("press:4", *[number, "press:00000000#"] * 3)
    assert "没有对上" in heard(dial(*keyed(case)))
    assert "正在办理" in heard(dial(*keyed(case), caller="+8613900139000"))


def test_the_wish_to_look_up_an_application_is_understood_at_any_place(dial, case):
    number, code = case.number.replace("-", ""), case.query_code
    told = heard(dial("say:查申请", f"press:{number}#", f"press:{code}#"))
    assert "正在办理" in told


def test_eight_digits_are_still_the_tracking_number_of_a_message(dial, case):
    assert "没有找到查询号" in heard(dial("press:4", "press:99999999#"))


def test_while_the_records_are_down_the_caller_hears_so(settings, line):
    app = create_app(settings, line=replace(line, records=Broken(Unavailable("记录库暂时无法使用。"))))
    script = read_script(["press:4", "press:202600001#", "press:12345678#"])
    assert "现在查不了申请" in place_call(LocalTransport(app), script, caller=CALLER).heard()


def test_no_query_code_is_kept_in_the_journal(dial, case, line):
    dial(*keyed(case))
    assert case.query_code not in dumped(line)


@pytest.mark.parametrize("asked", ["我要申请政府信息公开", "我想申请公开你们的文件"])
def test_who_asks_for_documents_hears_how_to_apply_and_that_staff_fill_it_in(dial, case, asked):
    assert "写不了字的可以按0，由工作人员代填。" in heard(dial(f"say:{asked}", "press:1"))


def test_one_application_from_the_web_form_to_the_letter_read_on_the_web_by_text_and_by_phone(client, case, text, dial):
    def post(path, **fields):
        page = client.get(path).text
        return client.post(path, data=form_fields(page, path) | fields).text

    asked = {"name": "李小河", "identity": "居民身份证", "telephone": "13900139000", "description": "公证收费文件"}
    page = text_of(post("/apply", **asked))
    number = re.search(r"20\d\d-\d{5}", page)[0]
    code = re.search(r"\d{4} \d{4}", page)[0]
    made = Case(case.line, number, code.replace(" ", ""))
    assert number != case.number
    assert "正在办理" in text_of(post("/apply/status", number=number, code=code))
    made.answer(ReplyOutcome.ALREADY_PUBLIC, given="见本机关网站。", reasons="已经核对。")
    told = [text_of(post("/apply/status", number=number, code=code)), *text(ask_for(made))]
    told.append(heard(dial(*keyed(made), "press:2")))
    assert all("已经主动公开" in one for one in told), told
