"""The five questions, the reply with its preview, and the second person who reads the whole letter."""

from datetime import date

import pytest

from hotline.core.disclosure.applications import ApplicationAction, ApplicationState
from hotline.core.disclosure.five_questions import QUESTIONS
from hotline.core.disclosure.outcomes import RULES, ReplyOutcome
from hotline.services.disclosure.steps import OUTCOME_OF
from tests.support.disclosure_desk import CLERK, HEAD
from tests.support.html_pages import text

A = ApplicationAction


def test_each_outcome_that_staff_choose_stands_below_one_of_the_five_questions():
    offered = [outcome for question in QUESTIONS for outcome in question.outcomes]
    assert [question.name for question in QUESTIONS] == ["补不补", "该不该", "有没有", "给不给", "当不当"]
    assert len(offered) == len(set(offered))
    assert set(offered) == set(ReplyOutcome) - set(OUTCOME_OF.values())


def test_the_law_the_row_and_the_remedy_stand_beside_each_outcome(clerk, register):
    shown = clerk.see(f"/{register().number}/judging")
    for outcome in (ReplyOutcome.NOT_HELD, ReplyOutcome.OTHER_RECORDS, ReplyOutcome.IN_PROCESS):
        rule = RULES[outcome]
        assert f"{outcome.value} {rule.article}。年度报告{rule.report_row}。救济：{rule.remedy.value}。" in shown
    assert "不明确，还没有告知过补正：去告知补正" in shown


def test_a_preview_shows_the_letter_and_keeps_nothing(clerk, register):
    case = register()
    given = {"outcome": "INTERNAL", "reasons": "属于工作流程。", "preview": "1"}
    response = clerk.fill(f"/{case.number}/judging", **given)
    shown = clerk.refused(response, 200)
    assert "决定不予公开。理由：属于工作流程。" in shown
    assert "先向示例市人民政府申请行政复议" in shown
    assert "属于工作流程。</textarea>" in response.text
    assert case.file.reply is None
    lacking = clerk.fill(f"/{case.number}/judging", outcome="DISCLOSED", preview="1")
    assert "文书还缺：提供的内容。" in clerk.refused(lacking, 200)


def test_a_reply_is_written_submitted_read_whole_and_approved(clerk, head, register):
    case = register()
    fields = {"outcome": "PARTLY_DISCLOSED", "given": "统计表一份。", "reasons": "涉及隐私。"}
    rows = {"withheld-0-passage": "第3页的身份证号码", "withheld-0-reason": "THIRD_PARTY"}
    assert clerk.fill(f"/{case.number}/judging", **fields, **rows).status_code == 303
    assert "（1）第3页的身份证号码：保护第三方合法权益" in clerk.see(f"/{case.number}/reply")
    again = clerk.desk.forms(f"/console/applications/{case.number}/judging")[-1].fields
    assert again["withheld-0-passage"] == "第3页的身份证号码"
    assert again["withheld-2-passage"] == ""
    reply = f"/console/applications/{case.number}/reply"
    assert clerk.desk.send(reply, "/steps/submit").status_code == 303
    assert case.now.application.state is ApplicationState.SUBMITTED
    shown = head.see(f"/{case.number}/reply")
    assert "赵大山：" in shown
    assert "统计表一份。" in shown
    returned = head.desk.send(reply, "/steps/return", words="写明页数")
    assert returned.status_code == 303
    assert "退回修改：写明页数" in clerk.see(f"/{case.number}")
    clerk.desk.send(reply, "/steps/submit")
    assert head.desk.send(reply, "/steps/approve").status_code == 303
    assert case.now.application.state is ApplicationState.DECIDED
    assert "示司公复〔2026〕1号" in clerk.see(f"/{case.number}")


def test_why_a_reply_was_returned_stands_where_it_is_mended_until_it_is_submitted_again(clerk, head, register):
    case = register()
    case.draft(ReplyOutcome.DISCLOSED, given="一份。")
    case.do(A.SUBMIT)
    pages, said = [f"/{case.number}/{name}" for name in ("judging", "reply")], "退回了这份答复，要改的是：写明页数"
    assert not any(said in clerk.see(page) for page in pages)
    head.desk.send(f"/console/applications/{case.number}/reply", "/steps/return", words="写明页数")
    assert "答复退回了，要改" in clerk.see("")
    assert all(said in clerk.see(page) for page in pages)
    clerk.fill(pages[0], given="一份，3页。")
    assert all(said in clerk.see(page) for page in pages)
    clerk.desk.send(f"/console/applications/{case.number}/reply", "/steps/submit")
    assert not any(said in clerk.see(page) for page in pages)


def test_who_wrote_a_reply_is_offered_no_approval(head, desk, register, line):
    case = register()
    case.draft(ReplyOutcome.DISCLOSED, given="一份。")
    case.do(A.SUBMIT)
    with line.records.reading() as unit:
        administrator = unit.staff.find_by_name("administrator")
    case.do(A.RETURN, HEAD)
    case.draft(ReplyOutcome.DISCLOSED, actor=administrator, given="一份。")
    case.do(A.SUBMIT, administrator)
    own = desk(administrator.role).get(f"/console/applications/{case.number}/reply").text
    assert "不能由您自己审核通过" in text(own)
    assert "/steps/approve" not in own
    assert "/steps/approve" in head.html(f"/{case.number}/reply")


@pytest.mark.parametrize(
    ("fields", "status", "said"),
    [
        ({"outcome": ""}, 400, "请在五步里选一个答复。"),
        ({"outcome": "WITHDRAWN"}, 400, "答复"),
        ({"outcome": "INTERNAL", "reasons": "字" * 5001}, 400, "最多5000个字。"),
        ({"outcome": "INTERNAL", "version": "99"}, 409, "刚刚被别人办过"),
    ],
)
def test_a_refused_reply_says_why_and_keeps_what_was_typed(clerk, register, fields, status, said):
    case = register()
    response = clerk.fill(f"/{case.number}/judging", **{"given": "写了很久的话"} | fields)
    assert said in clerk.refused(response, status)
    assert "写了很久的话" in response.text


def test_a_lapsed_application_gets_no_other_reply(clerk, register, on_day):
    case = register()
    case.do(A.ASK_CORRECTION, working_days=5)
    on_day("2026-12-01")
    case.do(A.LAPSE_CORRECTION, served_on=date(2026, 11, 23))
    refused = clerk.fill(f"/{case.number}/judging", outcome="INTERNAL", reasons="属于工作流程。")
    assert "已经按“逾期不补正”处理" in clerk.refused(refused, 409)


def test_a_reply_without_its_search_is_not_submitted_and_says_so(clerk, register):
    case = register()
    clerk.fill(f"/{case.number}/judging", outcome="NOT_HELD", reasons="查了档案室。")
    refused = clerk.desk.send(f"/console/applications/{case.number}/reply", "/steps/submit")
    assert "要先登记检索记录" in clerk.refused(refused, 409)


def test_an_operator_may_neither_judge_nor_read_the_letter(operator, register):
    case = register()
    case.draft(ReplyOutcome.DISCLOSED, given="一份。")
    operator.see(f"/{case.number}/judging", 403)
    operator.see(f"/{case.number}/reply", 403)


def test_a_liaison_officer_reads_the_preview_with_the_name_masked(liaison, register):
    case = register()
    case.draft(ReplyOutcome.DISCLOSED, CLERK, given="一份。")
    shown = liaison.see(f"/{case.number}/reply")
    assert "●●●：" in shown
    assert "赵大山" not in shown


def test_the_redaction_list_is_kept_with_article_and_facts_and_shown_to_who_approves(clerk, head, register):
    case = register()
    rows = {
        "withheld-0-passage": "第3页的身份证号码",
        "withheld-0-facts": "个人隐私",
        "withheld-1-passage": "第5页的产权登记",
        "withheld-1-reason": "OTHER_RECORDS",
        "withheld-1-facts": "由登记机构查询",
    }
    clerk.fill(f"/{case.number}/judging", outcome="PARTLY_DISCLOSED", given="其余2页。", **rows)
    form = clerk.desk.forms(f"/console/applications/{case.number}/judging")[-1]
    assert form.fields["withheld-1-facts"] == "由登记机构查询"
    assert clerk.desk.send(f"/console/applications/{case.number}/reply", "/steps/submit").status_code == 303
    shown = head.see(f"/{case.number}/reply")
    assert "遮盖清单" in shown
    assert "第3页的身份证号码：保护第三方合法权益（《中华人民共和国政府信息公开条例》第十五条）。个人隐私" in shown
    assert "救济：可以复议；法院一般不立案" in shown
    assert "对上列第（1）处不予公开的决定不服的，应当自收到" in shown


def test_facts_without_a_passage_are_not_lost_and_the_passage_is_asked_for(clerk, register):
    case = register()
    row = {"withheld-0-facts": "个人隐私"}
    clerk.fill(f"/{case.number}/judging", outcome="PARTLY_DISCLOSED", given="其余2页。", **row)
    form = clerk.desk.forms(f"/console/applications/{case.number}/judging")[-1]
    assert form.fields["withheld-0-facts"] == "个人隐私"
