"""A small office with a disclosure desk."""

from datetime import date

import pytest

from hotline.core.disclosure.applications import ApplicationChannel
from tests.support.disclosure_desk import DESK, register_case


@pytest.fixture
def desk_line(small_line):
    with small_line.records.writing() as unit:
        unit.office.rows_of_disclosure_desk.put(DESK, 0, "seed", small_line.now())
    return small_line


@pytest.fixture
def register(desk_line):
    def register(channel=ApplicationChannel.WEB, *given, **named):
        return register_case(desk_line, channel, *given, **named)

    return register


@pytest.fixture
def on_day(set_clock):
    """Move the clock to nine in the morning of a day."""

    def on_day(day):
        moment = date.fromisoformat(day)
        set_clock.now = set_clock.now.replace(year=moment.year, month=moment.month, day=moment.day, hour=9)

    return on_day
