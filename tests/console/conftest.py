"""A signed-in browser for each role."""

import pytest

from hotline.core.permissions import Role
from hotline.services.content import workflow
from tests.support.console_desk import Desk


@pytest.fixture
def desk(app):
    """``desk(role)``: somebody of that role, signed in; None for a visitor."""

    def open_desk(role=None):
        one = Desk(app)
        if role is not None:
            assert one.sign_in(role.value).status_code == 303
        return one

    return open_desk


@pytest.fixture
def desk_of():
    """``desk_of(app)``: a visitor of another app than the fixture."""
    return Desk


@pytest.fixture
def publisher(desk):
    return desk(Role.PUBLISHER)


@pytest.fixture
def reviewer(desk):
    return desk(Role.REVIEWER)


@pytest.fixture
def staff(line):
    """``staff(role)``: the member of staff as services know them."""

    def find(role):
        with line.records.reading() as unit:
            return unit.staff.find_by_name(role.value)

    return find


@pytest.fixture
def history(line, staff):
    return lambda number: workflow.get_entry(line, staff(Role.ADMINISTRATOR), number)
