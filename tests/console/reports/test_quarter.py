"""The quarterly sheet in the console: shown, printed and downloaded."""

import csv
import io

import pytest
from openpyxl import load_workbook

from hotline.core.permissions import Role
from tests.support.html_pages import check_page, text
from tests.support.traffic import leave_busy_month

PAGE = "/console/line/quarter"


@pytest.fixture
def operator(desk, line):
    leave_busy_month(line)
    return desk(Role.OPERATOR)


def test_the_page_has_each_figure_with_its_base_and_what_is_not_recorded(operator):
    page = operator.get(f"{PAGE}?quarter=2026-4").text
    check_page(page)
    shown = text(page)
    for told in ("2026年第四季度热线报表", "这个季度还没有完", "转人工的来电", "没有记录", "有联络员的科室"):
        assert told in shown


@pytest.mark.parametrize("quarter", ["", "?quarter=1999-1", "?quarter=x"])
def test_without_a_quarter_the_last_whole_one_is_shown(operator, quarter):
    assert "2026年第三季度热线报表" in text(operator.get(PAGE + quarter).text)


def test_both_tables_have_the_rows_of_the_page(operator):
    found = operator.get(f"{PAGE}.csv?quarter=2026-4").data.decode("utf-8-sig")
    heading, *rows = csv.reader(io.StringIO(found))
    sheet = load_workbook(io.BytesIO(operator.get(f"{PAGE}.xlsx?quarter=2026-4").data)).active
    assert [[cell or "" for cell in row] for row in sheet.values] == [heading, *rows]
    named = {row[0]: row for row in rows}
    assert named["漏接的回拨了多少、隔多久回拨"][1] == "没有记录"
    assert "个里有" in named["电话接通"][2]
    assert operator.get(f"{PAGE}.pdf", status=404)


def test_the_line_page_leads_to_it(operator):
    assert f'href="{PAGE}"' in operator.get("/console/line").text
