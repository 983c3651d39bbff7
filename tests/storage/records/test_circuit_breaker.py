"""When the records database is given up for a while, and when it is asked again."""

import time
from threading import Event

import pytest

from hotline.core.errors import Unavailable
from hotline.storage.records import circuit_breaker
from hotline.storage.records.circuit_breaker import DISTRUST, PATIENCE, SHORT_PATIENCE, SLOW, CircuitBreaker
from hotline.storage.records.database import Records


class Probe:
    """Stands for the database: whether it answers, and an event when it was asked."""

    def __init__(self):
        self.answers = False
        self.asked = Event()

    def __call__(self):
        self.asked.set()
        return self.answers


class Seconds:
    def __init__(self):
        self.now = 100.0

    def __call__(self):
        return self.now


@pytest.fixture
def probe():
    return Probe()


@pytest.fixture
def seconds():
    return Seconds()


@pytest.fixture
def breaker(probe, seconds, monkeypatch):
    monkeypatch.setattr(circuit_breaker, "PROBE_EVERY", 0.01)
    breaker = CircuitBreaker(probe, seconds)
    yield breaker
    probe.answers = True
    if breaker._prober:
        breaker._prober.join(5)


def close(breaker, probe):
    probe.answers = True
    breaker._prober.join(5)


def test_while_all_is_well_a_unit_may_wait_as_long_as_a_caller_can(breaker):
    assert breaker.admit() == PATIENCE


def test_after_a_failure_that_somebody_waited_for_nobody_else_waits(breaker):
    assert breaker.record_silence(PATIENCE)
    assert breaker.admit() is None
    assert not breaker.record_silence(PATIENCE), "it is open already"


def test_a_failure_that_came_at_once_does_not_open_the_circuit(breaker, probe):
    assert not breaker.record_silence(SLOW / 2)
    assert breaker.admit() == PATIENCE
    assert not probe.asked.is_set()


def test_the_database_is_probed_until_it_answers_and_is_trusted_for_less_time_at_first(breaker, probe, seconds):
    breaker.record_silence(PATIENCE)
    assert probe.asked.wait(5)
    assert breaker.admit() is None
    close(breaker, probe)
    assert breaker.admit() == SHORT_PATIENCE
    seconds.now += DISTRUST
    assert breaker.admit() == PATIENCE


def test_a_failure_in_the_time_of_distrust_opens_the_circuit_again(breaker, probe):
    breaker.record_silence(PATIENCE)
    close(breaker, probe)
    probe.answers = False
    assert breaker.record_silence(SHORT_PATIENCE)
    assert breaker.admit() is None


def test_after_a_lock_units_go_on_with_less_patience_for_a_while(breaker, probe, seconds):
    breaker.record_lock()
    assert breaker.admit() == SHORT_PATIENCE
    assert not probe.asked.is_set()
    seconds.now += DISTRUST
    assert breaker.admit() == PATIENCE


@pytest.mark.sqlite("one writer at a time")
def test_while_another_program_writes_readers_go_on_and_writers_wait_less_and_less(records, url):
    """As a long import writes, or a person with a database browser."""
    other = Records.open(url)
    with records.writing() as unit:
        unit.deliveries.find("any")
        for longest in (PATIENCE + 1, SHORT_PATIENCE + 0.5):
            began = time.monotonic()
            with pytest.raises(Unavailable), other.writing() as waiting:
                waiting.deliveries.find("any")
            assert time.monotonic() - began < longest
            with other.reading() as reading:
                assert reading.deliveries.find("any") is None
    with other.writing() as unit:
        unit.deliveries.find("any")
    other.close()
