"""Announcements: when they are told, when the office closes for them, and what is refused as half wrong."""

from dataclasses import replace
from datetime import date, datetime, time

import pytest

from hotline.core.office_announcements import Announcement, check_announcement, list_closings, tidy_announcement
from hotline.core.opening_hours import answer_deadline, is_staffed, next_opening
from tests.support.sample_content import read_sample

POWER_CUT = Announcement("20261130-1", "今天下午停电", "2026-11-30 08:00", "2026-11-30 17:30", "2026-11-30 15:00")
"""A Monday."""
ALL_DAY = replace(POWER_CUT, closed_from="2026-11-30 00:00")


@pytest.fixture(scope="module")
def office():
    return replace(read_sample().office, morning_hours="08:30-12:00", afternoon_hours="14:00-17:30")


def is_workday(day):
    return day.weekday() < 5


def at(moment):
    return datetime.fromisoformat(moment)


def test_times_are_read_as_browsers_tables_and_input_methods_write_them():
    typed = Announcement(
        "20261130-1", " 今天\n停电 ", "2026-11-30T08:00", "2026/11/30 17:30", "２０２６年１１月３０日 １５：００"
    )
    assert tidy_announcement(typed) == replace(POWER_CUT, text="今天 停电")
    assert check_announcement(POWER_CUT) == {}


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("text", "", "不能为空。"),
        ("text", "停" * 61, "最多60个字，现在有61个字。"),
        ("starts_at", "", "不能为空。"),
        ("ends_at", "下午", "“下午”不是日期和时间，请写成2026-11-30 15:00的样子。"),
        ("ends_at", "2026-11-30 08:00", "结束的时间应当在开始的时间后面。"),
        ("ends_at", "2027-11-30 17:30", "通知最长31天，请看看时间是不是写错了。"),
        ("closed_from", "2026-12-01 15:00", "不办公的那一天应当在通知开始和结束的日子之间。"),
        ("code", "停电", "编号是日期加一个数，例如20261130-1。"),
    ],
)
def test_a_half_wrong_announcement_is_refused_with_what_is_wrong(field, typed, said):
    assert check_announcement(replace(POWER_CUT, **{field: typed})) == {field: said}


def test_the_earliest_closing_of_a_day_counts():
    assert list_closings([POWER_CUT, ALL_DAY, replace(POWER_CUT, closed_from="")]) == {date(2026, 11, 30): time(0, 0)}


@pytest.mark.parametrize(
    ("announced", "moment", "staffed", "opening"),
    [
        (POWER_CUT, "2026-11-30 14:59", True, "2026-12-01 08:30"),
        (POWER_CUT, "2026-11-30 15:00", False, "2026-12-01 08:30"),
        (POWER_CUT, "2026-11-30 12:30", False, "2026-11-30 14:00"),
        (ALL_DAY, "2026-11-30 09:00", False, "2026-12-01 08:30"),
        (replace(POWER_CUT, closed_from="2026-11-30 13:00"), "2026-11-30 12:30", False, "2026-12-01 08:30"),
    ],
)
def test_an_office_that_closes_early_is_not_staffed_until_it_opens_again(office, announced, moment, staffed, opening):
    closings = list_closings([announced])
    assert is_staffed(office, at(moment), is_workday, closings) is staffed
    assert next_opening(office, at(moment), is_workday, closings) == at(opening)


@pytest.mark.parametrize(
    ("announced", "received", "due"),
    [
        (POWER_CUT, "2026-11-27 16:00", "2026-11-30 15:00"),
        (POWER_CUT, "2026-11-27 14:30", "2026-11-30 14:30"),
        (ALL_DAY, "2026-11-27 16:00", "2026-12-01 16:00"),
        (ALL_DAY, "2026-11-30 09:00", "2026-12-01 17:30"),
        (POWER_CUT, "2026-11-30 16:00", "2026-12-01 16:00"),
    ],
)
def test_an_answer_is_due_while_the_office_is_open(office, announced, received, due):
    assert answer_deadline(office, at(received), is_workday, list_closings([announced])) == at(due)
