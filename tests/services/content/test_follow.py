"""What one host publishes the others serve a moment later, under the same number."""

import shutil
import sqlite3
import subprocess
import sys
from dataclasses import replace
from threading import Barrier, Thread

import pytest

from hotline.core.errors import Unavailable
from hotline.core.permissions import Role
from hotline.core.word_lists import Synonym, WordList
from hotline.matching.indexing import analyse_for_index
from hotline.services.content import csv_import, follow, proposals, publish, workflow
from hotline.services.content.follow import Follower
from hotline.services.content.published import get_entry
from hotline.services.content.published_versions import find_newest
from hotline.storage.knowledge import versions
from tests.support.approvals import add_head, approve_proposals
from tests.support.letter_embeddings import Letters, make_encoder
from tests.support.records_database import database_in
from tests.support.two_hosts import host_beside

HOLDER = """
import fcntl, sys, time
lock = open(sys.argv[1])
fcntl.flock(lock, fcntl.LOCK_EX)
print("held", flush=True)
time.sleep(60)
"""


@pytest.fixture
def follower(second):
    """The follower of the second host, which serves what the first has published."""
    follower = Follower(second)
    follower.step()
    assert second.knowledge.version.number == 1
    return follower


@pytest.fixture
def approve(first, people):
    """``approve(number, text=…)``: approve other words of an entry on the first host."""

    def approve(number, line=first, **changes):
        writer, reviewer = people[Role.PUBLISHER], people[Role.REVIEWER]
        history = workflow.get_entry(line, writer, number)
        entry = replace(history.published.entry, **changes)
        draft = workflow.save_draft(line, writer, entry, history.revisions[0].version)
        submitted = workflow.submit(line, writer, number, version=draft.version)
        return workflow.approve(line, reviewer, number, version=submitted.version)

    return approve


def same_version(*lines):
    (told,) = {(line.knowledge.version.number, line.knowledge.version.content_hash) for line in lines}
    return told[0]


def test_what_is_approved_on_one_host_another_says_after_its_next_look(first, second, follower, approve):
    approve(105, text="新的短信")
    assert get_entry(second.knowledge, 105).text != "新的短信"
    follower.step()
    assert get_entry(second.knowledge, 105).text == "新的短信"
    assert same_version(first, second) == 2


def test_what_is_withdrawn_on_one_host_another_no_longer_says(first, second, follower, people):
    version = workflow.get_entry(first, people[Role.REVIEWER], 105).revisions[0].version
    workflow.withdraw(first, people[Role.REVIEWER], 105, version=version, comment="法已修改")
    follower.step()
    assert second.knowledge.find_entry(105) is None
    assert same_version(first, second) == 2


def put_unpublished(line):
    """A word as an earlier release kept it: in its list, and not published."""
    with line.records.writing() as unit:
        unit.words.put(WordList.SYNONYMS, Synonym("吃官司", "被起诉"), "publisher", line.now())


def test_words_reach_other_hosts_when_they_are_approved_and_not_before(first, second, follower, people):
    draft = proposals.save_draft(first, people[Role.PUBLISHER], Synonym("吃官司", "被起诉"), None)
    sent = proposals.submit(first, people[Role.PUBLISHER], draft.kind, draft.key, version=draft.version)
    follower.step()
    assert same_version(first, second) == 1
    assert proposals.approve(first, people[Role.REVIEWER], sent.kind, sent.key, version=sent.version) == ""
    follower.step()
    assert ("吃官司", "被起诉") in second.knowledge.synonyms
    assert same_version(first, second) == 2


def test_words_changed_since_the_publish_are_not_published_by_a_host_that_comes_late(first, second):
    put_unpublished(first)
    Follower(second).step()
    assert ("吃官司", "被起诉") not in second.knowledge.synonyms
    assert same_version(first, second) == 1


def test_imported_tables_reach_other_hosts_when_they_are_approved(first, second, follower, folder):
    departments = folder / "departments.csv"
    departments.write_text(departments.read_text("utf-8").replace("复议科", "复议处"), "utf-8")
    add_head(first)
    assert csv_import.import_tables(first, folder, actor="import").proposed
    approve_proposals(first)
    follower.step()
    assert any("复议处" in department.name for department in second.knowledge.departments())
    publish.publish(first)
    assert same_version(first, second) == 2


def test_a_host_compiles_only_what_changed_elsewhere(second, follower, approve, monkeypatch):
    monkeypatch.setattr(versions, "DRIFT", 1)
    approve(105, question="复议要花多少钱？")
    cut = []
    monkeypatch.setattr(
        publish, "analyse_for_index", lambda text, **lists: cut.append(text) or analyse_for_index(text, **lists)
    )
    follower.step()
    assert "复议要花多少钱？" in cut
    others = [entry.question for entry in second.knowledge.list_entries() if entry.number != 105]
    assert not [question for question in others if any(question in text for text in cut)]


def test_two_hosts_compile_at_the_same_time(first, second, follower, approve, tmp_path):
    third = host_beside(first, "third", tmp_path / "third")
    approve(105, line=third, text="新的短信")
    begun = Barrier(2)

    def look(one):
        begun.wait()
        one.step()

    threads = [Thread(target=look, args=(one,)) for one in (Follower(first), follower)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {get_entry(line.knowledge, 105).text for line in (first, second, third)} == {"新的短信"}
    assert same_version(first, second, third) == 2


def test_of_the_processes_of_a_host_one_compiles_and_another_when_that_was_killed(second, approve):
    second.folder.joinpath("following.lock").touch()
    command = [sys.executable, "-c", HOLDER, second.folder / "following.lock"]
    holder = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert holder.stdout.readline() == "held\n"
    beside = Follower(second)
    beside.step()
    with pytest.raises(Unavailable):
        second.shelf.current()
    holder.kill()
    holder.communicate()
    beside.step()
    assert second.knowledge.version.number == 1


def test_an_installation_that_counted_its_files_goes_on_from_the_number_it_serves(first, tmp_path):
    with database_in(tmp_path) as database:
        database.exec_driver_sql("DELETE FROM published_versions")
    updated = replace(first, shelf=renumbered(first.shelf.folder, 47))
    assert publish.is_outdated(updated)
    publish.publish_pending(updated, check_records=True)
    assert find_newest(updated).number == updated.knowledge.version.number == 47


def test_a_host_with_numbers_of_its_own_serves_the_number_of_the_records(first, second):
    shutil.copytree(first.shelf.folder, second.shelf.folder)
    joining = replace(second, shelf=renumbered(second.shelf.folder, 70))
    assert joining.knowledge.version.number == 70
    Follower(joining).step()
    assert same_version(first, joining) == 1


def renumbered(folder, number):
    """The only version in ``folder`` gets another number, and serves."""
    path = folder / "knowledge-000001.db"
    with sqlite3.connect(path) as file:
        file.execute("UPDATE version SET number = ?", (number,))
    file.close()
    path.rename(folder / f"knowledge-{number:06d}.db")
    (folder / "current").write_text(f"knowledge-{number:06d}.db\n")
    return versions.VersionStore(folder)


def test_the_next_number_is_one_that_no_host_has_used(first, second, follower, approve):
    shutil.copy(second.shelf.current().path, second.shelf.folder / "knowledge-000070.db")
    approve(105, line=second, text="新的短信")
    Follower(first).step()
    assert same_version(first, second) == 71


def test_a_publish_that_fails_is_tried_again_each_minute_until_it_succeeds(
    second, follower, approve, set_clock, monkeypatch
):
    approve(105, text="新的短信")
    tried = []

    def fail(*_, **__):
        tried.append(set_clock())
        raise OSError("磁盘满了")

    monkeypatch.setattr(publish, "compile_contents", fail)
    for _ in range(125):
        follower.step()
        set_clock.pass_by(seconds=1)
    assert [(later - tried[0]).total_seconds() for later in tried] == [0, 60, 120]
    assert "磁盘满了" in publish.last_error(second)
    monkeypatch.undo()
    set_clock.pass_by(seconds=60)
    follower.step()
    assert get_entry(second.knowledge, 105).text == "新的短信"
    assert publish.last_error(second) == ""


def test_a_marker_that_a_killed_process_left_is_removed_after_a_minute(second, follower, set_clock):
    publish.mark_pending(second)
    follower.step()
    assert publish.last_error(second), "the process may still be at work"
    set_clock.pass_by(seconds=61)
    follower.step()
    assert publish.last_error(second) == ""


@pytest.mark.sqlite("a file that is taken away and brought back")
def test_an_outage_of_the_records_is_logged_once_and_its_end_too(first, second, follower, caplog, tmp_path):
    records = tmp_path / "records.db"
    first.records.close()
    records.rename(tmp_path / "away.db")
    for _ in range(3):
        follower.step()
    assert second.knowledge.version.number == 1
    records.unlink(missing_ok=True)
    (tmp_path / "away.db").rename(records)
    follower.step()
    told = [record.message for record in caplog.records if record.name == follow.__name__]
    assert ["cannot be followed" in message for message in told] == [True, False]
    assert publish.last_error(second) == ""


def test_a_damaged_file_is_compiled_again_under_its_number(second, follower):
    second.shelf.current().path.write_bytes(b"x" * 5_000)
    with pytest.raises(Unavailable):
        second.shelf.current()
    follower.step()
    assert second.knowledge.version.number == 1
    assert get_entry(second.knowledge, 105)


@pytest.mark.parametrize("damage", ["cut", "overwritten", "gone"])
def test_while_the_newest_file_is_damaged_the_one_before_serves_and_a_new_one_is_compiled(
    second, follower, approve, damage
):
    old = get_entry(second.knowledge, 105).text
    approve(105, text="新的短信")
    follower.step()
    path = second.knowledge.path
    if damage == "gone":
        path.unlink()
    else:
        path.write_bytes(b"" if damage == "cut" else b"x" * path.stat().st_size)
    assert get_entry(second.knowledge, 105).text == old
    follower.step()
    assert get_entry(second.knowledge, 105).text == "新的短信"
    assert second.knowledge.version.number == 2
    assert not second.shelf.is_fallen_back


def test_embeddings_are_added_under_the_same_number(first, second, follower, approve):
    meaning = replace(second, encoder=make_encoder(Letters()))
    assert publish.publish_embeddings(meaning, lambda done, of: None)
    assert second.knowledge.vectors.complete
    follower.step()
    assert second.knowledge.vectors.complete, "it is not compiled again without them"
    assert same_version(first, second) == 1
