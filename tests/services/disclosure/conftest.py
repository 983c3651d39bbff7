"""A small office with a disclosure desk."""

from datetime import date

import pytest

from hotline.core.disclosure.applications import ApplicationChannel, Wanted
from hotline.services.disclosure import applications
from tests.support.disclosure_desk import DESK, VILLAGER, Case


@pytest.fixture
def desk_line(small_line):
    with small_line.records.writing() as unit:
        unit.office.rows_of_disclosure_desk.put(DESK, 0, "seed", small_line.now())
    return small_line


@pytest.fixture
def register(desk_line):
    def register(channel=ApplicationChannel.WEB, applicant=VILLAGER, actor=None, **given):
        wanted = given.pop("wanted", Wanted("2025年行政复议案件统计表"))
        receipt = applications.register(
            desk_line, channel=channel, applicant=applicant, wanted=wanted, actor=actor, **given
        )
        return Case(desk_line, receipt.application.number, receipt.query_code)

    return register


@pytest.fixture
def on_day(set_clock):
    """Move the clock to nine in the morning of a day."""

    def on_day(day):
        moment = date.fromisoformat(day)
        set_clock.now = set_clock.now.replace(year=moment.year, month=moment.month, day=moment.day, hour=9)

    return on_day
