"""The sheet for the notice board: what a month brought, for those who have no computer."""

import pytest

from hotline.core.item_numbers import number_to_key
from tests.support.html_pages import check_page, text

SHEET = "/console/notice-sheet"


def test_the_items_disclosed_in_a_month_stand_on_its_sheet_with_number_and_qr_code(publisher, line):
    item = next(one for one in line.knowledge.list_items() if not one.is_repealed)
    month = f"{item.published_date:%Y-%m}"
    page = publisher.get(f"{SHEET}?month={month}").text
    check_page(page)
    assert item.title in text(page)
    assert item.index_number in text(page)
    assert f"先按3，再按4，再按{number_to_key(item.index_number)}和#号键" in text(page)
    assert f'alt="{item.title}的二维码"' in page
    assert "data:image/svg+xml" in page


def test_an_entry_approved_this_month_stands_on_the_sheet_with_the_key_to_press(publisher, reviewer, line, clock):
    month = f"{clock.now:%Y-%m}"
    assert "按501和#号键" not in text(publisher.get(f"{SHEET}?month={month}").text)
    form = publisher.forms("/console/entries/501/edit")[-1]
    publisher.post(form.action, form.fields | {"then": "submit", "text": form.fields["text"] + "欢迎来电。"})
    assert reviewer.send("/console/entries/501/review", "/approve").status_code == 303
    assert "按501和#号键" in text(publisher.get(f"{SHEET}?month={month}").text)


@pytest.mark.parametrize("month", ["2026-13", "去年", ""])
def test_what_is_no_month_shows_the_last_whole_one(publisher, month):
    assert "2026年10月新公开的内容" in text(publisher.get(f"{SHEET}?month={month}").text)


def test_a_month_without_anything_new_says_so(publisher):
    assert "这个月没有新公开的内容" in text(publisher.get(f"{SHEET}?month=2001-01").text)


def test_paper_and_large_print_are_chosen(publisher):
    page = publisher.get(f"{SHEET}?paper=a3&large=1").text
    assert 'class="sheet sheet-a3 sheet-large"' in page
    assert 'class="sheet sheet-a4"' in publisher.get(f"{SHEET}?paper=b5").text
