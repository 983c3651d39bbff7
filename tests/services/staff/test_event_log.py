"""The log of accounts: what is in it, what is not, and for how long."""

from datetime import timedelta

import pytest

from hotline.core.errors import NotAllowed
from hotline.core.permissions import Role
from hotline.core.staff_log import LogFilter, StaffEventKind
from hotline.services import retention
from hotline.services.staff import accounts, authentication, event_log, people
from hotline.services.staff.people import Person
from tests.support.fixed_values import PASSWORD
from tests.support.records_database import dumped

HERE = "10.0.0.1"


def fail(line, name, password):
    with pytest.raises(NotAllowed):
        authentication.sign_in(line, name, password, HERE, "token")


def test_sign_ins_and_failures_are_logged_with_their_network(small_line, boss, add):
    add("li")
    fail(small_line, "li", "wrong")
    authentication.sign_in(small_line, "li", PASSWORD, HERE, "token")
    authentication.sign_out(small_line, "token", HERE)
    events = event_log.list_events(small_line, boss, LogFilter(), limit=10)
    assert [(one.kind.name, one.name, one.network) for one in events] == [
        ("SIGNED_OUT", "li", HERE),
        ("SIGNED_IN", "li", HERE),
        ("SIGN_IN_FAILED", "li", HERE),
    ]


def test_nothing_that_was_typed_at_the_sign_in_is_in_the_log(small_line, boss):
    fail(small_line, "my secret password", "another secret")
    (event,) = event_log.list_events(small_line, boss, LogFilter(), limit=10)
    assert (event.name, event.detail) == ("", "")
    assert "another secret" not in dumped(small_line)


def test_a_flood_of_refused_attempts_is_one_line(small_line, boss, add):
    add("li")
    for _ in range(12):
        fail(small_line, "li", "wrong")
    kinds = [one.kind for one in event_log.list_events(small_line, boss, LogFilter(), limit=100)]
    assert kinds.count(StaffEventKind.SIGN_IN_FAILED) == 5
    assert kinds.count(StaffEventKind.SIGN_IN_BLOCKED) == 1


def test_the_log_is_chosen_by_time_person_and_kind(small_line, boss, add, set_clock):
    add("li")
    began = set_clock()
    fail(small_line, "li", "wrong")
    set_clock.pass_by(days=40)
    fail(small_line, "boss", "wrong")
    authentication.sign_in(small_line, "boss", PASSWORD, HERE, "token")

    def count(**chosen):
        return event_log.count_events(small_line, boss, LogFilter(**chosen))

    assert count() == 3
    assert count(first=began, end=began + timedelta(days=30)) == 1
    assert count(person="boss") == 2
    assert count(person="boss", kind=StaffEventKind.SIGNED_IN) == 1


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_only_administrators_read_the_log(small_line, add, role):
    other = add("other", role)
    calls = [
        lambda: event_log.count_events(small_line, other, LogFilter()),
        lambda: event_log.list_events(small_line, other, LogFilter(), limit=1),
        lambda: event_log.find_oldest(small_line, other),
    ]
    for call in calls:
        with pytest.raises(NotAllowed):
            call()


def test_the_log_is_kept_for_a_year_and_links_for_a_month_after_they_expired(small_line, boss, set_clock):
    people.invite(small_line, boss, "wang", Person("王芳", (Role.OPERATOR,)))
    retention.erase_expired(small_line)
    set_clock.pass_by(days=34)
    retention.erase_expired(small_line)
    told = dumped(small_line)
    assert event_log.count_events(small_line, boss, LogFilter()) == 1
    assert "invitation" not in told
    set_clock.pass_by(days=332)
    retention.erase_expired(small_line)
    assert event_log.count_events(small_line, boss, LogFilter()) == 0


def test_what_is_done_at_the_terminal_is_logged_too(small_line, boss, logged):
    accounts.add_staff(small_line, "li", "李明", Role.PUBLISHER, "seven grey herons at noon")
    accounts.set_password(small_line, "li", "eight grey herons at noon")
    assert logged() == [("ADDED", "li", "终端"), ("PASSWORD_CHANGED", "li", "终端")]
