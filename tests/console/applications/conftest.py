"""The console's desk with an office whose disclosure desk is set up, and applications in some states."""

import pytest

from hotline.core.disclosure.applications import ApplicationChannel
from hotline.core.permissions import Role
from tests.support.console_person import Person
from tests.support.disclosure_desk import DESK, register_case


@pytest.fixture
def desk_line(line):
    with line.records.writing() as unit:
        unit.office.rows_of_disclosure_desk.put(DESK, 0, "seed", line.now())
    return line


@pytest.fixture
def register(desk_line):
    def register(channel=ApplicationChannel.IN_PERSON, *given, **named):
        return register_case(desk_line, channel, *given, **named)

    return register


@pytest.fixture
def clerk(desk, desk_line, clock):
    return Person(desk(), Role.PUBLISHER, clock)


@pytest.fixture
def head(desk, desk_line, clock):
    return Person(desk(), Role.REVIEWER, clock)


@pytest.fixture
def operator(desk, desk_line, clock):
    return Person(desk(), Role.OPERATOR, clock)


@pytest.fixture
def liaison(desk, desk_line, clock):
    return Person(desk(), Role.LIAISON, clock)


@pytest.fixture
def on_day(clock):
    """Move the clock to ten in the morning of a day."""

    def on_day(day):
        year, month, day_of_month = map(int, day.split("-"))
        clock.now = clock.now.replace(year=year, month=month, day=day_of_month)

    return on_day
