import os
import sqlite3
import threading
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from hotline.core.catalogue import CatalogueItem, Section
from hotline.core.contents import Contents, content_hash
from hotline.core.departments import Department, Office
from hotline.core.entries import Entry, LegalBasis, Topic
from hotline.core.errors import Unavailable
from hotline.matching.text.terms import analyse
from hotline.storage.knowledge.reader import KnowledgeFile
from hotline.storage.knowledge.versions import VersionStore

AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
DAY = date(2026, 11, 23)


def entry(number, question="复议收费吗？", topic="1"):
    return Entry(
        number=number,
        question=question,
        web_answer="不收费。",
        spoken="不收费。",
        text="不收费。",
        similar_questions=("要钱吗", "花钱吗"),
        keywords=("费用", "免费"),
        topic=topic,
        department="FYK",
        legal_bases=(LegalBasis("中华人民共和国行政复议法", "第八十七条", date(2024, 1, 1)),),
        effective_date=DAY,
        review_date=date(2027, 5, 23),
    )


def item(number, section=Section.NEWS, published=DAY):
    return CatalogueItem(
        index_number=f"00000000-0/2026-{number:05d}",
        section=section,
        title=f"第{number}号通报",
        summary="摘要",
        body="正文",
        document_number="",
        issuing_body="示例市司法局",
        made_date=published,
        published_date=published,
        topic="",
        genre="通报",
        mode="主动公开",
        validity="有效",
        department="FYK",
    )


def small_contents():
    return Contents(
        office=Office(*[f"particular {n}" for n in range(16)]),
        departments=(Department("FYK", "复议科", "复议", "301", "1", "联络员", "2"),),
        topics=(Topic("1", "行政复议", ""),),
        entries=(entry(101), entry(102, "期限多久"), entry(901, "几点上班", "9")),
        items=(item(1), item(2, Section.NOTICES, date(2026, 12, 1))),
        synonyms=(("法援", "法律援助"),),
        dictionary=("行政复议",),
        stop_words=("怎么",),
        most_asked=(102, 101),
    )


@pytest.fixture
def contents():
    return small_contents()


@pytest.fixture
def knowledge(contents, tmp_path):
    shelf = VersionStore(tmp_path)
    with shelf.publishing(), shelf.draft(contents, AT, analyse) as draft:
        return shelf.install(draft)


def test_what_was_published_is_read_back_unchanged(contents, knowledge):
    assert knowledge.find_entry(101) == contents.entries[0]
    assert knowledge.office == contents.office
    assert tuple(knowledge.departments()) == contents.departments
    assert tuple(knowledge.topics()) == contents.topics
    assert knowledge.find_item("00000000-0/2026-00001") == contents.items[0]
    assert (knowledge.synonyms, knowledge.dictionary) == (contents.synonyms, contents.dictionary)
    assert knowledge.stop_words == contents.stop_words


def test_the_version_tells_number_time_and_content(contents, knowledge):
    assert knowledge.version.number == 1
    assert knowledge.version.built_at == AT
    assert knowledge.version.content_hash == content_hash(contents)


def test_the_hash_changes_with_the_content_and_not_with_what_is_asked_most(contents):
    assert content_hash(replace(contents, most_asked=())) == content_hash(contents)
    assert content_hash(replace(contents, items=contents.items[:1])) != content_hash(contents)


def test_entries_are_listed_by_number_and_the_offices_own_only_under_their_topic(knowledge):
    assert [one.number for one in knowledge.list_entries()] == [101, 102]
    assert [one.number for one in knowledge.list_entries("9")] == [901]


def test_the_most_asked_stand_in_their_order(knowledge):
    assert [one.number for one in knowledge.most_asked(5)] == [102, 101]
    assert [one.number for one in knowledge.most_asked(1)] == [102]


def test_several_entries_and_items_are_read_at_once_each_as_it_is_read_alone(contents, knowledge):
    assert knowledge.entries_at([102, 999, 101]) == {n: knowledge.find_entry(n) for n in (101, 102)}
    keys = [key for (key,) in knowledge._rows("select id from items order by index_number desc")]
    assert list(knowledge.items_at(keys).values()) == list(contents.items)
    assert knowledge.items_at(keys[:1]) == {keys[0]: contents.items[-1]}


def test_items_are_listed_newest_first_and_by_section(knowledge):
    assert [one.index_number[-1] for one in knowledge.list_items()] == ["2", "1"]
    assert [one.index_number[-1] for one in knowledge.list_items(Section.NEWS)] == ["1"]


def test_what_is_not_there_is_none(knowledge):
    assert knowledge.find_entry(999) is None
    assert knowledge.find_item("nothing") is None
    assert knowledge.find_department("XXX") is None


def test_the_file_cannot_be_written_through_the_readers_connection(knowledge):
    with pytest.raises(sqlite3.OperationalError):
        knowledge._connect().execute("delete from entries")


def test_many_threads_read_at_once(knowledge):
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


def test_a_page_harmed_after_opening_is_an_expected_trouble(knowledge):
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


def test_no_secret_table_travels_in_the_open_data_file(knowledge):
    tables = {row[0] for row in knowledge._rows("select name from sqlite_master where type = 'table'")}
    assert not {name for name in tables if any(word in name for word in ("staff", "enquir", "message", "password"))}
