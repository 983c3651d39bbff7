"""The page of a case, its calendar, and every step of it by its form."""

import re

import pytest

from hotline.core.disclosure.applications import ApplicationAction, ApplicationChannel, ApplicationState, Wanted
from hotline.core.disclosure.outcomes import ReplyOutcome
from hotline.services.disclosure.public_status import find_status
from tests.support.disclosure_desk import CLERK, HEAD
from tests.support.html_pages import text

A = ApplicationAction


def test_the_page_of_a_case_tells_who_what_and_how_long(clerk, register):
    case = register(wanted=Wanted("2025年行政复议案件统计表", document_number="示司发〔2025〕3号"))
    shown = clerk.see(f"/{case.number}")
    for said in (
        "赵大山",
        "身份证 532331196001010011",
        "示司发〔2025〕3号",
        "最后一天 2026年12月21日",
        "第0个工作日，共20个，还剩20个工作日。",
        "这位申请人这个月有1件申请，这是第1件；按件收费的话，这一件0元（一个月10件以下不收费）",
        "2026年11月23日，确认收到",
    ):
        assert said in shown, said


def test_it_shows_what_is_published_already_and_what_was_answered_before(clerk, register):
    before = register(wanted=Wanted("行政复议收费吗"))
    before.answer(ReplyOutcome.DISCLOSED, given="不收费。")
    case = register(wanted=Wanted("行政复议收费吗"))
    shown = clerk.see(f"/{case.number}")
    assert "可能已经有答案" in shown
    assert "问答" in shown
    assert f"同样的话，以前答复过 {before.number}" in shown
    assert f"这位申请人的其他申请 {before.number}" in shown


def test_the_calendar_names_each_day_and_how_it_counts(clerk, register, on_day):
    case = register()
    case.do(A.ASK_CORRECTION, words="哪一年的")
    on_day("2026-11-25")
    case.do(A.CORRECT)
    shown = clerk.see(f"/{case.number}/calendar")
    for said in (
        "最后一天是2026年12月23日，星期三，一共20个工作日",
        "23日 星期一不计：收到当天不计（《中华人民共和国民法典》第二百零一条）",
        "等候补正（《中华人民共和国政府信息公开条例》第三十条）",
        "24日 星期二不计：暂停：等候补正",
        "26日 星期四 第1个工作日",
        "28日 星期六不计：周末",
        "23日 星期三 第20个工作日最后一天",
    ):
        assert said in shown, said


def test_a_clock_that_has_not_begun_has_no_calendar(clerk, register):
    case = register(ApplicationChannel.FAX, actor=CLERK)
    assert "期限还没有开始" in clerk.see(f"/{case.number}/calendar", 409)
    assert "还没有确认收到，期限还没有开始" in clerk.see(f"/{case.number}")


def test_only_the_steps_that_state_and_person_allow_are_offered(clerk, head, operator, register):
    case = register()
    offered = {
        person: [label for label in ("告知补正", "征求意见", "延期答复", "送出答复") if f">{label}</a>" in page]
        for person, page in (
            (person, one.html(f"/{case.number}"))
            for person, one in (("clerk", clerk), ("head", head), ("operator", operator))
        )
    }
    assert offered == {"clerk": ["告知补正", "征求意见"], "head": ["延期答复"], "operator": []}
    assert "现在没有您能办的步骤。" in operator.see(f"/{case.number}")
    operator.see(f"/{case.number}/steps/consult", 403)
    assert "不能“送出答复”" in clerk.see(f"/{case.number}/steps/send", 409)
    clerk.see(f"/{case.number}/steps/nonsense", 404)
    clerk.see(f"/{case.number}/steps/draft", 404)
    clerk.see("/2026-99999", 404)


def test_a_case_goes_by_its_forms_from_the_letter_box_to_the_archive(clerk, head, register, on_day):
    case = register(ApplicationChannel.ORDINARY_MAIL, actor=CLERK)
    assert clerk.take(case, "confirm").status_code == 303
    assert clerk.take(case, "ask_correction", words="请写明是哪一年的", working_days="10").status_code == 303
    on_day("2026-11-26")
    assert clerk.take(case, "correct", words="2025年的").status_code == 303
    assert head.take(case, "extend", words="要调阅的档案很多", working_days="10").status_code == 303
    assert "延期后的最后一天是2027年1月8日" in case.file.letters[-1].body
    case.draft(ReplyOutcome.DISCLOSED, given="统计表一份。")
    assert clerk.take(case, "submit").status_code == 303
    assert head.take(case, "return", words="写明页数").status_code == 303
    case.draft(ReplyOutcome.DISCLOSED, given="统计表一份，2页。")
    assert clerk.take(case, "submit").status_code == 303
    assert head.take(case, "approve").status_code == 303
    assert clerk.take(case, "send", words="邮寄 XA12345678953").status_code == 303
    assert clerk.take(case, "deliver", words="签收单").status_code == 303
    assert clerk.take(case, "contest", contested="REVIEW").status_code == 303
    assert clerk.take(case, "order", working_days="10").status_code == 303
    assert case.now.application.state is ApplicationState.RECEIVED
    assert "行政复议，2026年11月26日登记。结果纠正，2026年11月26日" in clerk.see(f"/{case.number}")


def test_a_fee_is_computed_from_items_and_its_counting_stands_in_the_notice(clerk, register):
    for _ in range(11):
        case = register()
    form = clerk.desk.forms(f"/console/applications/{case.number}/steps/charge")[-1]
    assert form.fields["earlier"] == "10"
    assert clerk.take(case, "charge").status_code == 303
    assert "信息处理费100元。计算方式：按件计收：第11件，每件100元，计100元" in case.file.letters[-1].body


def test_a_fee_by_pages_counts_pages_alone(clerk, register):
    case = register()
    refused = clerk.refused(clerk.take(case, "charge", basis="PAGES", units="30", earlier="500"), 400)
    assert "按这个数量不收费，不用通知缴费。" in refused
    assert clerk.take(case, "charge", basis="PAGES", units="120", earlier="500").status_code == 303
    assert "信息处理费1100元" in case.file.letters[-1].body


@pytest.mark.parametrize(
    ("step", "fields", "status", "said"),
    [
        ("ask_correction", {"words": ""}, 400, "请写明要补正什么"),
        ("ask_correction", {"words": "写清楚", "working_days": "99"}, 400, "补正期限要在1到60个工作日之间"),
        ("consult", {"consulted": "CO_MAKER", "whom": "写清楚", "day": "2026-11-24"}, 400, "不能在今天之后"),
        (
            "consult",
            {"consulted": "CO_MAKER", "whom": "写清楚", "day": "2026-11-20"},
            400,
            "要在收到申请（2026-11-23）以后",
        ),
        ("ask_correction", {"words": "写清楚", "working_days": "十"}, 400, "几个工作日"),
        ("consult", {"consulted": "THIRD_PARTY", "whom": ""}, 400, "请写征求谁的意见"),
        ("consult", {"whom": "写清楚"}, 400, "请选一种"),
        ("withdraw", {"words": ""}, 400, "请写明申请人是怎样撤回的"),
        ("ask_correction", {"words": "写清楚", "version": "99"}, 409, "刚刚被别人办过"),
        ("confirm", {}, 409, "不能“确认收到”"),
    ],
)
def test_a_refused_step_says_why_and_keeps_what_was_typed(clerk, register, step, fields, status, said):
    case = register()
    path = f"/console/applications/{case.number}/steps/{step}"
    typed = {"csrf_token": clerk.desk.token(), "version": str(case.now.application.version), "day": "2026-11-23"}
    response = clerk.desk.post(path, typed | {"working_days": "15"} | fields)
    assert said in clerk.refused(response, status)
    assert "写清楚" in response.text or (not fields.get("words") and not fields.get("whom"))


def test_third_parties_are_asked_heard_and_their_silence_noted_in_the_file(clerk, register, on_day):
    case = register()
    assert clerk.take(case, "consult", consulted="THIRD_PARTY", whom="示例公司").status_code == 303
    assert clerk.take(case, "consult", consulted="CO_MAKER", whom="示例市财政局").status_code == 303
    first, second = case.file.consultations
    assert "还不知道对方哪天收到" in clerk.see(f"/{case.number}")
    for slip in (first, second):
        assert clerk.fill(f"/{case.number}/slips/{slip.id}/received").status_code == 303
    assert "答复意见的期限到2026年12月14日" in clerk.see(f"/{case.number}")
    refused = clerk.fill(f"/{case.number}/slips/{first.id}/opinion", opinion="REFUSES", reasons="")
    assert "不同意公开的，要写明理由。" in clerk.refused(refused, 400)
    assert (
        clerk.fill(f"/{case.number}/slips/{first.id}/opinion", opinion="REFUSES", reasons="商业秘密").status_code == 303
    )
    assert "还在等候示例市财政局的意见" in clerk.refused(clerk.take(case, "end_consultation"), 409)
    silence = f"/{second.id}/silence"
    assert clerk.desk.send(f"/console/applications/{case.number}", silence).status_code == 303
    assert "还没有过" in clerk.see(f"/{case.number}")
    on_day("2026-12-15")
    assert clerk.desk.send(f"/console/applications/{case.number}", silence).status_code == 303
    assert "逾期未答复，视为同意" in clerk.see(f"/{case.number}")
    assert clerk.take(case, "end_consultation").status_code == 303


def test_a_search_is_noted_in_the_file(clerk, head, register):
    case = register()
    path = f"/{case.number}/searches/new"
    refused = clerk.fill(path, place="", words="复议 统计", searched_on="2026-11-24")
    shown = clerk.refused(refused, 400)
    assert "请写在哪里查的" in shown
    assert "不能在今天之后" in shown
    assert "复议 统计" in refused.text
    assert clerk.fill(path, place="档案室", searched_by="张敏", words="复议 统计", found="没有").status_code == 303
    assert "在档案室查“复议 统计”：没有" in clerk.see(f"/{case.number}")
    head.see(path, 403)


def test_two_clerks_on_one_case_cannot_overwrite_each_other(clerk, head, register):
    case = register()
    opened = clerk.desk.forms(f"/console/applications/{case.number}/steps/withdraw")[-1]
    case.do(A.EXTEND, HEAD, words="档案很多", working_days=5)
    late = clerk.desk.post(f"/console/applications/{case.number}/steps/withdraw", opened.fields | {"words": "来电"})
    assert "这件申请刚刚被别人办过" in clerk.refused(late, 409)
    assert "来电" in late.text
    assert case.now.application.state is ApplicationState.RECEIVED


def test_a_desk_without_particulars_is_told_so_at_the_step_and_nothing_is_lost(publisher, line):
    with line.records.writing() as unit:
        unit.office.rows_of_disclosure_desk.remove(1)
    form = next(form for form in publisher.forms("/console/applications/new") if "submission" in form.fields)
    fields = {
        "channel": "IN_PERSON",
        "arrived_on": "2026-11-23",
        "name": "赵大山",
        "identity": "身份证",
        "telephone": "1",
    }
    publisher.post("/console/applications/new", form.fields | fields | {"description": "统计表"})
    path = "/console/applications/2026-00001/steps/ask_correction"
    refused = publisher.send(path, -1, words="写清楚哪一年")
    assert refused.status_code == 404
    assert "不能出文书" in refused.text
    assert "写清楚哪一年" in refused.text


def test_on_the_last_day_a_case_says_so_and_after_it_that_it_is_late(clerk, register, on_day):
    case = register()
    on_day("2026-12-21")
    assert "第20个工作日，共20个，今天是最后一天。" in clerk.see(f"/{case.number}")
    on_day("2026-12-22")
    shown = clerk.see(f"/{case.number}")
    assert "已经逾期，请马上答复。" in shown
    assert "今天是最后一天" not in shown


def test_an_item_of_the_catalogue_that_says_it_already_is_shown_with_its_number(clerk, register, line):
    item = next(iter(line.knowledge.items_at((1,)).values()))
    case = register(wanted=Wanted(item.title))
    page = clerk.html(f"/{case.number}")
    assert f'href="/catalogue/items/{item.index_number}">{item.title}</a>' in page


def test_the_home_page_counts_what_is_due(clerk, register):
    assert "依申请公开（" not in text(clerk.desk.get("/console/").text)
    register(ApplicationChannel.FAX, actor=CLERK)
    assert "依申请公开（1）" in text(clerk.desk.get("/console/").text)


def test_the_calendar_of_a_paused_clock_names_each_day_of_the_pause_until_today(clerk, register, on_day):
    case = register()
    clerk.take(case, "consult", consulted="THIRD_PARTY", whom="示例公司")
    on_day("2026-11-26")
    shown = clerk.see(f"/{case.number}/calendar")
    assert "一共20个工作日，已经过了0个" in shown
    assert "26日 星期四不计：暂停：征求意见（《中华人民共和国政府信息公开条例》第三十三条第三款）" in shown
    assert "27日" not in shown


def test_the_reviewer_takes_back_what_was_noted_by_mistake_and_both_steps_stay_in_the_list(head, register):
    case = register()
    case.do(A.WITHDRAW, words="来电撤回")
    assert "撤销误登" in head.see(f"/{case.number}")
    assert "撤销的是：申请人撤回，2026年11月23日，zhang登记：来电撤回" in head.see(f"/{case.number}/steps/take_back")
    refused = head.take(case, "take_back", words="")
    assert "请写明登记错在哪里" in text(refused.text)
    head.take(case, "take_back", words="登记到了别的申请上")
    shown = head.see(f"/{case.number}")
    assert "撤销误登：登记到了别的申请上" in shown
    assert "申请人撤回：来电撤回" in shown
    assert case.now.application.state is ApplicationState.RECEIVED


def test_the_clerk_takes_back_a_contest_of_another_case_and_the_page_says_which_it_was(clerk, register):
    case = register()
    case.answer(ReplyOutcome.INTERNAL, reasons="属于工作流程。")
    clerk.take(case, "contest", contested="REVIEW", day="2026-11-23")
    shown = clerk.see(f"/{case.number}/steps/take_back_contest")
    assert "撤销的是：登记复议或诉讼，2026年11月23日，测试publisher登记：行政复议" in shown
    assert "请写明登记错在哪里" in text(clerk.take(case, "take_back_contest", words="").text)
    assert clerk.take(case, "take_back_contest", words="是另一件的").status_code == 303
    shown = clerk.see(f"/{case.number}")
    assert "撤销误登的复议或诉讼：是另一件的" in shown
    assert "复议和诉讼" not in shown


def test_the_page_says_why_a_reply_that_was_read_stays_sent(clerk, register):
    case = register()
    case.answer(ReplyOutcome.DISCLOSED, given="统计表一份。")
    assert "登记的人不能自己撤销" not in clerk.see(f"/{case.number}/steps/take_back")
    find_status(case.line, case.number, case.query_code)
    shown = clerk.see(f"/{case.number}")
    assert "申请人已经用查询码看到了答复，送出不能撤销" in shown
    assert "申请人已经用查询码看到了答复" in clerk.see(f"/{case.number}/steps/take_back", 409)
    case.do(A.DELIVER)
    assert "答复已经登记送达，送出不能撤销" in clerk.see(f"/{case.number}")


def test_unlawful_lateness_is_noted_by_its_form_which_tells_it_apart_from_an_order(clerk, register):
    case = register()
    case.answer(ReplyOutcome.INTERNAL, reasons="属于工作流程。")
    clerk.take(case, "contest", contested="SUIT", day="2026-11-23")
    assert "没有要求重新答复" in clerk.see(f"/{case.number}/steps/declare_unlawful")
    assert clerk.take(case, "declare_unlawful", day="2026-11-23").status_code == 303
    shown = clerk.see(f"/{case.number}")
    assert "确认违法：未经复议直接起诉：结果纠正" in shown
    assert case.now.application.state is ApplicationState.SENT


def test_opposite_results_of_a_review_do_not_look_alike(clerk, register):
    case = register()
    case.answer(ReplyOutcome.INTERNAL, reasons="属于工作流程。")
    clerk.take(case, "contest", contested="REVIEW", day="2026-11-23")
    html = clerk.html(f"/{case.number}")
    looks = {
        step: re.search(rf'class="([^"]*)" href="[^"]*/steps/{step}"', html)[1]
        for step in ("uphold", "order", "declare_unlawful")
    }
    assert looks == {
        "uphold": "button button-quiet",
        "order": "button button-grave",
        "declare_unlawful": "button button-grave",
    }
