"""The list of applications: finding, filtering, marks, and what is due today."""

import pytest

from hotline.core.disclosure.applications import ApplicationAction, ApplicationChannel, Wanted
from tests.support.disclosure_desk import CLERK, DESK
from tests.support.html_pages import check_page, text

A = ApplicationAction


def test_a_row_tells_what_is_asked_by_whom_and_how_long_is_left(clerk, register):
    register(wanted=Wanted("字" * 50))
    shown = clerk.see()
    assert "2026-00001" in shown
    assert "字" * 39 + "…" in shown
    assert "字" * 41 not in shown
    assert "赵大山" in shown
    assert "2026年12月21日，还剩20个工作日" in shown


def test_what_is_due_stands_on_top_and_a_quiet_day_says_so(clerk, register, on_day):
    assert "今天没有到期的事。" in clerk.see()
    register()
    register(ApplicationChannel.ORDINARY_MAIL, actor=CLERK)
    on_day("2026-12-21")
    shown = clerk.see()
    assert "今天要办的（2）" in shown
    due = shown[shown.index("今天要办的") : shown.index("编号、内容或者姓名里的词")]
    assert "第19天报警，今天要答复 2026-00001 2025年行政复议案件统计表 最后一天2026年12月21日" in due
    assert "等待确认收到，联系申请人 2026-00002" in due


@pytest.mark.parametrize(
    ("day", "mark"),
    [("2026-12-15", "过了15个工作日的承诺"), ("2026-12-18", "第19天报警"), ("2026-12-22", "已逾期")],
)
def test_an_open_application_is_marked_as_its_limits_pass(clerk, register, on_day, day, mark):
    register()
    on_day(day)
    assert mark in clerk.see("?state=received")


def test_a_paused_clock_is_marked_and_has_no_last_day(clerk, register):
    register().do(A.ASK_CORRECTION, words="哪一年的")
    shown = clerk.see()
    assert "等候补正 暂停" in shown
    assert "期限暂停" in shown


def test_applications_are_found_by_words_names_numbers_and_states(clerk, register):
    register(wanted=Wanted("征地补偿方案"))
    register(ApplicationChannel.EMAIL, actor=CLERK)
    for query, found, left_out in (
        ("q=征地", "征地补偿方案", "2026-00002 "),
        ("q=赵大山&state=registered", "2025年行政复议", "征地补偿方案"),
        ("q=00002", "2025年行政复议", "征地补偿方案"),
        ("state=open", "征地补偿方案", "没有申请"),
        ("state=sent", "没有申请。", "征地补偿方案"),
    ):
        listed = clerk.see(f"?{query}")
        listed = listed[listed.index("查找") :]
        assert found in listed, query
        assert left_out not in listed, query


def test_a_long_list_has_pages_and_any_page_number_is_taken(clerk, register):
    for _ in range(31):
        register()
    assert "第1页，共2页" in clerk.see()
    for page, said in (
        ("2", "第2页，共2页"),
        ("99", "第2页，共2页"),
        ("-1", "第1页"),
        ("9" * 30, "第2页"),
        ("x", "第1页"),
    ):
        assert said in clerk.see(f"?page={page}")


def test_who_may_not_see_applicants_reads_no_name_anywhere(liaison, register):
    case = register()
    for path in ("", f"/{case.number}", f"/{case.number}/slip", f"/{case.number}/calendar"):
        page = liaison.html(path)
        assert "赵大山" not in page
        assert "13800138000" not in page
        assert "532331196001010011" not in page
    assert "您的角色看不到申请人是谁。" in liaison.see(f"/{case.number}")


def test_who_may_not_see_applicants_finds_nobody_by_name(liaison, clerk, register):
    register()
    assert "共1件" in liaison.see()
    assert "找到0件" in liaison.see("?q=赵大山")
    assert "找到1件" in liaison.see("?q=行政复议")
    assert "找到1件" in clerk.see("?q=赵大山")


def test_no_name_stands_in_the_title_of_a_page(clerk, register):
    case = register()
    for path in ("", f"/{case.number}", f"/{case.number}/slip"):
        title = check_page(clerk.html(path)).find("head/title").text
        assert "赵大山" not in title


def test_an_office_without_the_particulars_of_its_desk_is_told_what_it_cannot_do_yet(publisher, line):
    with line.records.writing() as unit:
        unit.office.rows_of_disclosure_desk.remove(1)
    assert "还没有填写公开工作机构、复议机关和法院，现在不能出文书" in text(publisher.get("/console/applications").text)
    with line.records.writing() as unit:
        unit.office.rows_of_disclosure_desk.put(DESK, 0, "seed", line.now())
    assert "还没有填写" not in text(publisher.get("/console/applications").text)


def test_the_menu_leads_to_the_desk(publisher):
    assert 'href="/console/applications"' in publisher.get("/console/").text
