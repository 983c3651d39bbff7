"""Writing the annual report in the console, its review by somebody else, and its way to the public."""

import pytest

from hotline.core.disclosure.outcomes import ReplyOutcome
from hotline.core.disclosure.report_documents import ReportAction
from hotline.services.disclosure.report_documents import read_report
from tests.support.annual_reports import WHOLE_FIGURES, WHOLE_PROSE, freeze_report, step_report, write_report
from tests.support.disclosure_desk import HEAD
from tests.support.html_pages import check_page, text

EDIT = "/report/2026/edit"
WHOLE = WHOLE_PROSE | WHOLE_FIGURES


@pytest.fixture
def january(desk_line, register, on_day):
    """A January in which 2026 had one case that was answered and one that is open."""
    answered, _ = register(), register()
    answered.answer(ReplyOutcome.DISCLOSED, given="一份。")
    on_day("2027-01-08")
    return desk_line


def press(person, ending, **fields):
    """Press the button of the report's page whose form ends so."""
    return person.desk.send("/console/applications/report?year=2026", ending, **fields)


def test_the_whole_way_from_an_empty_form_to_the_public_page(clerk, head, client, january):
    page = clerk.see(EDIT)
    for prompt in ("公文公开属性怎样定", "新收2件，上年结转0件", "这一年没有的写0，不能空着"):
        assert prompt in page
    sent = clerk.fill(EDIT, **WHOLE | {"licences": "46", "then": "submit"})
    assert sent.location == "/console/applications/report?year=2026"
    assert "行政许可46" in head.see("/report?year=2026")
    assert press(head, "/steps/freeze").status_code == 303
    page = clerk.see("/report?year=2026")
    assert "已定稿" in page
    item = press(clerk, "/report/2026/item").location
    assert item.startswith("/console/content/catalogue/edit/")
    sent = clerk.desk.send(item, item, then="submit")
    assert sent.status_code == 303, text(sent.text)
    key = item.removeprefix("/console/content/catalogue/edit/")
    assert head.desk.send(f"/console/content/catalogue/review/{key}", f"/approve/{key}").status_code == 303
    public = client.get(f"/catalogue/items/{key}").text
    check_page(public)
    assert 'rowspan="22">三、本年度办理结果' in public
    assert "示例市司法局2026年政府信息公开工作年度报告.docx" in public
    assert client.get("/annual-report").location.endswith(key)
    page = clerk.see("/report?year=2026")
    assert "已公布" in page
    assert '<button class="button" type="submit">送进公开目录' not in clerk.html("/report?year=2026")
    assert "年度报告，1月31日" not in clerk.desk.get("/console/").text


def test_last_years_text_and_figures_stand_beside(clerk, january, on_day):
    freeze_report(january, 2026, prose={"platform": "去年开了查阅点。"}, figures={"norms_valid": "17"})
    on_day("2028-01-05")
    page = clerk.see("/report/2027/edit")
    assert "2026年是这样写的" in page
    assert "去年开了查阅点。" in page
    assert "上年报告写的是17。" in page


def test_who_typed_a_figure_is_told(clerk, january):
    write_report(january, 2026, figures={"licences": "46"})
    assert "填的。" in clerk.see(EDIT)


def test_a_wrong_figure_is_told_at_its_field_and_nothing_typed_is_lost(clerk, january):
    refused = clerk.fill(EDIT, **WHOLE | {"licences": "四十六", "problems": "问题是人手不够，明年添人。"})
    page = clerk.refused(refused, 400)
    assert "行政许可：本年处理决定数量：请写数字，没有就写0。" in page
    assert "问题是人手不够，明年添人。" in refused.text
    assert 'value="四十六"' in refused.text


def test_a_text_that_is_too_long_is_refused_and_kept(clerk, january):
    refused = clerk.fill(EDIT, **WHOLE | {"other": "长" * 6_001})
    assert "最多6000个字" in clerk.refused(refused, 400)
    assert "长" * 6_001 in refused.text


def test_what_keeps_a_report_from_being_submitted_is_told_and_the_draft_is_saved(clerk, january):
    sent = clerk.fill(EDIT, **WHOLE | {"penalties": "", "then": "submit"})
    assert sent.location == "/console/applications/report/2026/edit"
    page = clerk.see(EDIT)
    assert "草稿已经保存。还不能提交，有1处要改正：表二还有1个数没有填" in page


def test_two_clerks_lose_nothing(clerk, january):
    write_report(january, 2026, prose={"platform": "别人刚写的。"})
    refused = clerk.fill(EDIT, **WHOLE | {"version": "0", "platform": "我写的。"})
    page = clerk.refused(refused, 409)
    assert "刚刚改过这份报告" in page
    assert "我写的。" in refused.text
    assert "现在保存着的是这样" in page
    assert "别人刚写的。" in page


def test_the_writer_is_told_to_ask_another_person_and_a_return_needs_words(desk_line, clerk, head, january):
    write_report(january, 2026)
    step_report(january, 2026, ReportAction.SUBMIT)
    assert "审核通过，定稿" not in clerk.see("/report?year=2026")
    refused = press(head, "/steps/return", comment=" ")
    assert "请写明为什么、要改什么" in head.refused(refused, 400)
    assert press(head, "/steps/return", comment="第五部分写具体些").status_code == 303
    assert clerk.fill(EDIT, **WHOLE).status_code == 303
    assert "的意见：第五部分写具体些" in clerk.see(EDIT)  # until it is submitted again
    step_report(january, 2026, ReportAction.SUBMIT)
    assert "的意见：" not in clerk.see("/report?year=2026")


def test_a_button_pressed_twice_does_nothing_twice(clerk, head, january):
    write_report(january, 2026)
    step_report(january, 2026, ReportAction.SUBMIT)
    form = next(one for one in head.desk.forms("/console/applications/report?year=2026") if "freeze" in one.action)
    assert head.desk.post(form.action, form.fields).status_code == 303
    assert head.desk.post(form.action, form.fields).status_code == 409


def test_who_saves_after_a_colleague_submitted_keeps_the_text_to_copy(clerk, january):
    write_report(january, 2026)
    form = clerk.desk.forms(f"/console/applications{EDIT}")[-1]
    step_report(january, 2026, ReportAction.SUBMIT)
    refused = clerk.desk.post(form.action, form.fields | {"platform": "我写的。"})
    assert "您写的还在下面，请先抄下来" in clerk.refused(refused, 409)
    assert "我写的。" in refused.text


def test_signs_that_no_document_can_hold_do_not_break_the_files(clerk, january):
    assert clerk.fill(EDIT, **WHOLE | {"platform": "平台\x0b\x01建设<b>&"}).status_code == 303
    clerk.desk.get("/console/applications/report.docx?year=2026")
    clerk.desk.get("/console/applications/report.xlsx?year=2026")
    assert "建设<b>&" in clerk.see("/report/document?year=2026")


def test_a_form_sent_twice_is_saved_once_and_loses_nothing(clerk, january):
    form = clerk.desk.forms(f"/console/applications{EDIT}")[-1]
    for then in ("save", "submit"):
        fields = form.fields | WHOLE | {"then": then}
        first, second = (clerk.desk.post(form.action, fields) for _ in range(2))
        assert (first.status_code, second.status_code) == (303, 303)
        form = clerk.desk.forms(f"/console/applications{EDIT}")[-1] if then == "save" else form
    assert [step.action.name for step in read_report(january, HEAD, 2026).steps] == ["SUBMIT", "SAVE", "SAVE"]


def test_a_report_that_waits_or_is_frozen_cannot_be_edited(clerk, january):
    freeze_report(january, 2026)
    response = clerk.desk.get(f"/console/applications{EDIT}", 302)
    assert response.location == "/console/applications/report?year=2026"


def test_what_changed_since_is_told_with_its_cases(clerk, january, register, on_day):
    freeze_report(january, 2026)
    on_day("2026-12-30")
    late = register()
    on_day("2027-01-09")
    page = clerk.see("/report?year=2026")
    assert "记录后来变了，报告没有变" in page
    assert f"报告2件，现在的记录3件。 多了{late.number}。" in page


def test_a_year_that_is_none_and_a_step_that_is_none_are_not_found(clerk):
    clerk.see("/report/1999/edit", 404)
    clerk.see("/report/2031/edit", 404)
    token = clerk.desk.token()
    for step in ("nonsense", "save", "propose"):
        path = f"/console/applications/report/2026/steps/{step}"
        assert clerk.desk.post(path, {"csrf_token": token, "version": "1"}).status_code == 404
