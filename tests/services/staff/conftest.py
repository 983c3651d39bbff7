"""Members of staff who are in the records, and the codes of their telephones."""

import pyotp
import pytest

from hotline.core.permissions import Role
from hotline.core.staff_log import LogFilter
from hotline.services.staff import second_factor
from tests.support.fixed_values import QUICK_HASH


@pytest.fixture
def add(small_line):
    """``add(name, role, ...)``: somebody with an account whose password is PASSWORD."""

    def add_account(name, *roles, full_name=""):
        role, *further = roles or (Role.PUBLISHER,)
        with small_line.records.writing() as unit:
            return unit.staff.add(
                name=name,
                full_name=full_name or f"测试{name}",
                role=role,
                further_roles=tuple(further),
                password_hash=QUICK_HASH,
                at=small_line.now(),
            )

    return add_account


@pytest.fixture
def boss(add):
    return add("boss", Role.ADMINISTRATOR)


@pytest.fixture
def telephone(small_line):
    """``telephone(staff)``: switches the second factor on; returns what shows its codes, and the recovery codes."""

    def enrol(staff):
        app = pyotp.TOTP(second_factor.begin(small_line, staff).secret)
        return app, second_factor.confirm(small_line, staff, app.at(small_line.now()), "10.0.0.1")

    return enrol


@pytest.fixture
def logged(small_line):
    """``logged()``: (kind, about whom, by whom) of each line of the log, the oldest first."""

    def lines():
        with small_line.records.reading() as unit:
            events = unit.staff_events.list_events(LogFilter(), 0, 1_000)
        return [(event.kind.name, event.name, event.by) for event in reversed(events)]

    return lines
