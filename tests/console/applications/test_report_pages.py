"""The annual report: its two tables on a page and as a workbook, each number with its cases, and the reminder."""

import io
import re
from datetime import date

import openpyxl
import pytest

from hotline.core.disclosure.annual_report import ROWS
from hotline.core.disclosure.applications import ApplicationAction
from hotline.core.disclosure.case_files import ContestKind
from hotline.core.disclosure.outcomes import ReplyOutcome
from hotline.core.permissions import Role
from hotline.services.disclosure import case_files
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
    for _, label in ROWS:
        assert label in shown
    assert "一、本年新收政府信息公开申请数量 3 0 0 0 0 0 3" in shown
    assert "5.属于三类内部事务信息 1 0 0 0 0 0 1" in shown
    assert "四、结转下年度继续办理 2 0 0 0 0 0 2" in shown
    assert "行政复议00011" in shown
    assert "勾稽关系都对" not in shown
    assert "本年收取信息处理费1100元，要在“六、其他需要报告的事项”里写明" in shown


def test_each_number_opens_the_cases_that_it_counts(clerk, year_of_three):
    page = clerk.html("/report")
    links = re.findall(r'href="(/console/applications/report/cases\?[^"]+)"', page)
    assert len(links) == 2 * 4  # new, one result, its total, carried out; for the column and for 总计
    listed = [clerk.see(link.removeprefix("/console/applications").replace("&amp;", "&")) for link in links]
    assert [re.findall(r"2026-\d{5}", one) for one in listed[:2]] == [["2026-00001", "2026-00002", "2026-00003"]] * 2
    assert "2026年，5.属于三类内部事务信息，自然人" in listed[2]


def test_the_workbook_has_the_layout_of_the_form(clerk, year_of_three):
    response = clerk.desk.get("/console/applications/report.xlsx?year=2026")
    workbook = openpyxl.load_workbook(io.BytesIO(response.data))
    applications, contests = workbook.worksheets
    assert [cell.value for cell in applications[4]] == [ROWS[0][1], 3, 0, 0, 0, 0, 0, 3]
    assert applications.max_row == 3 + len(ROWS)
    assert {str(cells) for cells in applications.merged_cells.ranges} == {"A1:A3", "B1:H1", "B2:B3", "C2:G2", "H2:H3"}
    assert [cell.value for cell in applications[3]][2:7] == [
        "商业企业",
        "科研机构",
        "社会公益组织",
        "法律服务机构",
        "其他",
    ]
    assert [cell.value for cell in contests[4]] == [0, 0, 0, 1, 1, *[0] * 10]


def test_a_year_without_applications_is_all_noughts_and_right(clerk):
    shown = clerk.see("/report?year=2025")
    assert "2025年度报告的两张表" in shown
    assert "勾稽关系都对" in shown
    for year in ("1999", "x", "9" * 30):
        assert "2026年度报告的两张表" in clerk.see(f"/report?year={year}")
    clerk.see("/report/cases?row=nonsense", 404)


def test_who_does_not_make_the_report_sees_neither_it_nor_a_link(head):
    head.see("/report", 403)
    head.desk.get("/console/applications/report.xlsx", 403)
    assert "年度报告" not in head.see()


@pytest.mark.parametrize(
    ("day", "is_told"), [("2026-12-31", False), ("2027-01-01", True), ("2027-01-31", True), ("2027-02-01", False)]
)
def test_in_january_the_home_page_reminds_who_makes_the_report(desk, desk_line, on_day, day, is_told):
    on_day(day)
    page = desk(Role.PUBLISHER).get("/console/").text
    check_page(page)
    assert ("2026年的政府信息公开年度报告，1月31日以前要公布" in text(page)) == is_told
    assert "年度报告，1月31日" not in desk(Role.REVIEWER).get("/console/").text
