"""Staff accounts and signing in."""

from secrets import token_urlsafe
from threading import Thread

import pytest
from sqlalchemy import select

from hotline.core.errors import Conflict, InvalidInput, NotAllowed, NotFound
from hotline.core.ip_addresses import networks_of
from hotline.core.permissions import Role
from hotline.services.staff import accounts, attempts, authentication, password_check
from hotline.storage.records.models.staff import SignInRow
from tests.support.fixed_values import PASSWORD, QUICK_HASH
from tests.support.records_database import close_account, database_of, dumped


@pytest.fixture
def li(small_line):
    with small_line.records.writing() as unit:
        return unit.staff.add(
            name="li", full_name="李明", role=Role.PUBLISHER, password_hash=QUICK_HASH, at=small_line.now()
        )


def sign_in(line, name="li", password=PASSWORD, address="10.0.0.1", token=""):
    return authentication.sign_in(line, name, password, address, token or token_urlsafe()).staff


def refused(line, name, password, address="10.0.0.1"):
    with pytest.raises(NotAllowed) as caught:
        sign_in(line, name, password, address)
    return str(caught.value)


def test_the_login_name_may_be_in_upper_case_or_full_width(small_line):
    li = accounts.add_staff(small_line, "Li", "李明", Role.PUBLISHER, PASSWORD)
    assert sign_in(small_line, " ＬＩ ") == li
    assert accounts.has_staff(small_line, "LI")


def test_a_wrong_password_an_unknown_name_and_a_closed_account_get_the_same_message(small_line, li):
    wrong, unknown = refused(small_line, "li", "wrong"), refused(small_line, "nobody", PASSWORD)
    close_account(small_line, "li")
    assert wrong == unknown == refused(small_line, "li", PASSWORD)


def test_five_failures_of_a_name_from_an_address_block_it_for_fifteen_minutes(small_line, li, set_clock):
    for _ in range(5):
        assert refused(small_line, "li", "wrong") == password_check.REFUSED
    assert refused(small_line, "li", PASSWORD) == attempts.WAIT
    assert sign_in(small_line, "li", PASSWORD, "10.0.0.2") == li
    set_clock.pass_by(minutes=16)
    assert sign_in(small_line, "li", PASSWORD, "10.0.0.1") == li


def test_thirty_failures_from_an_address_block_it_for_every_name(small_line, li):
    with small_line.records.writing() as unit:
        for number in range(30):
            unit.failures.add(f"name{number}", networks_of("10.0.0.1"), small_line.now())
    assert refused(small_line, "li", PASSWORD) == attempts.WAIT


def test_a_successful_sign_in_deletes_earlier_failures(small_line, li):
    for _ in range(2):
        for _ in range(3):
            refused(small_line, "li", "wrong")
        sign_in(small_line, "li", PASSWORD, "10.0.0.1")


def test_a_password_must_be_long_and_is_stored_as_a_hash(small_line):
    accounts.add_staff(small_line, "li", "李明", Role.PUBLISHER, PASSWORD)
    with pytest.raises(InvalidInput, match="12"):
        accounts.add_staff(small_line, "wang", "王", Role.OPERATOR, "too short")
    assert PASSWORD not in dumped(small_line)
    with small_line.records.reading() as unit:
        assert unit.staff.find_credentials("li").password_hash.startswith("scrypt:")


def test_a_password_can_be_changed(small_line, li):
    accounts.set_password(small_line, "li", "another long password")
    assert refused(small_line, "li", PASSWORD) == password_check.REFUSED
    assert sign_in(small_line, "li", "another long password", "10.0.0.1") == li
    with pytest.raises(NotFound):
        accounts.set_password(small_line, "nobody", PASSWORD)


@pytest.mark.parametrize("name", ["", " ", "seed", "Import", "a\nb", "x" * 41])
def test_an_invalid_or_reserved_login_name_is_refused(small_line, name):
    with pytest.raises(InvalidInput):
        accounts.add_staff(small_line, name, "某人", Role.OPERATOR, PASSWORD)


def test_a_login_name_is_unique(small_line, li):
    with pytest.raises(Conflict):
        accounts.add_staff(small_line, "LI", "李四", Role.OPERATOR, PASSWORD)


def test_failures_stored_by_a_clock_that_was_years_ahead_do_not_block_signing_in(small_line, li, set_clock):
    set_clock.pass_by(days=1000)
    for _ in range(5):
        refused(small_line, "li", "wrong")
    set_clock.pass_by(days=-1000)
    assert sign_in(small_line, "li", PASSWORD, "10.0.0.1") == li


def test_a_hundred_failures_from_a_wide_network_block_all_of_it_and_nobody_else(small_line, li):
    with small_line.records.writing() as unit:
        for number in range(100):
            unit.failures.add(f"name{number}", networks_of(f"2001:db8:0:{number:x}::1"), small_line.now())
    assert refused(small_line, "li", PASSWORD, "2001:db8:0:ffff::1") == attempts.WAIT
    assert sign_in(small_line, address="2001:db8:1::1") == li


def test_the_neighbours_of_an_ipv4_address_are_counted_together_too(small_line, li):
    with small_line.records.writing() as unit:
        for number in range(100):
            unit.failures.add(f"name{number}", networks_of(f"192.0.2.{number}"), small_line.now())
    assert refused(small_line, "li", PASSWORD, "192.0.2.200") == attempts.WAIT
    assert sign_in(small_line, address="192.0.3.200") == li


def test_twenty_failures_of_a_name_from_many_networks_block_it_where_its_owner_never_signed_in(small_line, li):
    assert sign_in(small_line, address="10.1.0.1") == li
    for number in range(20):
        assert refused(small_line, "li", "wrong", f"10.2.{number}.1") == password_check.REFUSED
    assert refused(small_line, "li", PASSWORD, "10.3.0.1") == attempts.WAIT
    assert sign_in(small_line, address="10.1.0.1") == li, "a stranger must not lock the owner out"


def test_a_network_from_which_nobody_signed_in_for_ninety_days_is_a_strangers(small_line, li, set_clock):
    sign_in(small_line, address="10.1.0.1")
    set_clock.pass_by(days=91)
    for number in range(20):
        refused(small_line, "li", "wrong", f"10.2.{number}.1")
    assert refused(small_line, "li", PASSWORD, "10.1.0.1") == attempts.WAIT


def test_refused_attempts_do_not_make_the_wait_longer(small_line, li, set_clock):
    for _ in range(5):
        refused(small_line, "li", "wrong")
    set_clock.pass_by(minutes=14)
    refused(small_line, "li", PASSWORD)
    set_clock.pass_by(minutes=2)
    assert sign_in(small_line) == li


def test_of_many_attempts_at_the_same_moment_only_as_many_as_allowed_are_checked(small_line, li):
    answers = []
    tries = [Thread(target=lambda: answers.append(refused(small_line, "li", "wrong"))) for _ in range(12)]
    for attempt in tries:
        attempt.start()
    for attempt in tries:
        attempt.join()
    assert len(answers) == 12
    assert answers.count(password_check.REFUSED) <= attempts.FAILURES_OF_NAME_HERE


def test_a_session_ends_by_signing_out_and_leaves_the_others_open(small_line, li):
    for token in ("one", "two"):
        sign_in(small_line, token=token)
    authentication.sign_out(small_line, "one")
    assert authentication.find_signed_in(small_line, "one") is None
    assert authentication.find_signed_in(small_line, "two") == li
    assert authentication.find_signed_in(small_line, "never handed out") is None


def test_a_new_password_ends_every_session(small_line, li):
    for token in ("one", "two"):
        sign_in(small_line, token=token)
    accounts.set_password(small_line, "li", "another long password")
    assert [authentication.find_signed_in(small_line, token) for token in ("one", "two")] == [None, None]


def test_a_session_ends_eight_hours_after_it_was_last_used(small_line, li, set_clock):
    sign_in(small_line, token="one")
    for _ in range(3):
        set_clock.pass_by(hours=7)
        assert authentication.find_signed_in(small_line, "one") == li
    set_clock.pass_by(hours=8)
    assert authentication.find_signed_in(small_line, "one") is None


def test_a_session_in_use_is_written_at_most_every_five_minutes(small_line, li, set_clock):
    sign_in(small_line, token="one")
    seen = []
    for minutes in (4, 2, 4, 2):
        set_clock.pass_by(minutes=minutes)
        authentication.find_signed_in(small_line, "one")
        with database_of(small_line) as connection:
            seen.append(f"{connection.execute(select(SignInRow.last_seen_at)).scalar_one():%H:%M}")
    assert seen == ["08:00", "08:06", "08:06", "08:12"]


def test_the_token_of_a_session_is_not_in_the_records(small_line, li):
    sign_in(small_line, token="the token in the cookie")
    assert "the token in the cookie" not in dumped(small_line)
