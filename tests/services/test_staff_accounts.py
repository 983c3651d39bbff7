"""Staff accounts and signing in."""

import pytest

from hotline.core.errors import Conflict, InvalidInput, NotAllowed, NotFound
from hotline.core.permissions import Role
from hotline.services import staff_accounts
from tests.support.fixed_values import PASSWORD, QUICK_HASH
from tests.support.records_database import close_account, dumped


@pytest.fixture
def li(small_line):
    with small_line.records.writing() as unit:
        return unit.staff.add(
            name="li", full_name="李明", role=Role.PUBLISHER, password_hash=QUICK_HASH, at=small_line.now()
        )


def refused(line, name, password, address="10.0.0.1"):
    with pytest.raises(NotAllowed) as caught:
        staff_accounts.sign_in(line, name, password, address)
    return str(caught.value)


def test_the_login_name_may_be_in_upper_case_or_full_width(small_line):
    li = staff_accounts.add_staff(small_line, "Li", "李明", Role.PUBLISHER, PASSWORD)
    assert staff_accounts.sign_in(small_line, " ＬＩ ", PASSWORD, "10.0.0.1") == li
    assert staff_accounts.find_staff(small_line, li.id) == li
    assert staff_accounts.has_staff(small_line, "LI")
    assert staff_accounts.find_staff(small_line, 99) is None


def test_a_wrong_password_an_unknown_name_and_a_closed_account_get_the_same_message(small_line, li):
    wrong, unknown = refused(small_line, "li", "wrong"), refused(small_line, "nobody", PASSWORD)
    close_account(small_line, "li")
    assert wrong == unknown == refused(small_line, "li", PASSWORD)


def test_five_failures_of_a_name_from_an_address_block_it_for_fifteen_minutes(small_line, li, set_clock):
    for _ in range(5):
        assert refused(small_line, "li", "wrong") == staff_accounts.REFUSED
    assert refused(small_line, "li", PASSWORD) == staff_accounts.WAIT
    assert staff_accounts.sign_in(small_line, "li", PASSWORD, "10.0.0.2") == li
    set_clock.pass_by(minutes=16)
    assert staff_accounts.sign_in(small_line, "li", PASSWORD, "10.0.0.1") == li


def test_thirty_failures_from_an_address_block_it_for_every_name(small_line, li):
    with small_line.records.writing() as unit:
        for number in range(30):
            unit.staff.add_failure(f"name{number}", "10.0.0.1", small_line.now())
    assert refused(small_line, "li", PASSWORD) == staff_accounts.WAIT


def test_a_successful_sign_in_deletes_earlier_failures(small_line, li):
    for _ in range(2):
        for _ in range(3):
            refused(small_line, "li", "wrong")
        staff_accounts.sign_in(small_line, "li", PASSWORD, "10.0.0.1")


def test_a_password_must_be_long_and_is_stored_as_a_hash(small_line):
    staff_accounts.add_staff(small_line, "li", "李明", Role.PUBLISHER, PASSWORD)
    with pytest.raises(InvalidInput, match="12"):
        staff_accounts.add_staff(small_line, "wang", "王", Role.OPERATOR, "too short")
    assert PASSWORD not in dumped(small_line)
    with small_line.records.reading() as unit:
        assert unit.staff.find_password_hash("li").startswith("scrypt:")


def test_a_password_can_be_changed(small_line, li):
    staff_accounts.set_password(small_line, "li", "another long password")
    assert refused(small_line, "li", PASSWORD) == staff_accounts.REFUSED
    assert staff_accounts.sign_in(small_line, "li", "another long password", "10.0.0.1") == li
    with pytest.raises(NotFound):
        staff_accounts.set_password(small_line, "nobody", PASSWORD)


@pytest.mark.parametrize("name", ["", " ", "seed", "Import", "a\nb", "x" * 41])
def test_an_invalid_or_reserved_login_name_is_refused(small_line, name):
    with pytest.raises(InvalidInput):
        staff_accounts.add_staff(small_line, name, "某人", Role.OPERATOR, PASSWORD)


def test_a_login_name_is_unique(small_line, li):
    with pytest.raises(Conflict):
        staff_accounts.add_staff(small_line, "LI", "李四", Role.OPERATOR, PASSWORD)


def test_failures_stored_by_a_clock_that_was_years_ahead_do_not_block_signing_in(small_line, li, set_clock):
    set_clock.pass_by(days=1000)
    for _ in range(5):
        refused(small_line, "li", "wrong")
    set_clock.pass_by(days=-1000)
    assert staff_accounts.sign_in(small_line, "li", PASSWORD, "10.0.0.1") == li
