"""Units of writing joined into one transaction: all or nothing, one wait, and a part that fails takes only itself."""

import sqlite3
from contextlib import suppress
from datetime import UTC, datetime

import pytest
from sqlalchemy.exc import OperationalError

from hotline.core.errors import Unavailable
from hotline.storage.records.database import Records

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


def keep(records, key):
    with records.writing() as unit:
        unit.deliveries.keep(key, "reply", NOW)


def kept(records, *keys):
    with records.reading() as unit:
        return [key for key in keys if unit.deliveries.find(key)]


def test_what_is_written_together_is_seen_by_others_only_at_the_end(records):
    with records.together() as joined:
        keep(joined, "one")
        keep(joined, "two")
        assert kept(joined, "one", "two") == ["one", "two"]
        assert kept(records, "one", "two") == []
    assert kept(records, "one", "two") == ["one", "two"]


def test_when_the_whole_fails_nothing_of_it_is_kept(records):
    with suppress(RuntimeError), records.together() as joined:
        keep(joined, "one")
        raise RuntimeError
    assert kept(records, "one") == []


def test_a_part_that_fails_takes_back_itself_alone(records):
    with records.together() as joined:
        keep(joined, "one")
        with suppress(RuntimeError), joined.writing() as unit:
            unit.deliveries.keep("two", "reply", NOW)
            raise RuntimeError
        keep(joined, "three")
    assert kept(records, "one", "two", "three") == ["one", "three"]


def test_the_first_part_that_fails_takes_back_itself_and_keeps_nobody_waiting(records):
    with records.together() as joined:
        with suppress(RuntimeError), joined.writing() as unit:
            unit.deliveries.keep("one", "reply", NOW)
            raise RuntimeError
        keep(records, "two")
        keep(joined, "three")
    assert kept(records, "one", "two", "three") == ["two", "three"]


def test_reading_together_makes_nobody_wait(records):
    with records.together() as joined:
        assert kept(joined, "one") == []
        keep(records, "one")
        assert kept(joined, "one") == ["one"]


def test_others_are_waited_for_once_and_then_nothing_more_is_tried(url, monkeypatch):
    monkeypatch.setattr("hotline.storage.records.engine.BUSY_SECONDS", 0.05)
    records = Records.open(url)
    with records.together() as joined:
        with records.writing() as unit:
            unit.deliveries.keep("first", "reply", NOW)
            with pytest.raises(Unavailable):
                keep(joined, "second")
        with pytest.raises(Unavailable):  # nobody writes any more, but the caller has waited long enough
            keep(joined, "second")
    assert kept(records, "first", "second") == ["first"]
    records.close()


def test_what_was_written_before_the_database_went_down_is_not_said_to_be_kept(records, tmp_path):
    def go_down_half_way():
        with records.together() as joined:
            keep(joined, "one")
            with suppress(Unavailable), joined.writing():
                raise OperationalError("INSERT", None, sqlite3.OperationalError("database or disk is full"))

    with pytest.raises(Unavailable):
        go_down_half_way()
    assert kept(records, "one") == []
