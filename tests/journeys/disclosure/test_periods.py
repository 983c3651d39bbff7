"""Periods that begin again, stand still, are extended or run out: each letter word for word, each last day by hand.

Counted on the calendar of 2026 (no day off but weekends after 8 October); 1 January 2027 is a holiday in every year."""

import pytest

from hotline.core.disclosure.applications import ApplicationState

OPENING = "赵大山：\n\n本机关于2026年11月23日收到您提出的政府信息公开申请，编号2026-00001。"
ASKED = f"{OPENING}申请的内容是：2025年行政复议案件统计表。\n\n"
REGULATION = "《中华人民共和国政府信息公开条例》"


def test_a_correction_is_asked_for_once_and_begins_twenty_days_again(arrive, clerk, on_day, ask):
    case = arrive("PHONE")
    on_day("2026-11-25")
    assert clerk.take(case, "ask_correction", words="请写明是哪个科室的。", working_days="10").status_code == 303
    assert case.file.letters[-1].body == (
        f"{ASKED}经审查，申请的内容还不明确，需要补正：请写明是哪个科室的。\n\n根据{REGULATION}第三十条的规定，"
        "请您自收到本告知书之日起10个工作日内补正。答复期限自本机关收到补正的申请之日起计算。"
        "无正当理由逾期不补正的，视为放弃申请，本机关不再处理该申请。\n\n"
        "补正有困难的，请打0000-80000100，工作人员帮您写清楚。"
    )
    told = ask(case)
    assert "到2026年12月9日" in told.web
    assert "10个工作日里补正，从告知那天算到12月9日。" in told.text
    assert "请在十个工作日里补正，从告知那天算到十二月九号。" in told.phone
    on_day("2026-12-02")
    assert clerk.take(case, "correct", words="法制科").status_code == 303
    assert "最晚2026年12月30日答复。" in ask(case).text
    assert "只能做一次，已经做过了" in clerk.see(f"/{case.number}/steps/ask_correction", 409)


def test_a_correction_that_comes_after_it_lapsed_reopens_the_case(arrive, do, clerk, on_day, ask):
    case = arrive("POST")
    do(case, [("clerk", "ask_correction", {"words": "哪一年的", "working_days": "5"}), ("day", "2026-11-30")])
    early = clerk.take(case, "lapse_correction", served_on="2026-11-24")
    assert "期限到2026-12-01，还没有过" in clerk.refused(early, 409)
    on_day("2026-12-02")
    assert clerk.take(case, "lapse_correction", served_on="2026-11-24").status_code == 303
    assert clerk.take(case, "correct", words="2025年的").status_code == 303
    assert "最晚2026年12月30日答复。" in ask(case).text


def test_a_fee_is_asked_by_one_scale_told_on_all_channels_and_begins_twenty_days_again(arrive, clerk, on_day, ask):
    case = arrive("IN_PERSON")
    on_day("2026-11-25")
    assert clerk.take(case, "charge", basis="PAGES", units="120", earlier="40").status_code == 303
    assert case.file.letters[-1].body == (
        f"{ASKED}根据《政府信息公开信息处理费管理办法》（国办函〔2020〕109号）的规定，本申请应当收取信息处理费1100元。"
        "计算方式：按量计收：第1到30页，每页0元，计0元；第31到100页，每页10元，计700元；第101到120页，每页20元，计400元。\n\n"
        "请您自收到本通知次日起20个工作日内缴纳，缴纳方式：持本通知到市民服务中心一楼非税收入窗口缴纳。"
        "有疑问请打0000-80000100。逾期未缴纳的，视为放弃申请，本机关不再处理该申请。"
        "对收费决定有异议的，不能单独申请行政复议或者提起行政诉讼。"
    )
    told = ask(case)
    assert "请缴信息处理费1100元" in told.web
    assert "信息处理费1100元，20个工作日里缴清，从通知那天算到12月23日。" in told.text
    assert "信息处理费一千一百元" in told.phone
    on_day("2026-12-01")
    assert clerk.take(case, "pay", words="票据0001").status_code == 303
    assert "最晚2026年12月29日答复。" in ask(case).text
    assert "要是不重新计算，最后一天是2026年12月25日" in clerk.see(f"/{case.number}")
    assert "只能做一次，已经做过了" in clerk.see(f"/{case.number}/steps/charge", 409)


def test_the_eleventh_application_of_a_month_costs_a_hundred_yuan_by_item(arrive, bring, clerk):
    for _ in range(10):
        bring("IN_PERSON")
    case = bring("IN_PERSON")
    assert clerk.take(case, "charge").status_code == 303
    assert "应当收取信息处理费100元。计算方式：按件计收：第11件，每件100元，计100元" in case.file.letters[-1].body


def test_the_head_extends_in_time_and_the_letter_names_the_new_last_day(arrive, head, clerk, on_day, ask, send_reply):
    case = arrive("WEB")
    on_day("2026-12-18")
    clerk.see(f"/{case.number}/steps/extend", 403)
    too_long = head.take(case, "extend", words="要调阅的档案很多", working_days="21")
    assert "延期最多20个工作日。" in head.refused(too_long, 400)
    assert head.take(case, "extend", words="要调阅的档案很多。", working_days="20").status_code == 303
    assert case.file.letters[-1].body == (
        f"{ASKED}因要调阅的档案很多，无法按期答复。根据{REGULATION}第三十三条第二款的规定，"
        "经本机关政府信息公开工作机构负责人同意，延期20个工作日答复，延期后的最后一天是2027年1月19日（暂定）。"
    )
    assert "最晚2027年1月19日答复（暂定）。" in ask(case).text
    on_day("2027-01-19")
    send_reply(case, "DISCLOSED", given="统计表一份。")
    assert "已逾期" not in clerk.see(f"/{case.number}")


def test_after_the_last_day_nobody_extends(arrive, head, on_day):
    case = arrive("WEB")
    on_day("2026-12-22")
    late = head.take(case, "extend", words="要调阅的档案很多", working_days="5")
    assert "期限已在2026-12-21届满，不能再延长。" in head.refused(late, 409)
    assert "要调阅的档案很多" in late.text
    assert case.file.letters == []


@pytest.mark.parametrize("kind", ["SUIT", "SUIT_AFTER_REVIEW"])
def test_a_court_orders_another_answer_within_twenty_working_days(kind, arrive, clerk, head, on_day, ask, send_reply):
    case = arrive("POST")
    send_reply(case, "NEEDS_PROCESSING", reasons="要汇总300份案卷。")
    assert clerk.take(case, "deliver", words="签收单").status_code == 303
    on_day("2026-12-01")
    assert clerk.take(case, "contest", contested=kind).status_code == 303
    for told in ask(case):
        assert "正在复议或者诉讼" in told
    on_day("2026-12-07")
    assert clerk.take(case, "order", working_days="20").status_code == 303
    # 19 working days until 4 January, 1 January being a holiday.
    assert "最晚2027年1月5日答复（暂定）。" in ask(case).text
    assert "法院或者复议机关定的期限不能延长" in head.see(f"/{case.number}/steps/extend", 409)
    letter = send_reply(case, "DISCLOSED", given="统计表一份。")
    assert [one.letter_number for one in case.file.letters] == ["示司公复〔2026〕1号", "示司公复〔2026〕2号"]
    assert "现向您提供：统计表一份。" in letter
    assert case.number in clerk.see("/report/cases?year=2026&row=3.4.2")
    assert case.number not in clerk.see("/report/cases?year=2026&row=3.1")


def test_an_answer_that_is_owed_is_late_on_all_channels_and_counts_under_no_result(
    arrive, clerk, on_day, ask, send_reply
):
    case = arrive("WEB")
    on_day("2026-12-21")
    assert not any("对不起" in told for told in ask(case))
    on_day("2026-12-22")
    assert all("已经过了最后一天" in told for told in ask(case))
    assert "已逾期，马上答复" in clerk.see()
    assert case.number in clerk.see("/report/cases?year=2026&row=carried_out")
    assert case.number not in clerk.see("/report/cases?year=2026&row=3.7")
    send_reply(case, "DISCLOSED", given="统计表一份。")
    assert "已逾期" in clerk.see(f"/{case.number}")
    assert not any("已经过了最后一天" in told for told in ask(case))
    assert case.number in clerk.see("/report/cases?year=2026&row=3.1")


def test_a_review_because_no_answer_came_is_counted_and_orders_one(arrive, clerk, on_day, ask, send_reply):
    case = arrive("POST")
    assert "登记复议或诉讼" not in clerk.see(f"/{case.number}")
    on_day("2026-12-24")
    assert "登记复议或诉讼" in clerk.see(f"/{case.number}")
    assert clerk.take(case, "contest", contested="REVIEW").status_code == 303
    assert all("正在办理" in told for told in ask(case))
    assert "行政复议，2026年12月24日登记" in clerk.see(f"/{case.number}")
    on_day("2026-12-28")
    assert clerk.take(case, "order", working_days="5").status_code == 303
    # 1 January is a holiday.
    assert "最晚2027年1月5日答复（暂定）。" in ask(case).text
    send_reply(case, "DISCLOSED", given="统计表一份。")
    assert "没有在等结果的复议或者诉讼。" in clerk.see(f"/{case.number}/steps/order", 409)
    assert case.number in clerk.see("/report/cases?year=2026&row=3.1")


def test_a_review_because_no_answer_came_ends_after_the_late_answer(arrive, clerk, on_day, send_reply):
    case = arrive("WEB")
    on_day("2026-12-28")
    send_reply(case, "DISCLOSED", given="统计表一份。")
    assert clerk.take(case, "contest", contested="REVIEW", day="2026-12-24").status_code == 303
    assert clerk.take(case, "uphold", result="OTHER").status_code == 303
    assert case.now.application.state is ApplicationState.SENT


def test_no_review_comes_before_an_answer_that_was_in_time(arrive, clerk, on_day, send_reply):
    case = arrive("WEB")
    on_day("2026-12-18")
    send_reply(case, "DISCLOSED", given="统计表一份。")
    refused = clerk.take(case, "contest", contested="REVIEW", day="2026-12-11")
    assert "答复的期限还没有过" in clerk.refused(refused, 409)


def test_one_letter_with_three_matters_is_three_applications_each_with_its_answer(bring, clerk, send_reply):
    matters = {"复议统计表": "DISCLOSED", "会议记录": "IN_PROCESS", "上访答复": "PETITION"}
    cases = [bring("POST", description=matter) for matter in matters]
    texts = {"given": "一份。", "reasons": "已经核对。"}
    letters = [send_reply(case, outcome, **texts) for case, outcome in zip(cases, matters.values(), strict=True)]
    assert [case.number for case in cases] == ["2026-00001", "2026-00002", "2026-00003"]
    for case, matter, letter in zip(cases, matters, letters, strict=True):
        assert f"编号{case.number}。申请的内容是：{matter}" in letter
    assert "这个月有3件申请，这是第2件" in clerk.see("/2026-00002")
    for row, case in zip(("3.1", "3.3.6", "3.5.1"), cases, strict=True):
        assert case.number in clerk.see(f"/report/cases?year=2026&row={row}")


def test_who_withdraws_is_told_the_end_without_a_remedy_and_no_other_letter_goes_out(
    arrive, clerk, head, ask, send_reply
):
    case = arrive("WEB")
    assert clerk.take(case, "withdraw", words="来电撤回").status_code == 303
    for step in ("ask_correction", "consult", "charge"):
        assert "已经按“申请人撤回”处理" in clerk.see(f"/{case.number}/steps/{step}", 409)
    refused = head.take(case, "extend", words="档案很多", working_days="5")
    assert "不能" in head.refused(refused, 409)
    assert case.file.letters == []
    letter = send_reply.finish(case)
    assert letter.endswith("您已经撤回该申请。本机关终止办理。\n\n特此告知。")
    assert "终止办理" in ask(case).web
