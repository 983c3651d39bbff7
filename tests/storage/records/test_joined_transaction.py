"""Writing units joined into one transaction: all or nothing, one wait, and a failed unit rolls back only itself."""

import sqlite3
from contextlib import suppress
from datetime import UTC, datetime

import pytest
from sqlalchemy.exc import IntegrityError, OperationalError

from hotline.core.errors import Unavailable
from tests.support.records_database import database_in

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


def store(records, key):
    with records.writing() as unit:
        unit.deliveries.keep(key, "reply", NOW)


def find_stored(records, *keys):
    with records.reading() as unit:
        return [key for key in keys if unit.deliveries.find(key)]


def test_joined_units_are_committed_at_the_end(records):
    with records.together() as joined:
        store(joined, "one")
        store(joined, "two")
        assert find_stored(joined, "one", "two") == ["one", "two"]
        assert find_stored(records, "one", "two") == []
    assert find_stored(records, "one", "two") == ["one", "two"]


def test_when_the_joined_transaction_fails_nothing_is_committed(records):
    with suppress(RuntimeError), records.together() as joined:
        store(joined, "one")
        raise RuntimeError
    assert find_stored(records, "one") == []


def test_a_unit_that_fails_rolls_back_itself_and_no_other_unit(records):
    with records.together() as joined:
        store(joined, "one")
        with suppress(RuntimeError), joined.writing() as unit:
            unit.deliveries.keep("two", "reply", NOW)
            raise RuntimeError
        store(joined, "three")
    assert find_stored(records, "one", "two", "three") == ["one", "three"]


def test_a_first_unit_that_fails_is_rolled_back_and_blocks_no_other_writer(records):
    with records.together() as joined:
        with suppress(RuntimeError), joined.writing() as unit:
            unit.deliveries.keep("one", "reply", NOW)
            raise RuntimeError
        store(records, "two")
        store(joined, "three")
    assert find_stored(records, "one", "two", "three") == ["two", "three"]


def test_reading_in_a_joined_transaction_blocks_no_other_writer(records):
    with records.together() as joined:
        assert find_stored(joined, "one") == []
        store(records, "one")
        assert find_stored(joined, "one") == ["one"]


@pytest.mark.sqlite("one writer at a time")
def test_a_joined_transaction_waits_for_other_writers_only_once(records):
    with records.patient(0.05).together() as joined:
        with records.writing() as unit:
            unit.deliveries.keep("first", "reply", NOW)
            with pytest.raises(Unavailable):
                store(joined, "second")
        with pytest.raises(Unavailable):  # no other writer is left, but the caller has waited once already
            store(joined, "second")
    assert find_stored(records, "first", "second") == ["first"]


def test_nothing_is_committed_when_the_database_goes_down_in_a_joined_transaction(records, tmp_path):
    def go_down_half_way():
        with records.together() as joined:
            store(joined, "one")
            with suppress(Unavailable), joined.writing():
                raise OperationalError("INSERT", None, sqlite3.OperationalError("database or disk is full"))

    with pytest.raises(Unavailable):
        go_down_half_way()
    assert find_stored(records, "one") == []


def test_after_a_read_that_failed_every_later_unit_says_that_the_records_are_down(records, tmp_path):
    with database_in(tmp_path) as other:
        other.exec_driver_sql("ALTER TABLE staff RENAME TO gone")

    def go_on_after_a_failed_read():
        with records.together() as joined:
            store(joined, "one")
            with suppress(Unavailable), joined.reading() as unit:
                unit.staff.list_staff()
            for _ in range(2):
                with suppress(Unavailable):
                    store(joined, "two")

    with pytest.raises(Unavailable):
        go_on_after_a_failed_read()
    assert find_stored(records, "one", "two") == []


def test_a_violated_constraint_rolls_back_its_own_unit_and_no_other(records):
    with records.together() as joined:
        store(joined, "one")
        with suppress(IntegrityError), joined.writing() as unit:
            unit.recordings.discard("https://recordings.example/1", NOW)
            unit.feedback.link(404, 102, "nobody", NOW)  # there is no such enquiry
        store(joined, "three")
    assert find_stored(records, "one", "three") == ["one", "three"]
    with records.reading() as unit:
        assert unit.recordings.list_discarded() == []


def test_what_one_joined_unit_writes_through_the_orm_the_next_unit_reads_and_the_end_commits(records):
    with records.together() as joined:
        with joined.writing() as unit:
            unit.recordings.discard("https://recordings.example/1", NOW)
        with joined.writing() as unit:
            unit.recordings.discard("https://recordings.example/2", NOW)
        with joined.reading() as unit:
            assert len(unit.recordings.list_discarded()) == 2
    with records.reading() as unit:
        assert len(unit.recordings.list_discarded()) == 2
