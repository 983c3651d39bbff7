from dataclasses import replace

import pytest

from hotline.core.enquiries import Channel, Outcome
from hotline.core.errors import PublishFailed, Unavailable
from hotline.core.review import Status
from hotline.matching.indexing import analyse_for_index
from hotline.matching.text import terms
from hotline.services.content import publish, published_contents
from hotline.services.content.office_entries import office_entries
from hotline.services.content.published import get_entry
from hotline.services.content.published_versions import register
from hotline.storage.host_lock import HostLock
from hotline.storage.knowledge import versions
from hotline.storage.records.database import Records
from tests.support.records_database import missing_database_url


def test_a_publish_serves_the_published_entries_and_those_on_the_office(small_line):
    version = publish.publish(small_line)
    assert version.number == 1
    with small_line.records.reading() as unit:
        *published, referral = unit.entries.list_published()
    assert small_line.knowledge.list_entries() == published
    assert small_line.knowledge.find_entry(900001) == referral
    own = office_entries(small_line.knowledge.office, small_line.now().date())
    assert [entry.number for entry in small_line.knowledge.list_entries("9")] == [entry.number for entry in own]
    assert publish.last_error(small_line) == ""


def test_the_entry_asked_most_of_late_comes_first(small_line):
    with small_line.records.writing() as unit:
        last = unit.entries.list_published_numbers(100)[-1]
        unit.enquiries.add(
            channel=Channel.WEB,
            question="问",
            outcome=Outcome.ANSWERED,
            confidence=1,
            entries=[last],
            caller="",
            asked_at=small_line.now(),
            knowledge_version=1,
        )
    publish.publish(small_line)
    assert small_line.knowledge.most_asked(8)[0].number == last
    assert len(small_line.knowledge.most_asked(8)) == len(small_line.knowledge.list_entries())


def test_after_a_failed_publish_the_old_version_serves_and_the_error_is_shown(small_line, monkeypatch):
    publish.publish(small_line)
    monkeypatch.setattr(publish, "compile_contents", fail)
    with pytest.raises(PublishFailed, match="磁盘满了"):
        publish.publish(small_line)
    assert small_line.knowledge.version.number == 1
    assert "磁盘满了" in publish.last_error(small_line)
    monkeypatch.undo()
    assert publish.publish(small_line).number == 1
    assert publish.last_error(small_line) == ""


def fail(*_, **__):
    raise OSError("磁盘满了")


def test_the_error_names_an_entry_that_is_not_fit_to_publish(small_line, monkeypatch):
    monkeypatch.setattr(published_contents, "check_entry", lambda entry: {"text": "短信答复太长。"})
    with pytest.raises(PublishFailed, match=r"问答\d{3}：短信答复太长"):
        publish.publish(small_line)


def test_a_file_that_does_not_find_its_entries_never_serves(small_line, monkeypatch):
    monkeypatch.setattr(publish, "Retrieval", NothingFound)
    with pytest.raises(PublishFailed, match="查不到问答"):
        publish.publish(small_line)
    with pytest.raises(Unavailable):
        small_line.shelf.current()


class NothingFound:
    def __init__(self, analyses, collection):
        pass

    def candidates(self):
        return []


def test_a_publish_without_records_fails_and_the_old_version_serves(small_line, tmp_path):
    publish.publish(small_line)
    lost = replace(small_line, records=Records.open(missing_database_url(tmp_path)))
    with pytest.raises(PublishFailed):
        publish.publish(lost)
    assert lost.knowledge.list_entries()


def test_what_was_pending_when_the_server_was_killed_is_published_later(small_line):
    publish.publish(small_line)
    publish.mark_pending(small_line)
    withdraw_105(small_line)
    assert "还没有对外更新" in publish.last_error(small_line)
    publish.publish_pending(small_line)
    assert small_line.knowledge.version.number == 2
    assert 105 not in [entry.number for entry in small_line.knowledge.list_entries()]
    assert publish.last_error(small_line) == ""


def test_an_approval_does_not_wait_for_ever_for_the_publish_of_another_process(small_line):
    publish.publish(small_line)
    other = HostLock(small_line.shelf.folder / "publishing.lock")
    assert other.take()
    publish.mark_pending(small_line)
    withdraw_105(small_line)
    assert "别的改动正在发布" in publish.publish_pending(small_line, patience=0.1)
    assert not publish.is_failing(small_line)
    other.release()
    assert publish.publish_pending(small_line, patience=0.1) == ""
    assert 105 not in [entry.number for entry in small_line.knowledge.list_entries()]


def test_what_is_served_already_is_not_compiled_again(small_line, monkeypatch):
    publish.publish(small_line)
    monkeypatch.setattr(publish, "compile_contents", fail)
    publish.mark_pending(small_line)
    assert publish.publish_pending(small_line) == ""
    assert publish.last_error(small_line) == ""


def test_a_change_that_an_earlier_release_numbered_not_is_found_in_the_records(small_line):
    publish.publish(small_line)
    withdraw_105(small_line, numbered=False)
    publish.publish_pending(small_line)
    assert small_line.knowledge.version.number == 1
    publish.publish_pending(small_line, check_records=True)
    assert small_line.knowledge.version.number == 2
    assert 105 not in [entry.number for entry in small_line.knowledge.list_entries()]


def withdraw_105(line, *, numbered=True):
    with line.records.writing() as unit:
        published = unit.entries.find_published(105)
        unit.entries.move(published, Status.WITHDRAWN, by="r", at=line.now(), reviewer="r", comment="")
        if numbered:
            register(line, unit)


def test_a_publish_analyses_only_the_texts_that_changed(small_line, monkeypatch):
    publish.publish(small_line)
    monkeypatch.setattr(versions, "DRIFT", 1)
    cut = []
    monkeypatch.setattr(
        publish, "analyse_for_index", lambda text, **lists: cut.append(text) or analyse_for_index(text, **lists)
    )
    with small_line.records.writing() as unit:
        old = unit.entries.find_published(105)
        unit.entries.move(old, Status.SUPERSEDED, by="r", at=small_line.now(), reviewer="r", comment="")
        new = replace(old.entry, question="复议要花多少钱？")
        unit.entries.add(new, Status.PUBLISHED, author="w", reviewer="r", comment="", at=small_line.now())
    publish.publish(small_line)
    assert get_entry(small_line.knowledge, 105) == new
    others = [entry.question for entry in small_line.knowledge.list_entries() if entry.number != 105]
    assert new.question in cut
    assert not [question for question in others if any(question in text for text in cut)]


def test_questions_asked_are_not_kept_in_memory(small_line):
    assert not hasattr(terms.analyse, "cache_info")


def test_an_outdated_file_is_detected_without_reading_the_entries(small_line, monkeypatch):
    publish.publish(small_line)
    monkeypatch.setattr(published_contents.PublishedContents, "read_entries", fail)
    monkeypatch.setattr(published_contents.PublishedContents, "read_items", fail)
    assert not publish.is_outdated(small_line)
    withdraw_105(small_line, numbered=False)
    assert publish.is_outdated(small_line)


def test_a_file_analysed_by_another_version_of_the_software_is_outdated(small_line, monkeypatch):
    publish.publish(small_line)
    assert not publish.is_outdated(small_line)
    monkeypatch.setattr(
        publish, "analyse_for_index", lambda text, **lists: analyse_for_index(text.replace("莫得", ""), **lists)
    )
    assert publish.is_outdated(small_line)
    publish.publish(small_line)
    assert not publish.is_outdated(small_line)
