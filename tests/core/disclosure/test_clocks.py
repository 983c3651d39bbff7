"""The clock of an application: which day is the last one, and how each day was counted."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.core.disclosure.clocks import ClockEvent, ClockEventKind, read_clock, start_clock
from hotline.core.disclosure.limits import ANSWER, EXTENSION
from hotline.core.errors import Conflict
from hotline.workday_calendar import describe_day

THIRD_PARTY = "《中华人民共和国政府信息公开条例》第三十三条第三款"


def is_workday(day):
    return describe_day(day).is_workday


def on(day, kind, working_days=0, reason=""):
    return ClockEvent(kind, date.fromisoformat(day), THIRD_PARTY, working_days, reason)


def received(day, working_days=ANSWER.working_days):
    return start_clock(date.fromisoformat(day), working_days, ANSWER.article)


def read(*events):
    return read_clock(events, describe_day)


@pytest.mark.parametrize(
    ("day", "last_days"),
    [
        ("2026-02-12", ("2026-02-28", "2026-03-11", "2026-03-18", "2026-04-16")),
        ("2026-04-30", ("2026-05-13", "2026-05-25", "2026-06-01", "2026-06-30")),
        ("2026-09-18", ("2026-09-29", "2026-10-15", "2026-10-22", "2026-11-19")),
        ("2026-10-01", ("2026-10-15", "2026-10-27", "2026-11-03", "2026-12-01")),
        ("2026-11-27", ("2026-12-08", "2026-12-18", "2026-12-25", "2027-01-25")),
    ],
)
def test_the_last_day_of_7_15_20_and_40_working_days_is_that_of_the_fact_sheet(day, last_days):
    readings = [read(received(day, length)) for length in (7, 15, 20, 40)]
    assert tuple(str(reading.last_day) for reading in readings) == last_days
    assert [reading.is_provisional for reading in readings] == [last.startswith("2027") for last in last_days]


def test_each_day_that_is_not_counted_tells_why():
    reading = read(received("2026-09-18"))
    reasons = {str(day.day): day.reason for day in reading.days if day.count is None}
    assert reasons["2026-09-18"] == "收到当天不计（《中华人民共和国民法典》第二百零一条）"
    assert reasons["2026-09-19"] == "周末"
    assert reasons["2026-10-01"] == "国庆节放假"
    assert "2026-09-20" not in reasons  # a Sunday on which people work in place of a day of the holiday
    assert [day.count for day in reading.days if day.count is not None] == list(range(1, 21))


def test_while_opinions_are_waited_for_nothing_is_counted_and_no_last_day_is_known():
    paused = read(received("2026-11-02"), on("2026-11-06", ClockEventKind.PAUSE, reason="征求第三方意见"))
    assert paused.is_paused
    assert paused.last_day is None
    assert paused.counted_by(date(2026, 11, 30)) == 4
    assert not paused.is_overdue(date(2027, 12, 31))
    resumed = read(
        received("2026-11-02"),
        on("2026-11-06", ClockEventKind.PAUSE, reason="征求第三方意见"),
        on("2026-11-16", ClockEventKind.RESUME),
    )
    assert str(resumed.last_day) == "2026-12-08"  # 20 working days end on 11-30; six working days were paused
    reason = next(day.reason for day in resumed.days if str(day.day) == "2026-11-12")
    assert reason == f"暂停：征求第三方意见（{THIRD_PARTY}）"


def test_two_pauses_that_overlap_end_with_the_later_of_the_two():
    pauses = (on("2026-11-03", ClockEventKind.PAUSE), on("2026-11-04", ClockEventKind.PAUSE))
    first_answer, second_answer = on("2026-11-10", ClockEventKind.RESUME), on("2026-11-17", ClockEventKind.RESUME)
    assert read(received("2026-11-02"), *pauses, first_answer).is_paused
    both = read(received("2026-11-02"), *pauses, first_answer, second_answer)
    one = read(received("2026-11-02"), pauses[0], second_answer)
    assert both.last_day == one.last_day


def test_a_corrected_application_or_a_paid_fee_begins_the_whole_limit_again():
    asked = on("2026-11-05", ClockEventKind.PAUSE, reason="等候补正")
    corrected = on("2026-11-20", ClockEventKind.RESTART, ANSWER.working_days)
    again = read(received("2026-11-02"), asked, corrected)
    assert again.last_day == read(received("2026-11-20")).last_day


def test_an_extension_on_the_last_day_adds_its_days_and_a_day_later_it_is_refused():
    twenty = read(received("2026-09-18")).last_day
    extension = ClockEvent(ClockEventKind.EXTEND, twenty, EXTENSION.article, EXTENSION.working_days)
    assert str(read(received("2026-09-18"), extension).last_day) == "2026-11-19"
    late = ClockEvent(ClockEventKind.EXTEND, twenty + timedelta(days=1), EXTENSION.article, EXTENSION.working_days)
    with pytest.raises(Conflict, match="期限已在2026-10-22届满，不能再延长"):
        read(received("2026-09-18"), late)


def test_a_pause_on_the_last_day_leaves_the_day_of_its_end_or_the_working_day_after_it():
    start, pause = received("2026-09-18"), on("2026-10-22", ClockEventKind.PAUSE)
    assert str(read(start, pause, on("2026-10-28", ClockEventKind.RESUME)).last_day) == "2026-10-28"
    assert str(read(start, pause, on("2026-10-31", ClockEventKind.RESUME)).last_day) == "2026-11-02"


def test_an_answer_after_the_last_day_is_overdue_and_one_on_it_is_not():
    start = received("2026-09-18")
    assert not read(start).is_overdue(date(2026, 10, 22))
    assert read(start).is_overdue(date(2026, 10, 23))
    assert not read(start, on("2026-10-22", ClockEventKind.STOP)).is_overdue(date(2026, 12, 1))
    assert read(start, on("2026-10-23", ClockEventKind.STOP)).is_overdue(date(2026, 10, 23))


def test_a_court_order_after_the_answer_begins_a_limit_of_its_own():
    ordered = on("2026-12-01", ClockEventKind.START, 20)
    reading = read(received("2026-09-18"), on("2026-10-20", ClockEventKind.STOP), ordered)
    assert reading.stopped_on is None
    assert str(reading.last_day) == "2026-12-29"


@pytest.mark.parametrize(
    ("events", "said"),
    [
        ((), "期限还没有开始"),
        ((on("2026-11-03", ClockEventKind.PAUSE),), "期限还没有开始"),
        ((received("2026-11-02"), on("2026-11-03", ClockEventKind.RESUME)), "期限没有暂停"),
        ((received("2026-11-02"), on("2026-11-01", ClockEventKind.STOP)), "早于前一步的日期"),
        (
            (received("2026-11-02"), on("2026-11-09", ClockEventKind.STOP), on("2026-11-10", ClockEventKind.PAUSE)),
            "已经在2026-11-09答复",
        ),
        ((received("2026-11-02"), on("2046-11-03", ClockEventKind.STOP)), "日期隔得太久"),
    ],
)
def test_events_that_cannot_be_are_refused_with_a_sentence(events, said):
    with pytest.raises(Conflict, match=said):
        read(*events)


gaps = st.lists(st.tuples(st.integers(0, 25), st.integers(0, 40)), max_size=4)


@given(st.dates(date(2025, 1, 1), date(2026, 6, 30)), st.integers(1, 40), gaps)
def test_pauses_take_exactly_their_working_days_out_of_the_count(start, limit, pauses):
    events, day = [start_clock(start, limit, ANSWER.article)], start
    paused = set()
    for before, length in pauses:
        last_day = read(*events).last_day
        pause_on = day + timedelta(days=before)
        if pause_on > last_day:
            break
        day = pause_on + timedelta(days=length)
        events += [
            ClockEvent(ClockEventKind.PAUSE, pause_on, THIRD_PARTY),
            ClockEvent(ClockEventKind.RESUME, day, THIRD_PARTY),
        ]
        paused |= {pause_on + timedelta(days=n) for n in range(1, length + 1)}
    reading = read(*events)
    counted = [one.day for one in reading.days if one.count is not None]
    # A second count, by another way: the working days after the start that no pause covers.
    days = (start + timedelta(days=n) for n in range(1, 800))
    expected = [one for one in days if is_workday(one) and one not in paused][:limit]
    assert counted == expected
    assert reading.last_day >= expected[-1]
    assert is_workday(reading.last_day)


@given(st.dates(date(2025, 1, 1), date(2026, 6, 30)), st.integers(1, 40), st.integers(0, 60), st.integers(0, 60))
def test_a_pause_never_brings_the_last_day_forward(start, limit, before, length):
    plain = read(start_clock(start, limit, ANSWER.article))
    pause_on = min(start + timedelta(days=before), plain.last_day)
    paused = read(
        start_clock(start, limit, ANSWER.article),
        ClockEvent(ClockEventKind.PAUSE, pause_on, THIRD_PARTY),
        ClockEvent(ClockEventKind.RESUME, pause_on + timedelta(days=length), THIRD_PARTY),
    )
    assert paused.last_day >= plain.last_day


def test_the_days_that_are_over_begin_anew_on_the_day_of_a_correction():
    reading = read(
        received("2026-11-20"),
        on("2026-11-24", ClockEventKind.PAUSE),
        on("2026-12-01", ClockEventKind.RESTART, ANSWER.working_days),
    )
    days = [date(2026, 11, 24), date(2026, 11, 30), date(2026, 12, 1), date(2026, 12, 2)]
    assert [reading.counted_by(day) for day in days] == [2, 2, 0, 1]
    assert [reading.days_left(day) for day in days[2:]] == [20, 19]


def test_no_days_are_left_while_the_clock_stands_still_or_has_stopped():
    paused = read(received("2026-11-20"), on("2026-11-24", ClockEventKind.PAUSE))
    stopped = read(received("2026-11-20"), on("2026-11-24", ClockEventKind.STOP))
    assert paused.days_left(date(2026, 11, 24)) is None
    assert stopped.days_left(date(2026, 11, 24)) is None


def test_on_the_last_day_no_day_is_left_and_after_it_there_is_nothing_to_count():
    reading = read(received("2026-11-20"))
    assert [reading.days_left(date(2026, 12, day)) for day in (17, 18, 19)] == [1, 0, None]


def test_the_days_of_a_pause_that_goes_on_are_told_until_today_and_count_nothing():
    events = (
        received("2026-11-20"),
        ClockEvent(ClockEventKind.PAUSE, date(2026, 11, 24), THIRD_PARTY, reason="等候补正"),
    )
    reading = read_clock(events, describe_day, date(2026, 11, 30))
    assert reading.is_paused
    assert reading.days[-1].day == date(2026, 11, 30)
    assert reading.days[-1].reason == f"暂停：等候补正（{THIRD_PARTY}）"
    assert reading.counted_by(date(2026, 11, 30)) == 2
    resumed = (*events, on("2026-11-30", ClockEventKind.RESUME))
    assert read_clock(resumed, describe_day, date(2026, 11, 30)) == read(*resumed)
