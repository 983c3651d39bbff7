"""Days that cannot be, a clock that is wrong, two scales at once: each a sentence, and nothing is lost."""

import pytest

from hotline.core.disclosure.applications import ApplicationAction, ApplicationChannel, ApplicationState
from hotline.core.disclosure.outcomes import ReplyOutcome
from tests.support.disclosure_desk import CLERK

A = ApplicationAction


@pytest.mark.parametrize(
    ("day", "said"), [("2026-11-24", "日期不能在今天之后。"), ("2026-11-19", "日期不能早于2026-11-20。")]
)
def test_a_day_of_receipt_in_the_future_or_before_the_arrival_is_refused(clerk, register, on_day, day, said):
    on_day("2026-11-20")
    case = register(ApplicationChannel.ORDINARY_MAIL, actor=CLERK)
    on_day("2026-11-23")
    assert said in clerk.refused(clerk.take(case, "confirm", day=day), 400)
    assert case.now.application.state is ApplicationState.REGISTERED


def test_an_extension_after_the_end_is_refused_with_that_day(head, register, on_day):
    case = register()
    on_day("2026-12-22")
    refused = head.take(case, "extend", words="档案很多", working_days="5")
    assert "期限已在2026-12-21届满，不能再延长。" in head.refused(refused, 409)
    assert "档案很多" in refused.text


def test_a_fee_by_both_scales_is_a_fee_by_one_and_only_once(clerk, register):
    case = register()
    form = clerk.desk.forms(f"/console/applications/{case.number}/steps/charge")[-1]
    path = f"/console/applications/{case.number}/steps/charge"
    both = form.fields | {"basis": ["PAGES", "ITEMS"], "units": "120", "earlier": "40"}
    assert clerk.desk.post(path, both).status_code == 303
    (notice,) = case.file.letters
    assert "信息处理费1100元" in notice.body
    assert "按件" not in notice.body
    case.do(A.PAY)
    assert "“通知缴费”只能做一次" in clerk.refused(
        clerk.desk.post(path, both | {"version": str(case.now.application.version)}), 409
    )


def test_a_clock_that_was_set_back_refuses_what_would_come_before_the_receipt(clerk, register, on_day):
    case = register()
    on_day("2026-11-20")
    refused = clerk.take(case, "ask_correction", words="请写明年份")
    assert "日期不能早于2026-11-23。" in clerk.refused(refused, 400)
    assert "请写明年份" in refused.text
    on_day("2026-11-23")
    assert clerk.take(case, "ask_correction", words="请写明年份").status_code == 303


def test_a_clock_that_is_set_back_an_hour_keeps_the_answer_in_the_report(clerk, head, register, clock):
    case = register()
    case.draft(ReplyOutcome.INTERNAL, reasons="属于工作流程。")
    clock.advance(-3_600)
    case.do(A.SUBMIT)
    assert head.desk.send(f"/console/applications/{case.number}/reply", "/steps/approve").status_code == 303
    assert clerk.take(case, "send", words="邮寄 XA12345678953").status_code == 303
    assert case.number in clerk.see("/report/cases?year=2026&row=3.3.5")


@pytest.mark.parametrize("step", ["ask_correction", "ask_reasons", "consult", "charge", "extend"])
def test_no_letter_goes_to_who_withdrew(clerk, head, register, step):
    case = register()
    clerk.take(case, "withdraw", words="来电撤回")
    person = head if step == "extend" else clerk
    path = f"/console/applications/{case.number}/steps/{step}"
    typed = {"csrf_token": person.desk.token(), "version": str(case.now.application.version), "words": "写了的话"}
    typed |= {"working_days": "5", "consulted": "THIRD_PARTY", "whom": "示例公司", "day": "2026-11-23"}
    refused = person.desk.post(path, typed | {"basis": "PAGES", "units": "120"})
    assert "没有办成。" in person.refused(refused, 409)
    assert "不能" in refused.text
    assert case.file.letters == []
