"""The console's register of documents: its people, and documents in some states."""

import pytest

from hotline.core.permissions import Role
from tests.support.console_person import Person
from tests.support.document_register import register as register_in

PLACE = "/console/documents"


@pytest.fixture
def register(line):
    def register(*given, **named):
        return register_in(line, *given, **named)

    return register


@pytest.fixture
def drafter(desk, line, clock):
    return Person(desk(), Role.LIAISON, clock, PLACE)


@pytest.fixture
def auditor(desk, line, clock):
    return Person(desk(), Role.PUBLISHER, clock, PLACE)


@pytest.fixture
def signer(desk, line, clock):
    return Person(desk(), Role.REVIEWER, clock, PLACE)


@pytest.fixture
def on_day(clock):
    """Move the clock to a day."""

    def on_day(day):
        year, month, day_of_month = map(int, day.split("-"))
        clock.now = clock.now.replace(year=year, month=month, day=day_of_month)

    return on_day
