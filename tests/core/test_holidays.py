"""The decree on days off, as an administrator enters it: what is read from it, and what is refused as half wrong."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from hotline.core.holidays import (
    HolidayDecree,
    LocalDayOff,
    OfficeCalendar,
    check_decree,
    check_local_day_off,
    tidy_decree,
    tidy_local_day_off,
)
from hotline.core.work_calendar import CalendarDay, DayKind, reaches_provisional
from hotline.workday_calendar import describe_day
from tests.support.decrees import MADE_UP, decree_of_2026


def days_of(year):
    return [date(year, 1, 1) + timedelta(days=count) for count in range(365)]


def test_the_decree_of_2026_entered_by_hand_is_day_for_day_what_the_software_knows():
    calendar = OfficeCalendar([decree_of_2026()], [])

    def unknown(day):
        raise AssertionError(f"{day} was not decided by the decree")

    for day in days_of(2026):
        entered, known = calendar.describe_day(day, unknown), describe_day(day)
        assert (entered.kind, entered.is_provisional) == (known.kind, False), day


def test_a_year_whose_decree_was_entered_is_no_longer_provisional():
    calendar = OfficeCalendar([tidy_decree(MADE_UP)], [])
    assert describe_day(date(2027, 2, 5)).is_provisional
    friday = calendar.describe_day(date(2027, 2, 5), describe_day)
    assert friday == CalendarDay(date(2027, 2, 5), DayKind.HOLIDAY, "春节")
    assert calendar.describe_day(date(2027, 1, 31), describe_day).is_workday
    assert not any(calendar.describe_day(day, describe_day).is_provisional for day in days_of(2027))
    assert calendar.describe_day(date(2028, 2, 4), describe_day).is_provisional


def test_a_limit_is_provisional_as_soon_as_it_counts_an_undecreed_day():
    assert not reaches_provisional(date(2026, 12, 30), date(2026, 12, 31), describe_day)
    assert reaches_provisional(date(2026, 12, 31), date(2027, 1, 4), describe_day)
    assert not reaches_provisional(date(2027, 2, 4), date(2027, 2, 4), describe_day), "its first day is not counted"


def test_lines_are_read_as_the_decree_has_them_and_written_in_full():
    written = tidy_decree(replace(MADE_UP, year="２０２７", days_off="2月5日至11日 春节\n\n２０２７年４月５日，清明节"))
    assert written.year == "2027"
    assert written.days_off == "2027-02-05 至 2027-02-11 春节\n2027-04-05 清明节"
    assert written.make_up_days == "2027-01-31 春节\n2027-02-20 春节"
    assert check_decree(tidy_decree(MADE_UP)) == {}


def test_a_decree_may_begin_in_the_last_days_of_the_year_before():
    of_2019 = HolidayDecree(
        "2019",
        "国办发明电〔2018〕15号",
        "2018-12-30 至 2019-01-01 元旦\n2019-02-04 至 2019-02-10 春节\n2019-04-05 清明节\n2019-05-01 劳动节\n"
        "2019-06-07 端午节\n2019-09-13 中秋节\n2019-10-01 至 2019-10-07 国庆节",
        "2018-12-29 元旦\n2019-02-02 至 2019-02-03 春节\n2019-09-29 国庆节\n2019-10-12 国庆节",
    )
    assert check_decree(of_2019) == {}
    assert OfficeCalendar([of_2019], []).describe_day(date(2018, 12, 29), describe_day).is_workday


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("year", "27", "年份写四位数字，例如2027。"),
        ("document_number", "", "请写放假通知的文号，例如国办发明电〔2025〕7号。"),
        ("document_number", "放假通知", "文号写全，例如国办发明电〔2025〕7号。"),
        ("days_off", "", "一天假也没有写。请照放假通知，把全年的假一次写全。"),
        ("days_off", "2027-01-01 元旦", "还没有写：春节、清明、劳动、端午、中秋、国庆。全年的假要一次写全。"),
        ("days_off", "春节七天", "第1行“春节七天”看不懂，请写成“2027-10-01 至 2027-10-07 国庆节”的样子。"),
        ("days_off", "2026-02-05 春节", "第1行“2026-02-05 春节”不在2027年里，请写成"),
        ("days_off", "2028-01-01 元旦", "不在2027年里"),
        ("days_off", "2027-02-30 春节", "看不懂"),
        ("days_off", "2027-02-11 至 2027-02-05 春节", "的最后一天在第一天前面"),
        ("days_off", "2027-02-05 至 2027-12-11 春节", "有310天，一个假最多15天"),
        ("days_off", "2027-02-05 至 2027-02-11", "没有写是什么假"),
        ("days_off", "2027-02-05 春节\n2027-02-05 春节", "2027-02-05写了两次。"),
        ("days_off", MADE_UP.days_off.replace("5月1日至5日", "5月3日至5日"), "5月1日是法定假日，没有写进去。"),
        ("make_up_days", "2027-02-03 春节", "里的2027-02-03是星期三，本来就上班，不是调休"),
        ("make_up_days", "2027-02-07 春节", "2027-02-07写在放假里，又写在上班里，只能留一处。"),
        ("make_up_days", "2026-10-10 国庆节", "不在2027年里"),
    ],
)
def test_a_half_wrong_decree_is_refused_with_what_is_wrong(field, typed, said):
    problems = check_decree(replace(tidy_decree(MADE_UP), **{field: typed}))
    assert list(problems) == [field]
    assert said in problems[field]


def test_a_local_day_off_is_taken_from_working_days_alone():
    calendar = OfficeCalendar([decree_of_2026()], [LocalDayOff("2026-10-07", "2026-10-10", "州庆")])
    kinds = [calendar.describe_day(date(2026, 10, day), describe_day).kind for day in (7, 8, 10, 11)]
    assert kinds == [DayKind.HOLIDAY, DayKind.LOCAL_DAY_OFF, DayKind.LOCAL_DAY_OFF, DayKind.WEEKEND]


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("first_day", "", "不能为空。"),
        ("first_day", "下周一", "“下周一”不是日期，请写成2026-12-04的样子。"),
        ("last_day", "2026-12-03", "最后一天在第一天前面。"),
        ("last_day", "2027-12-04", "一共366天，最多31天，请看看是不是写错了。"),
        ("reason", "", "不能为空。"),
    ],
)
def test_a_half_wrong_local_day_off_is_refused_with_what_is_wrong(field, typed, said):
    local = tidy_local_day_off(replace(LocalDayOff("2026年12月4日", "", "州庆"), **{field: typed}))
    assert check_local_day_off(local) == {field: said}
    assert check_local_day_off(tidy_local_day_off(LocalDayOff("2026/12/4", "", "州庆"))) == {}
