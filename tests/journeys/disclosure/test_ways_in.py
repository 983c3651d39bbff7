"""Applications on every way in, to the day on which each counts as received and the last day for its answer."""

import pytest

from hotline.core.permissions import Role


def assert_received(told, day, last_day, spoken):
    """On all three channels the applicant gets the same two days."""
    month_and_day = day.removeprefix("2026年")
    assert f"收到日期{day} 最晚答复{last_day}" in told.web
    assert told.text == f"申请2026-00001：正在办理。{month_and_day}收到。最晚{last_day}答复。"
    assert f"最后一天是{spoken}。" in told.phone


def test_on_the_web_the_page_confirms_so_the_day_is_the_same(apply_on_web, ask):
    case = apply_on_web()
    assert "收到日期2026年11月23日 最晚答复2026年12月21日" in case.told
    assert_received(ask(case), "2026年11月23日", "2026年12月21日", "十二月二十一号")


def test_a_letter_that_was_signed_for_counts_from_that_day_though_it_is_registered_later(bring, ask, clerk):
    case = bring("POST", arrived_on="2026-11-20")
    slip = clerk.see(f"/{case.number}/slip")
    assert "收到日期2026年11月20日 最后一天2026年12月18日" in slip
    assert_received(ask(case), "2026年11月20日", "2026年12月18日", "十二月十八号")


def test_what_is_handed_in_counts_from_that_day(bring, ask):
    assert_received(ask(bring("IN_PERSON")), "2026年11月23日", "2026年12月21日", "十二月二十一号")


@pytest.mark.parametrize("channel", ["ORDINARY_MAIL", "EMAIL", "FAX"])
def test_ordinary_mail_email_and_fax_count_from_the_day_on_which_both_confirm(channel, bring, ask, clerk, on_day):
    case = bring(channel, arrived_on="2026-11-20")
    assert "收到日期等待确认" in clerk.see(f"/{case.number}/slip")
    for told in ask(case):
        assert "已经登记，工作人员还要跟您确认收到的日期" in told
        assert "最晚" not in told
        assert "最后一天是" not in told
    for day in ("2026-11-24", "2026-11-25"):
        on_day(day)
        assert "等待确认收到，联系申请人" in clerk.see()
    assert clerk.take(case, "confirm").status_code == 303
    assert "等待确认收到，联系申请人" not in clerk.see()
    assert_received(ask(case), "2026年11月25日", "2026年12月23日", "十二月二十三号")


def test_who_telephones_has_it_filled_in_by_the_operator_who_may_not_answer_it(bring, ask, operator, clerk):
    case = bring("PHONE")
    assert_received(ask(case), "2026年11月23日", "2026年12月21日", "十二月二十一号")
    assert "测试operator" in clerk.see(f"/{case.number}")
    operator.see(f"/{case.number}/judging", 403)
    operator.see(f"/{case.number}/steps/ask_correction", 403)


def test_a_liaison_officer_works_on_it_without_learning_who_applied(bring, person):
    case = bring("IN_PERSON")
    seen = person(Role.LIAISON).see(f"/{case.number}")
    assert "2025年行政复议案件统计表" in seen
    assert "赵大山" not in seen
    assert "13800138000" not in seen
