"""Public notices, hearings and briefings: their days, who may still take part, and what is refused."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.core.opening_hours import add_working_days
from hotline.core.public_notices import (
    HEARING_NOTICE_DAYS,
    NoticeKind,
    Quarter,
    announce,
    check_days,
    check_notice,
    earliest_hearing_day,
    sort_notices,
    tidy_notice,
)
from hotline.matching.text.normalise import fold
from hotline.storage.csv_tables.dataset_folder import read_tables
from tests.support.fixed_values import ROOT
from tests.support.public_notices import BRIEFING, HEARING, NOTICE

SAMPLE = read_tables(ROOT / "faq_data", fold).public_notices
TODAY = date(2026, 11, 23)
"""A Monday."""


def is_weekday(day):
    return day.weekday() < 5


def checked(notice, told=None, today=TODAY):
    return check_days(announce(notice, told, today), told, is_weekday, today)


@pytest.mark.parametrize("notice", [NOTICE, HEARING, BRIEFING])
def test_one_that_has_all_its_kind_needs_is_fit_to_publish(notice):
    assert (check_notice(notice), checked(notice)) == ({}, {})


def test_a_hearing_is_refused_before_ten_whole_working_days_have_passed_and_the_earliest_day_is_named():
    # Announced on Monday 23 November: the ten working days are 24 November to 7 December.
    early = replace(HEARING, held_at="2026-12-07 09:00", register_until="2026-12-01")
    assert "最早2026年12月8日举行" in checked(early)["held_at"]
    assert checked(replace(early, held_at="2026-12-08 09:00")) == {}


@given(st.dates(date(2026, 1, 1), date(2027, 12, 31)), st.sets(st.integers(0, 60)))
def test_exactly_ten_working_days_lie_between_an_announcement_and_the_earliest_hearing(announced, days_off):
    def is_workday(day):
        return is_weekday(day) and (day - announced).days not in days_off

    earliest = earliest_hearing_day(announced, is_workday)
    between = [announced.fromordinal(n) for n in range(announced.toordinal() + 1, earliest.toordinal())]
    assert sum(map(is_workday, between)) == HEARING_NOTICE_DAYS
    assert earliest > add_working_days(announced, HEARING_NOTICE_DAYS, is_workday)


def test_the_day_on_which_the_public_was_told_first_stays_when_a_result_is_added():
    told = announce(HEARING, None, TODAY)
    later = announce(replace(told, result="听取了意见"), told, date(2026, 12, 30))
    assert later.announced_on == "2026-11-23"
    assert checked(later, told, date(2026, 12, 30)) == {}


def test_a_hearing_that_is_moved_to_another_day_is_announced_anew():
    told = announce(HEARING, None, TODAY)
    moved = replace(told, held_at="2026-12-24 09:00")
    assert announce(moved, told, date(2026, 12, 15)).announced_on == "2026-12-15"
    assert "held_at" in checked(moved, told, date(2026, 12, 15))
    assert announce(replace(told, held_at="2026-12-22 14:00"), told, date(2026, 12, 15)).announced_on == "2026-11-23"


def test_registration_cannot_end_before_the_announcement_nor_after_the_hearing():
    assert "register_until" in checked(replace(HEARING, register_until="2026-11-20"))
    assert "register_until" in check_notice(replace(HEARING, register_until="2026-12-22"))


def test_a_public_notice_whose_last_day_is_over_is_refused_unless_it_was_published_so():
    old = replace(NOTICE, starts_on="2026-11-01", ends_on="2026-11-22")
    assert "ends_on" in checked(old)
    assert checked(replace(old, result="没有意见"), told=old) == {}


@pytest.mark.parametrize(
    ("notice", "field", "wrong", "said"),
    [
        (NOTICE, "ends_on", "2026-11-19", "应当在第一天后面"),
        (NOTICE, "ends_on", "2027-11-30", "超过一年"),
        (NOTICE, "ends_on", "下周", "不是日期"),
        (NOTICE, "place", "", "不能为空"),
        (NOTICE, "seats", "15", "公示不用填这一项"),
        (NOTICE, "matter", "长" * 2_001, "最多2000个字"),
        (NOTICE, "code", "1", "年份加三位数"),
        (NOTICE, "genre", "公告", "请选公示、听证或者通报"),
        (NOTICE, "result_item", "第五号", "索引号应当是"),
        (HEARING, "held_at", "2026-12-22", "不是日期和时间"),
        (HEARING, "seats", "几个", "名额请写一个数"),
        (BRIEFING, "quarter", "第三季度", "季度请写成"),
    ],
)
def test_a_half_wrong_notice_is_refused_with_what_is_wrong(notice, field, wrong, said):
    assert said in check_notice(replace(notice, **{field: wrong}))[field]


def test_a_briefing_of_a_quarter_that_has_not_begun_is_refused():
    assert "quarter" in checked(replace(BRIEFING, quarter="2027-1"))


def test_citizens_take_part_from_the_first_day_to_the_last_and_never_in_a_briefing():
    days = [date(2026, 11, 19), date(2026, 11, 20), date(2026, 12, 18), date(2026, 12, 19)]
    assert [NOTICE.is_open(day) for day in days] == [False, True, True, False]
    assert [HEARING.is_open(day) for day in (date(2026, 12, 4), date(2026, 12, 5))] == [True, False]
    assert not BRIEFING.is_open(TODAY)


def test_a_hearing_is_current_until_its_day_and_a_briefing_until_the_next_is_owed():
    assert not HEARING.is_over(date(2026, 12, 22))
    assert HEARING.is_over(date(2026, 12, 23))
    assert not BRIEFING.is_over(date(2027, 1, 9))
    assert BRIEFING.is_over(date(2027, 1, 10))


def test_the_current_ones_come_first_and_the_newest_of_them_before_the_others():
    old = replace(NOTICE, code="2026009", ends_on="2026-11-22", announced_on="2026-11-22")
    told = [replace(NOTICE, announced_on="2026-11-20"), old, replace(HEARING, announced_on="2026-11-21")]
    assert [one.code for one in sort_notices(told, TODAY)] == [HEARING.code, NOTICE.code, old.code]


@given(st.dates(date(2020, 1, 1), date(2040, 12, 31)))
def test_quarters_follow_one_another_without_a_gap(day):
    quarter = Quarter.of(day)
    assert quarter.first_day <= day <= quarter.last_day
    assert quarter.next.previous == quarter == Quarter.parse(str(quarter))
    assert (quarter.next.first_day - quarter.last_day).days == 1
    assert (quarter.briefing_deadline - quarter.last_day).days == 9


def test_what_is_typed_in_full_width_is_tidied():
    typed = replace(HEARING, code="２０２６００４", held_at="2026/12/22 9:00", register_until="12月4日", seats="２０")
    assert tidy_notice(replace(typed, register_until="2026年12月4日")) == HEARING


def test_every_notice_of_the_sample_is_complete_and_marked_as_a_sample():
    assert {one.section for one in SAMPLE} == set(NoticeKind)
    assert [check_notice(one) for one in SAMPLE] == [{}] * len(SAMPLE)
    assert all("样本" in one.matter for one in SAMPLE)


def test_every_hearing_of_the_sample_was_announced_early_enough():
    for one in (one for one in SAMPLE if one.section is NoticeKind.HEARING):
        assert check_days(one, one, is_weekday, TODAY) == {}
