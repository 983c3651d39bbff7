"""The hand-over list for the library and the archive: a page to sign, and the same as XLSX and CSV."""

import csv
import io
from datetime import date

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.services.content.library_list import HEADINGS, list_periods, quarter_period, read_period
from tests.support.html_pages import check_page, text

LIST = "/console/library-list"


@pytest.fixture
def item(line):
    return next(one for one in line.knowledge.list_items() if not one.is_repealed)


def quarter_of(item):
    return quarter_period(item.published_date).key


def test_the_items_of_a_quarter_stand_with_number_title_day_and_what_to_key(publisher, item):
    page = publisher.get(f"{LIST}?period={quarter_of(item)}").text
    check_page(page)
    shown = text(page)
    key = item.index_number[-10:].replace("-", "")
    for words in (item.title, item.index_number, item.published_date.isoformat(), key, "接收单位（盖章）", "移交人："):
        assert words in shown


def test_the_same_rows_are_downloaded_as_xlsx_and_csv(publisher, item):
    period = quarter_of(item)
    sheet = openpyxl.load_workbook(io.BytesIO(publisher.get(f"{LIST}.xlsx?period={period}").data)).active
    rows = [[cell or "" for cell in row] for row in sheet.iter_rows(values_only=True)]
    read = list(csv.reader(io.StringIO(publisher.get(f"{LIST}.csv?period={period}").data.decode("utf-8-sig"))))
    assert rows == read
    assert rows[0] == list(HEADINGS)
    assert item.index_number in [row[1] for row in rows]
    days = [row[4] for row in rows[1:]]
    assert days == sorted(days)


def test_a_repealed_item_is_not_handed_over(publisher, line):
    repealed = [one for one in line.knowledge.list_items() if one.is_repealed]
    assert repealed
    for one in repealed:
        assert one.index_number not in text(publisher.get(f"{LIST}?period={quarter_of(one)}").text)


@pytest.mark.parametrize("period", ["", "2026-q5", "2026-13", "去年", "２０２６-q1"])
def test_what_is_no_period_shows_the_last_whole_quarter(publisher, period):
    assert "2026年第三季度新公开的信息" in text(publisher.get(f"{LIST}?period={period}").text)


def test_an_old_month_without_anything_new_says_so_and_stays_chosen(publisher):
    page = publisher.get(f"{LIST}?period=2001-01&large=1").text
    assert "这段时间没有新公开的信息" in text(page)
    assert '<option value="2001-01" selected>' in page
    assert "sheet-large" in page


@given(st.dates(date(2001, 1, 1), date(2090, 12, 31)))
def test_every_day_is_in_one_quarter_and_every_offered_period_is_read_back(day):
    quarter = quarter_period(day)
    assert quarter.first <= day < quarter.end
    assert quarter_period(quarter.end).first == quarter.end
    for period in list_periods(day):
        assert read_period(period.key, day) == period
    assert read_period("", day).end == quarter.first
