"""A published file is read back as it was, from any thread, and a file that is wrong or damaged is refused."""

import os
import sqlite3
import threading
from dataclasses import replace
from datetime import date

import pytest

from hotline.core.catalogue import Section
from hotline.core.contents import content_hash
from hotline.core.errors import Unavailable
from hotline.core.work_calendar import DayKind
from hotline.storage.knowledge.reader import KnowledgeFile
from hotline.storage.knowledge.versions import VersionStore
from tests.support.small_contents import AT, publish, small_contents


@pytest.fixture
def contents():
    return small_contents()


@pytest.fixture
def knowledge(contents, tmp_path):
    return publish(VersionStore(tmp_path), contents)


def test_what_was_published_is_read_back_unchanged(contents, knowledge):
    assert knowledge.find_entry(101) == contents.entries[0]
    assert knowledge.office == contents.office
    assert tuple(knowledge.departments()) == contents.departments
    assert tuple(knowledge.topics()) == contents.topics
    assert knowledge.find_item("00000000-0/2026-00001") == contents.items[0]
    assert (knowledge.synonyms, knowledge.dictionary) == (contents.synonyms, contents.dictionary)
    assert knowledge.stop_words == contents.stop_words


def test_the_days_off_and_the_announcements_are_in_the_file_and_in_its_content_hash(contents, knowledge):
    assert knowledge.announcements == contents.announcements
    described = knowledge.calendar.describe_day(date(2026, 12, 4), fail)
    assert (described.kind, described.name) == (DayKind.LOCAL_DAY_OFF, "州庆")
    assert knowledge.calendar.describe_day(date(2026, 10, 10), fail).is_workday
    for left_out in ("holiday_decrees", "local_days_off", "announcements"):
        assert content_hash(replace(contents, **{left_out: ()})) != content_hash(contents)


def fail(day):
    raise AssertionError(f"{day} is in a year that the file knows")


def test_the_version_has_number_time_and_content_hash(contents, knowledge):
    assert knowledge.version.number == 1
    assert knowledge.version.built_at == AT
    assert knowledge.version.content_hash == content_hash(contents)


def test_the_content_hash_changes_with_the_content_but_not_with_the_most_asked(contents):
    assert content_hash(replace(contents, most_asked=())) == content_hash(contents)
    assert content_hash(replace(contents, items=contents.items[:1])) != content_hash(contents)


def test_entries_are_listed_by_number_and_generated_ones_only_under_their_topic(knowledge):
    assert [found.number for found in knowledge.list_entries()] == [101, 102]
    assert [found.number for found in knowledge.list_entries("9")] == [901]


def test_the_most_asked_entries_keep_their_order(knowledge):
    assert [found.number for found in knowledge.most_asked(5)] == [102, 101]
    assert [found.number for found in knowledge.most_asked(1)] == [102]


def test_entries_and_items_read_together_equal_those_read_one_by_one(contents, knowledge):
    assert knowledge.entries_at([102, 999, 101]) == {n: knowledge.find_entry(n) for n in (101, 102)}
    keys = [key for (key,) in knowledge._rows("select id from items order by index_number desc")]
    assert list(knowledge.items_at(keys).values()) == list(contents.items)
    assert knowledge.items_at(keys[:1]) == {keys[0]: contents.items[-1]}


def test_items_are_listed_newest_first_and_by_section(knowledge):
    assert [found.index_number[-1] for found in knowledge.list_items()] == ["2", "1"]
    assert [found.index_number[-1] for found in knowledge.list_items(Section.NEWS)] == ["1"]


def test_finding_something_that_is_not_there_returns_none(knowledge):
    assert knowledge.find_entry(999) is None
    assert knowledge.find_item("nothing") is None
    assert knowledge.find_department("XXX") is None


def test_the_readers_connection_cannot_write(knowledge):
    with pytest.raises(sqlite3.OperationalError):
        knowledge._connect().execute("delete from entries")


def test_many_threads_can_read_at_once(knowledge):
    found = []

    def read():
        found.extend(knowledge.find_entry(102).number for _ in range(20))

    threads = [threading.Thread(target=read) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [102] * 160


def test_a_connection_is_not_carried_through_a_fork(knowledge, monkeypatch):
    before = knowledge._connect()
    monkeypatch.setattr(os, "getpid", lambda: -1)
    assert knowledge._connect() is not before


def test_a_file_that_is_no_knowledge_file_is_refused(tmp_path):
    path = tmp_path / "other.db"
    path.write_bytes(b"not a database" * 100)
    with pytest.raises(Unavailable):
        KnowledgeFile(path)


def test_a_page_damaged_after_opening_raises_unavailable(knowledge):
    whole = knowledge.path.read_bytes()
    knowledge.path.write_bytes(whole[:4096] + b"\xff" * (len(whole) - 4096))
    fresh = []

    def read():
        with pytest.raises(Unavailable, match="重新发布"):
            knowledge.find_entry(101)
        with pytest.raises(Unavailable, match="重新发布"):
            knowledge.entries.postings(["复议"])
        fresh.append(True)

    thread = threading.Thread(target=read)  # with a connection of its own, that has no page in memory yet
    thread.start()
    thread.join()
    assert fresh


def test_a_file_of_another_format_is_refused(knowledge):
    connection = sqlite3.connect(knowledge.path)
    connection.execute("update version set format = 0")
    connection.commit()
    connection.close()
    with pytest.raises(Unavailable, match="重新发布"):
        KnowledgeFile(knowledge.path)


def test_the_open_data_file_has_no_table_of_staff_or_citizens(knowledge):
    tables = {row[0] for row in knowledge._rows("select name from sqlite_master where type = 'table'")}
    assert not {name for name in tables if any(word in name for word in ("staff", "enquir", "message", "password"))}


def test_an_entry_is_read_from_the_file_once_and_found_beside_others_that_are_new(contents, knowledge):
    statements = []
    first, second = (entry.number for entry in contents.entries[:2])
    knowledge.find_entry(first)
    knowledge._connect().set_trace_callback(statements.append)
    assert knowledge.find_entry(first) == contents.entries[0]
    assert statements == []
    assert knowledge.entries_at([second, first]) == {entry.number: entry for entry in contents.entries[:2]}
    assert sum("from legal_bases" in statement for statement in statements) == 1
