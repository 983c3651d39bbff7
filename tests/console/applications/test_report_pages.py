"""The annual report: its two tables on a page and as a workbook, each number with its cases, and the reminder."""

import io
import re
from datetime import date

import docx
import openpyxl
import pytest

from hotline.core.disclosure.annual_report import ROWS
from hotline.core.disclosure.applications import ApplicationAction
from hotline.core.disclosure.case_files import ContestKind
from hotline.core.disclosure.outcomes import ReplyOutcome
from hotline.core.disclosure.report_documents import ReportAction
from hotline.core.permissions import Role
from hotline.services.disclosure import case_files
from tests.support.annual_reports import step_report, write_report
from tests.support.disclosure_desk import CLERK
from tests.support.html_pages import check_page, text

A = ApplicationAction


@pytest.fixture
def year_of_three(register, on_day):
    """In 2026: one answered and contested, one still open, one that paid a fee and is open."""
    answered, open_one, paid = (register() for _ in range(3))
    answered.answer(ReplyOutcome.INTERNAL, reasons="属于工作流程。")
    paid.do(A.CHARGE, yuan=1_100)
    on_day("2026-12-01")
    paid.do(A.PAY)
    version = answered.now.application.version
    case_files.add_contest(answered.line, CLERK, answered.number, version, ContestKind.REVIEW, date(2026, 12, 1))
    return answered, open_one, paid


def test_the_tables_have_the_rows_of_the_form_and_their_numbers(clerk, year_of_three):
    shown = clerk.see("/report")
    for label in (label.split("）")[-1].split(" ")[-1] for _, label in ROWS):
        assert label in shown
    assert "一、本年新收政府信息公开申请数量3000003" in shown
    assert "5.属于三类内部事务信息1000001" in shown
    assert "四、结转下年度继续办理2000002" in shown
    assert "勾稽关系都对" not in shown
    assert "本年收取信息处理费1100元，要在“六、其他需要报告的事项”里写明" in shown


def test_each_number_opens_the_cases_that_it_counts(clerk, year_of_three):
    page = clerk.html("/report")
    links = re.findall(r'href="(/console/applications/report/cases\?[^"]+)"', page)
    assert len(links) == 2 * 4 + 2  # new, one result, its total, carried out; for the column and for 总计; one review
    listed = [clerk.see(link.removeprefix("/console/applications").replace("&amp;", "&")) for link in links]
    assert [re.findall(r"2026-\d{5}", one) for one in listed[:2]] == [["2026-00001", "2026-00002", "2026-00003"]] * 2
    assert "2026年，5.属于三类内部事务信息，自然人" in listed[2]
    assert "2026年，行政复议，尚未审结" in listed[-2]
    assert re.findall(r"2026-\d{5}", listed[-1]) == ["2026-00001"]


def test_the_files_are_downloaded_by_who_may_read_the_report(clerk, head, year_of_three):
    for person in (clerk, head):
        workbook = openpyxl.load_workbook(io.BytesIO(person.desk.get("/console/applications/report.xlsx").data))
        assert len(workbook.worksheets) == 3
        document = docx.Document(io.BytesIO(person.desk.get("/console/applications/report.docx").data))
        assert document.paragraphs[0].text == "示例市司法局2026年政府信息公开工作年度报告"
    assert "（草稿，没有审核定稿）" in head.see("/report/document")


def test_a_year_without_applications_is_all_noughts_and_right(clerk):
    shown = clerk.see("/report?year=2025")
    assert "2025年政府信息公开工作年度报告" in shown
    assert "勾稽关系都对" in shown
    for year in ("1999", "x", "9" * 30):
        assert "2026年政府信息公开工作年度报告" in clerk.see(f"/report?year={year}")
    clerk.see("/report/cases?row=nonsense", 404)


def test_who_has_nothing_to_do_with_the_report_sees_neither_it_nor_a_link(operator, liaison):
    for person in (operator, liaison):
        person.see("/report", 403)
        person.desk.get("/console/applications/report.xlsx", 403)
        person.desk.get("/console/applications/report.docx", 403)
        assert "年度报告" not in person.see()


@pytest.mark.parametrize(
    ("day", "told"),
    [
        ("2026-12-31", ""),
        ("2027-01-01", "1月31日以前要公布，还没有公布"),
        ("2027-01-31", "1月31日以前要公布，还没有公布"),
        ("2027-02-01", "1月31日以前要公布，已经逾期"),
    ],
)
def test_from_january_the_home_page_and_the_list_of_the_day_remind_until_it_is_public(
    clerk, on_day, register, day, told
):
    write_report(register().line, 2026)
    on_day(day)
    for page in (clerk.desk.get("/console/").text, clerk.html()):
        check_page(page)
        assert ("2026年的政府信息公开年度报告" in text(page)) == bool(told)
        assert told in text(page)


def test_who_reviews_is_reminded_only_once_the_report_waits(desk, desk_line, on_day):
    on_day("2027-01-04")
    assert "1月31日以前要公布" not in desk(Role.REVIEWER).get("/console/").text
    write_report(desk_line, 2026)
    step_report(desk_line, 2026, ReportAction.SUBMIT)
    assert "1月31日以前要公布" in desk(Role.REVIEWER).get("/console/").text
