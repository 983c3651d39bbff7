"""Service statistics count calls, texts, transfers and messages by the office's days and hours."""

from datetime import date, datetime, timedelta

import pytest

from hotline.core.calls import AttemptKind, CallOutcome
from hotline.core.errors import NotAllowed
from hotline.core.line_statistics import Period, Share
from hotline.core.permissions import Role, Staff
from hotline.core.texts import TextReply
from hotline.services import reports
from hotline.services.content import published
from hotline.services.reports import Figure, RowFilter
from tests.support.fixed_values import NOW
from tests.support.traffic import Traffic

OPERATOR = Staff(1, "operator", "话务员", Role.OPERATOR, True)
HOURS, MINUTES = timedelta(hours=1), timedelta(minutes=1)


@pytest.fixture
def traffic(line):
    with Traffic(line) as traffic:
        yield traffic


@pytest.fixture
def figures(line, traffic):
    """The figures of the last ``days``, once what was added is there."""

    def measure(days=7):
        traffic.session.commit()
        return reports.measure(line, OPERATOR, reports.last_days(line, days))

    return measure


@pytest.fixture
def rows(line, traffic):
    def read(kind, period=None, **chosen):
        traffic.session.commit()
        period = period or reports.last_days(line, 7)
        return reports.list_rows(line, OPERATOR, kind, period, RowFilter(**chosen))

    return read


def test_calls_and_texts_are_counted_in_the_offices_time_zone(traffic, figures):
    traffic.call(0 * HOURS)  # 10:00 in the office, 02:00 in UTC
    traffic.call(11 * HOURS)  # 23:00 the evening before, 15:00 in UTC
    traffic.text(3 * HOURS)
    told = figures()
    assert (told.calls_by_hour[10], told.calls_by_hour[23], sum(told.calls_by_hour)) == (1, 1, 2)
    assert (told.texts_by_hour[7], sum(told.texts_by_hour)) == (1, 1)
    assert [(day.day, day.calls, day.texts) for day in told.days[-2:]] == [
        (date(2026, 11, 22), 1, 0),
        (date(2026, 11, 23), 1, 1),
    ]


def test_calls_before_the_first_day_are_not_counted(traffic, figures):
    first = datetime.combine(date(2026, 11, 17), datetime.min.time(), NOW.tzinfo)
    traffic.call(NOW - first)
    traffic.call(NOW - first + MINUTES)
    assert figures(7).connected == Share(1, 1)


def test_a_busy_or_unanswered_call_does_not_count_as_connected(traffic, figures, rows):
    for status in ("completed", "", "busy", "no-answer"):
        traffic.call(HOURS, status=status)
    assert figures().connected == Share(2, 4)
    assert {call.status for call in rows(Figure.CALLS, in_time=False)} == {"busy", "no-answer"}


def test_a_transfer_counts_once_and_waits_from_the_first_ring_to_the_answer(traffic, figures, rows):
    quick, slow, missed = (traffic.call(HOURS, CallOutcome.PERSON) for _ in range(3))
    traffic.ring(quick, HOURS, waited=15)
    traffic.ring(slow, HOURS)
    traffic.ring(slow, HOURS - timedelta(seconds=15), serial=1, waited=4)
    traffic.ring(missed, HOURS)
    traffic.ring(quick, HOURS - 5 * MINUTES, serial=1, waited=60, kind=AttemptKind.THREE_WAY)
    told = figures()
    assert told.transfers == Share(1, 3)
    assert told.waited == (15.0, 19.0)
    assert (told.median_wait, told.longest_wait) == (15.0, 19.0)
    assert {transfer.call_id for transfer in rows(Figure.TRANSFERS, in_time=False)} == {slow, missed}


def test_a_text_is_in_time_within_three_minutes_and_texts_without_a_reply_due_do_not_count(traffic, figures, rows):
    for took in (1, 180, 181, None):
        traffic.text(HOURS, took=took)
    traffic.text(HOURS, TextReply.LIMITED, took=None)
    traffic.text(HOURS, TextReply.LOOP, took=None)
    told = figures()
    assert told.texts == Share(2, 4)
    assert told.replies == {TextReply.ANSWERED: 4, TextReply.LIMITED: 1, TextReply.LOOP: 1}
    assert len(rows(Figure.TEXTS, in_time=False)) == 2
    assert len(rows(Figure.TEXTS, outcome="limited")) == 1


def test_a_message_is_in_time_within_a_day_and_one_not_yet_due_does_not_count(traffic, figures, rows):
    traffic.message(30 * HOURS, took=24 * HOURS)
    traffic.message(30 * HOURS, took=25 * HOURS)
    traffic.message(25 * HOURS)
    traffic.message(2 * HOURS)
    assert figures().messages == Share(1, 3)
    assert len(rows(Figure.MESSAGES, in_time=False)) == 2
    assert {message.caller for message in rows(Figure.MESSAGES)} == {"+86138****8000"}


def test_the_entries_and_unanswered_questions_asked_most_are_listed_by_frequency(line, traffic, figures):
    for number in (102, 102, 105, 901):
        traffic.enquiry(HOURS, "怎么办", told=number)
    for question in ("征地找谁", "征地找谁", "开证明"):
        traffic.enquiry(HOURS, question)
    for number in (900001, 900002, 900002):
        traffic.enquiry(HOURS, "归谁管", told=number)
    told = figures()
    assert [(one.key, one.times) for one in told.most_asked] == [(102, 2), (105, 1)]
    assert told.most_asked[0].question == published.get_entry(line.knowledge, 102).question
    assert [(one.key, one.times) for one in told.most_referred] == [(900002, 2), (900001, 1)]
    assert [(one.question, one.times) for one in told.most_unanswered] == [("征地找谁", 2), ("开证明", 1)]


def test_the_rows_of_an_hour_or_an_outcome_are_as_many_as_its_figure(traffic, figures, rows):
    traffic.call(0 * HOURS, CallOutcome.MESSAGE)
    traffic.call(0 * HOURS)
    traffic.call(HOURS)
    told = figures()
    assert told.outcomes == {CallOutcome.MESSAGE: 1, CallOutcome.ANSWERED: 2}
    assert len(rows(Figure.CALLS, hour=10)) == told.calls_by_hour[10] == 2
    assert len(rows(Figure.CALLS, outcome="message")) == 1
    assert rows(Figure.CALLS, Period(date(2026, 1, 1), date(2026, 1, 2))) == []


def test_rows_are_listed_newest_first_up_to_a_limit(traffic, rows):
    for ago in range(reports.ROWS_SHOWN + 3):
        traffic.call(ago * MINUTES)
    listed = rows(Figure.CALLS)
    assert len(listed) == reports.ROWS_SHOWN
    assert listed[0].began_at == NOW


def test_without_any_traffic_the_figures_are_empty(figures):
    told = figures()
    assert (told.connected.ratio, told.median_wait, told.most_asked) == (None, None, ())
    assert len(told.days) == 7


def test_figures_need_the_permission_to_read_enquiries(line):
    nobody = Staff(2, "gone", "离职", Role.OPERATOR, False)
    with pytest.raises(NotAllowed):
        reports.measure(line, nobody, reports.last_days(line, 7))
