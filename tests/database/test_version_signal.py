"""PostgreSQL tells at once that a version was published; where it cannot, hosts look for it every second."""

import time
from threading import Event, Thread

import pytest

from hotline.core.errors import Unavailable
from hotline.core.permissions import Role
from hotline.server import background
from hotline.services.content import workflow
from hotline.storage.records.engine import make_engine
from hotline.storage.records.version_signal import NOTIFY, RENEWED_EVERY, TRIED_EVERY, VersionSignal
from tests.support.set_seconds import Seconds
from tests.support.two_hosts import host_beside

SOON = 10
"""Seconds, on a busy machine too."""
LONG = 60
PAUSE = 0.5


@pytest.fixture
def clock_of_signal():
    return Seconds()


@pytest.fixture
def signal(places, clock_of_signal):
    """One that listens already."""
    engine = make_engine(places.database_url)
    signal = VersionSignal(engine, clock_of_signal)
    assert signal.wait(0)
    yield signal
    signal.close()
    engine.dispose()


def seconds_of(call):
    begun = time.monotonic()
    call()
    return time.monotonic() - begun


def withdraw(line, number):
    with line.records.reading() as unit:
        reviewer = unit.staff.find_by_name(Role.REVIEWER.value)
    version = workflow.get_entry(line, reviewer, number).published.version
    workflow.withdraw(line, reviewer, number, version=version, comment="法已修改")


def tell_and_fail(line):
    with line.records.writing() as unit:
        unit.versions._session.connection().exec_driver_sql(NOTIFY)
        raise ZeroDivisionError


def serves(line, number):
    try:
        return line.knowledge.version.number == number
    except Unavailable:
        return False


def wait_until(happened, seconds=LONG):
    until = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < until
        time.sleep(0.02)


def test_who_listens_is_woken_once_by_a_version_that_was_committed_and_by_none_that_was_rolled_back(line, signal):
    with pytest.raises(ZeroDivisionError):
        tell_and_fail(line)
    assert seconds_of(lambda: signal.wait(PAUSE)) >= PAUSE
    withdraw(line, 105)
    assert seconds_of(lambda: signal.wait(LONG)) < SOON
    assert seconds_of(lambda: signal.wait(PAUSE)) >= PAUSE


def test_another_host_serves_at_once_what_is_published_however_seldom_it_looks(line, tmp_path, monkeypatch):
    monkeypatch.setattr(background, "SECOND", PAUSE)
    other = host_beside(line, "sms2", tmp_path / "sms2")
    stop = Event()
    following = Thread(target=background.follow_published, args=(other, stop.wait))
    following.start()
    try:
        wait_until(lambda: serves(other, 1))
        monkeypatch.setattr(background, "SECOND", LONG)
        time.sleep(2 * PAUSE)  # the pause that had begun is over, and a long one goes on
        withdraw(line, 105)
        wait_until(lambda: serves(other, 2), SOON)
        assert other.knowledge.find_entry(105) is None
    finally:
        stop.set()
        withdraw(line, 106)  # wakes it
        following.join(LONG)
    assert not following.is_alive()


def test_one_whose_session_is_ended_waits_for_nothing_and_listens_again_later(line, seeded, signal, clock_of_signal):
    server, _ = seeded
    server.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%'")
    assert not signal.wait(LONG)
    assert not signal.wait(LONG), "it is not tried each time: where the server is down, each try takes seconds"
    clock_of_signal.now += TRIED_EVERY
    assert signal.wait(0)
    withdraw(line, 105)
    assert seconds_of(lambda: signal.wait(LONG)) < SOON


def test_a_server_that_says_nothing_is_waited_for_no_longer_than_asked_or_than_opening_may_take(
    seeded, signal, clock_of_signal
):
    server, _ = seeded
    with server.hung():
        assert seconds_of(lambda: signal.wait(PAUSE)) < SOON
        clock_of_signal.now += RENEWED_EVERY
        assert seconds_of(lambda: signal.wait(PAUSE)) < SOON
        assert not signal.wait(LONG)
    clock_of_signal.now += TRIED_EVERY
    assert signal.wait(0)
