"""A catalogue item is in force until the last day that it states itself, and no day longer."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from hotline.core.catalogue import INDEX_NUMBER, Section, check_item, last_day, validity_on
from hotline.matching.text.normalise import fold
from hotline.storage.csv_tables.dataset_folder import read_tables
from tests.support.small_contents import item

BUNDLED = Path(__file__).parents[2] / "faq_data"
READ_ON = date(2026, 11, 29)
"""The day on which the sample content was last corrected."""
NOTICE = replace(item(1, Section.NOTICES), genre="公示", body="### 公示期\n\n2026年11月16日至11月27日（10个工作日）。")
HEARING = replace(
    item(2, Section.HEARINGS), genre="公告", body="### 时间和地点\n\n2026年12月10日（周四）09:00，三楼听证室。"
)


@pytest.mark.parametrize(
    ("body", "last"),
    [
        (NOTICE.body, date(2026, 11, 27)),
        ("公示期：2026年12月28日至2027年1月5日。", date(2027, 1, 5)),
        ("公示期为2026年9月7日至11日。", date(2026, 9, 11)),
        ("公示期2026年9月7日—9月11日", date(2026, 9, 11)),
        ("公示期2026年11月16日至11月31日", None),
        ("公示期五个工作日。2026年3月1日印发。", None),
        ("长期公示。", None),
    ],
)
def test_the_last_day_of_a_notice_is_read_from_its_own_words(body, last):
    assert last_day(replace(NOTICE, body=body)) == last


def test_the_announcement_of_a_hearing_ends_with_the_day_of_the_hearing():
    assert last_day(HEARING) == date(2026, 12, 10)


def test_a_report_on_a_hearing_and_news_have_no_last_day():
    assert last_day(replace(HEARING, genre="报告")) is None
    assert last_day(replace(HEARING, section=Section.NEWS)) is None


@pytest.mark.parametrize(
    ("day", "validity"), [(date(2026, 11, 27), "有效"), (date(2026, 11, 28), "失效"), (date(2027, 11, 28), "失效")]
)
def test_a_notice_lapses_by_itself_on_the_day_after_its_last_day(day, validity):
    assert validity_on(NOTICE, day) == validity


def test_what_was_repealed_stays_repealed_and_what_states_no_day_stays_in_force():
    assert validity_on(replace(NOTICE, validity="废止"), READ_ON) == "废止"
    assert validity_on(item(3), READ_ON) == "有效"


def test_every_notice_and_announcement_of_the_sample_is_marked_as_its_own_last_day_says():
    items = [found for found in read_tables(BUNDLED, fold).catalogue if last_day(found)]
    assert len(items) == 9
    for found in items:
        assert (found.index_number, found.validity) == (
            found.index_number,
            "失效" if last_day(found) < READ_ON else "有效",
        )
        assert validity_on(found, READ_ON) == found.validity


@pytest.mark.parametrize(
    "number",
    [
        *("00000000-0/2026-00001", "115323000151673132-/2020-0310001", "11532331015179648Q-/2024-1121001"),
        *("01526096-4-/2022-0822005", "015114277-202105-308074", "11341702486344515H/202110-00013"),
        "000000001/2021-00151",
    ],
)
def test_an_index_number_that_an_office_really_has_is_accepted(number):
    assert INDEX_NUMBER.fullmatch(number)
    assert check_item(replace(item(1), index_number=number)) == {}


@pytest.mark.parametrize(
    "number", ["2026-00001", "00000000-0/2026-001", "a0000000-0/2026-00001", "00000000-0/2026/00001", "第1号", ""]
)
def test_what_is_no_index_number_is_refused_with_examples(number):
    assert "115323000151673132-/2020-0310001" in check_item(replace(item(1), index_number=number))["index_number"]


def test_the_class_of_an_item_is_one_of_the_fifteen_or_none():
    assert "disclosure_class" in check_item(replace(item(1), disclosure_class="16"))
    assert check_item(replace(item(1), disclosure_class="15")) == {}
