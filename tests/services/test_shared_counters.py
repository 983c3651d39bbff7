"""Counts of rate limits: what a process adds to the shared counter and when, and how it counts without it."""

import logging
from datetime import timedelta
from threading import Event

import pytest

from hotline.core.errors import Unavailable
from hotline.services.shared_counters import PAUSE, RateCounters, RecordsCounter
from tests.support.records_database import dumped

MOST, MINUTE = 240, 60


class Counter:
    """A shared counter in memory, which can fail."""

    def __init__(self):
        self.totals, self.calls, self.down = {}, 0, False

    def add(self, key, hits, ends_at):
        self.calls += 1
        if self.down:
            raise Unavailable("记录库暂时无法使用，请稍后再试。")
        self.totals[key] = self.totals.get(key, 0) + hits
        return self.totals[key]


@pytest.fixture
def shared():
    return Counter()


def served(counters, times, most=MOST, key="key"):
    """How many of so many hits are within the limit."""
    return sum(counters.hit(key, most, MINUTE) for _ in range(times))


def test_a_process_adds_its_hits_in_portions_and_nothing_once_the_limit_is_reached(shared, set_clock):
    counters = RateCounters(shared, set_clock)
    assert served(counters, 11) == 11
    assert shared.calls == 0
    assert served(counters, 300) == MOST - 11
    assert shared.calls == 21  # twenty portions, and the one that went over the limit
    served(counters, 1_000)
    assert shared.calls == 21


def test_a_small_limit_is_counted_hit_by_hit(shared, set_clock):
    one, other = (RateCounters(shared, set_clock) for _ in range(2))
    within = [counters.hit("key", 20, MINUTE) for _ in range(15) for counters in (one, other)]
    assert within == [True] * 20 + [False] * 10


def test_two_processes_pass_a_large_limit_by_less_than_a_portion_each(shared, set_clock):
    processes = [RateCounters(shared, set_clock) for _ in range(2)]
    within = sum(counters.hit("key", MOST, MINUTE) for _ in range(MOST) for counters in processes)
    assert MOST <= within < MOST + 2 * MOST // 20


def test_each_window_begins_with_nothing(shared, set_clock):
    counters = RateCounters(shared, set_clock)
    assert served(counters, 30, most=20) == 20
    set_clock.pass_by(seconds=59)
    assert served(counters, 1, most=20) == 0
    set_clock.pass_by(seconds=1)
    assert served(counters, 30, most=20) == 20


def test_asking_whether_there_is_room_counts_nothing(shared, set_clock):
    counters = RateCounters(shared, set_clock)
    assert all(counters.has_room("key", 3, MINUTE) for _ in range(10))
    served(counters, 3, most=3)
    assert not counters.has_room("key", 3, MINUTE)


def test_while_the_shared_counter_fails_each_process_counts_alone_and_tells_so_once(shared, set_clock, caplog):
    caplog.set_level(logging.WARNING)
    counters = RateCounters(shared, set_clock)
    shared.down = True
    assert served(counters, 30, most=20) == 20
    assert shared.calls == 1, "not every request may wait for what is down"
    shared.down = False
    set_clock.pass_by(seconds=PAUSE)
    assert not counters.hit("key", 20, MINUTE)
    assert list(shared.totals.values()) == [31], "what was counted meanwhile is added"
    assert [record.message.split(":")[0] for record in caplog.records] == [
        "limits are counted by each process alone now",
        "limits are counted together again",
    ]


def test_a_request_does_not_wait_for_a_shared_counter_that_hangs(set_clock):
    answers = Event()

    class Hanging:
        def add(self, key, hits, ends_at):
            answers.wait(20)
            return hits

    counters = RateCounters(Hanging(), set_clock)
    assert served(counters, 30, most=20) == 20
    answers.set()


def test_a_counter_in_the_records_keeps_no_address(small_line):
    counter = RecordsCounter(small_line)
    ends_at = small_line.now() + timedelta(minutes=1)
    assert [counter.add("web.search/192.0.2.7", hits, ends_at) for hits in (3, 4)] == [3, 7]
    assert "192.0.2.7" not in dumped(small_line)
