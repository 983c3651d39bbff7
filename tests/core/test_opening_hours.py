"""Opening hours and deadlines, with working days and make-up days passed in."""

from datetime import date, datetime, timedelta, timezone
from types import SimpleNamespace

import pytest

from hotline.core.opening_hours import answer_deadline, is_staffed, next_opening

OFFICE = SimpleNamespace(morning_hours="08:30-12:00", afternoon_hours="14:00-17:30")
HERE = timezone(timedelta(hours=8))


def is_workday(day):
    """Monday to Friday, and a Saturday that makes up for a holiday."""
    return day.weekday() < 5 or day == date(2026, 11, 28)


def at(moment):
    return datetime.fromisoformat(moment).replace(tzinfo=HERE)


@pytest.mark.parametrize(
    ("moment", "staffed", "opening"),
    [
        ("2026-11-23 08:29", False, "2026-11-23 08:30"),
        ("2026-11-23 08:30", True, "2026-11-23 14:00"),
        ("2026-11-23 12:00", False, "2026-11-23 14:00"),
        ("2026-11-23 17:30", False, "2026-11-24 08:30"),
        ("2026-11-27 20:00", False, "2026-11-28 08:30"),
        ("2026-11-28 15:00", True, "2026-11-30 08:30"),
        ("2026-11-29 10:00", False, "2026-11-30 08:30"),
    ],
)
def test_the_office_is_staffed_in_its_hours_on_working_days(moment, staffed, opening):
    assert is_staffed(OFFICE, at(moment), is_workday) is staffed
    assert next_opening(OFFICE, at(moment), is_workday) == at(opening)


@pytest.mark.parametrize("hours", ["", "全天", "08:30"])
def test_unreadable_office_hours_count_as_none(hours):
    office = SimpleNamespace(morning_hours=hours, afternoon_hours="")
    assert not is_staffed(office, at("2026-11-23 10:00"), is_workday)
    assert next_opening(office, at("2026-11-23 10:00"), is_workday) is None


@pytest.mark.parametrize(
    ("received", "due"),
    [
        ("2026-11-23 03:00", "2026-11-23 17:30"),
        ("2026-11-23 08:30", "2026-11-24 08:30"),
        ("2026-11-23 10:15", "2026-11-24 10:15"),
        ("2026-11-23 12:45", "2026-11-24 12:00"),
        ("2026-11-23 17:00", "2026-11-24 17:00"),
        ("2026-11-23 20:00", "2026-11-24 17:30"),
        ("2026-11-27 16:00", "2026-11-28 16:00"),
        ("2026-11-28 16:00", "2026-11-30 16:00"),
        ("2026-11-29 03:00", "2026-11-30 17:30"),
        ("2026-11-29 10:00", "2026-11-30 17:30"),
    ],
)
def test_a_message_must_be_answered_within_one_working_day_while_the_office_is_staffed(received, due):
    assert answer_deadline(OFFICE, at(received), is_workday) == at(due)


def test_without_office_hours_a_message_must_be_answered_by_the_same_time_on_the_next_working_day():
    office = SimpleNamespace(morning_hours="", afternoon_hours="")
    assert answer_deadline(office, at("2026-11-23 10:15"), is_workday) == at("2026-11-24 10:15")
