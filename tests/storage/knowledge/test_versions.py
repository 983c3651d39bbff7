"""Versions are installed atomically, across processes, and survive crashes, full disks and damaged files."""

import resource
from dataclasses import replace
from datetime import UTC, datetime
from multiprocessing import get_context
from threading import Thread

import pytest

from hotline.core.contents import Contents
from hotline.core.departments import Office
from hotline.core.errors import Unavailable
from hotline.core.hosts import PublishedVersion
from hotline.matching.indexing import analyse_for_index
from hotline.storage.knowledge import versions
from hotline.storage.knowledge.versions import KEPT, VersionStore

AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
CONTENTS = Contents(Office(*[""] * 16), (), (), (), (), (), (), (), ())


def publish(store, name="示例市司法局"):
    contents = replace(CONTENTS, office=replace(CONTENTS.office, name=name))
    with store.publishing(), store.draft(contents, AT, analyse_for_index) as draft:
        return store.install(draft)


def publish_in_a_process(folder):
    publish(VersionStore(folder))


def files(folder):
    return sorted(path.name for path in folder.iterdir() if path.name not in ("publishing.lock", "current.stamp"))


def kept_numbers(folder):
    """The numbers of the version files in ``folder``, newest first."""
    return sorted((int(path.stem.removeprefix("knowledge-")) for path in folder.glob("knowledge-*.db")), reverse=True)


def test_before_the_first_publish_there_is_no_serving_version(tmp_path):
    with pytest.raises(Unavailable, match="还没有发布"):
        VersionStore(tmp_path / "nowhere").current()


def test_another_process_serves_the_new_version_at_its_next_call(tmp_path):
    writer, reader = VersionStore(tmp_path), VersionStore(tmp_path)
    publish(writer, "old")
    assert reader.current().office.name == "old"
    publish(writer, "new")
    assert reader.current().office.name == "new"


def test_the_open_file_is_reused_while_nothing_changes(tmp_path):
    store = VersionStore(tmp_path)
    publish(store)
    assert store.current() is store.current()


def test_a_request_keeps_its_version_during_a_publish(tmp_path):
    store = VersionStore(tmp_path)
    held = publish(store, "old")
    publish(store, "new")
    assert held.office.name == "old"


def test_the_newest_thirty_versions_are_kept(tmp_path):
    store = VersionStore(tmp_path)
    for _ in range(KEPT + 2):
        publish(store)
    assert kept_numbers(tmp_path) == list(range(KEPT + 2, 2, -1))
    assert store.open_version(3).version.number == 3
    with pytest.raises(Unavailable):
        store.open_version(2)


def test_a_draft_that_is_not_installed_is_deleted(tmp_path):
    store = VersionStore(tmp_path)
    publish(store)
    before = files(tmp_path)
    with store.publishing(), pytest.raises(ZeroDivisionError), store.draft(CONTENTS, AT, analyse_for_index):
        raise ZeroDivisionError
    assert files(tmp_path) == before
    assert store.current().version.number == 1


def test_a_full_disk_leaves_the_old_version_serving_and_no_half_file(tmp_path):
    store = VersionStore(tmp_path)
    publish(store)
    before = files(tmp_path)
    unlimited = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, unlimited[1]))
    try:
        with pytest.raises(Exception, match=r"disk|large"):
            publish(store, "new")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, unlimited)
    assert files(tmp_path) == before
    assert VersionStore(tmp_path).current().version.number == 1


def test_what_a_killed_publish_left_behind_is_deleted_by_the_next(tmp_path):
    store = VersionStore(tmp_path)
    publish(store)
    (tmp_path / "knowledge-000002.db.part").write_bytes(b"half")
    publish(store)
    assert files(tmp_path) == ["current", "knowledge-000001.db", "knowledge-000002.db"]


def test_two_processes_that_publish_at_once_take_turns(tmp_path):
    context = get_context("spawn")
    processes = [context.Process(target=publish_in_a_process, args=(tmp_path,)) for _ in range(2)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert [process.exitcode for process in processes] == [0, 0]
    assert kept_numbers(tmp_path) == [2, 1]


def damage_file(path, damage):
    whole = path.read_bytes()
    if damage == "deleted":
        path.unlink()
        return
    middle = len(whole) // 2
    damaged = {
        "cut short": whole[:-4096],
        "emptied": b"",
        "no database": b"x" * len(whole),
        "overwritten in the middle": whole[:middle] + b"x" * 4096 + whole[middle + 4096 :],
    }
    path.write_bytes(damaged[damage])


DAMAGES = ["deleted", "cut short", "emptied", "no database", "overwritten in the middle"]


@pytest.mark.parametrize("damage", DAMAGES)
def test_while_the_newest_version_is_damaged_the_one_before_serves(tmp_path, damage):
    store = VersionStore(tmp_path)
    publish(store, "old")
    path = publish(store, "new").path
    assert not store.is_fallen_back
    damage_file(path, damage)
    for reader in (store, VersionStore(tmp_path)):
        assert reader.current().office.name == "old"
        assert reader.is_fallen_back
        assert reader.current() is reader.current(), "it is checked and opened once"
    publish(store, "newest")
    for reader in (store, VersionStore(tmp_path)):
        assert reader.current().office.name == "newest"
        assert not reader.is_fallen_back


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_version_without_another_raises_unavailable_until_the_next_publish(tmp_path, damage):
    store = VersionStore(tmp_path)
    damage_file(publish(store).path, damage)
    for reader in (store, VersionStore(tmp_path)):
        with pytest.raises(Unavailable, match="重新发布"):
            reader.current()
    publish(store, "new")
    assert store.current().office.name == "new"


def test_a_damaged_file_that_is_restored_serves_again(tmp_path):
    store = VersionStore(tmp_path)
    publish(store, "older")
    path = publish(store, "old").path
    whole = path.read_bytes()
    path.write_bytes(b"")
    assert store.current().office.name == "older"
    path.write_bytes(whole)
    assert store.current().office.name == "old"


@pytest.mark.parametrize("pointer", [b"", b"\0\0\0", b"\xff", b"knowledge-000009.db\n", b"../records.db", None])
def test_without_a_whole_pointer_the_newest_version_serves(tmp_path, pointer):
    store = VersionStore(tmp_path)
    publish(store, "old")
    publish(store, "new")
    if pointer is None:
        (tmp_path / "current").unlink()
    else:
        (tmp_path / "current").write_bytes(pointer)
    for reader in (store, VersionStore(tmp_path)):
        assert reader.current().office.name == "new"
        assert reader.is_fallen_back


def test_the_pointer_holds_the_name_alone_which_the_program_before_reads_too(tmp_path):
    publish(VersionStore(tmp_path))
    assert (tmp_path / "current").read_text() == "knowledge-000001.db\n"


def test_a_file_without_a_stamp_is_checked_once(tmp_path, monkeypatch):
    """As after an update or a restoration."""
    publish(VersionStore(tmp_path))
    (tmp_path / "current.stamp").unlink()
    checked, check = [], versions._check_integrity
    monkeypatch.setattr(versions, "_check_integrity", lambda path: checked.append(path) or check(path))
    for _ in range(3):
        assert not VersionStore(tmp_path).is_fallen_back
    assert len(checked) == 1


def test_no_version_with_a_higher_number_serves_in_place_of_a_damaged_one(tmp_path):
    """Restored records go on from an earlier number; what was published after the backup is of a time that is gone."""
    store = VersionStore(tmp_path)
    for name in ("first", "second", "third"):
        publish(store, name)
    (tmp_path / "current").write_text("knowledge-000002.db\n")
    damage_file(tmp_path / "knowledge-000002.db", "emptied")
    assert VersionStore(tmp_path).current().office.name == "first"


def test_a_foreign_file_beside_the_versions_is_left_alone(tmp_path):
    store = VersionStore(tmp_path)
    publish(store)
    (tmp_path / "knowledge-000001 copy.db").write_bytes(b"mine")
    assert publish(store).version.number == 2
    assert (tmp_path / "knowledge-000001 copy.db").read_bytes() == b"mine"


def test_a_publish_while_a_version_is_being_opened_is_noticed_afterwards(tmp_path, monkeypatch):
    reader = VersionStore(tmp_path)
    publish(VersionStore(tmp_path), "old")
    original = versions.KnowledgeFile

    def open_after_a_publish(path):
        monkeypatch.undo()
        publish(VersionStore(tmp_path), "new")
        return original(path)

    monkeypatch.setattr(versions, "KnowledgeFile", open_after_a_publish)
    reader.current()
    assert reader.current().office.name == "new"


def publish_again(store, number, name):
    """Replace the version ``number``."""
    contents = replace(CONTENTS, office=replace(CONTENTS.office, name=name))
    published = PublishedVersion(number, "hash", AT)
    with store.publishing(), store.draft(contents, AT, analyse_for_index, published=published) as draft:
        return store.install(draft)


def test_a_version_that_is_replaced_is_noticed_and_whoever_has_it_open_reads_on(tmp_path):
    store, reader = VersionStore(tmp_path), VersionStore(tmp_path)
    publish(store, "old")
    held = reader.current()
    publish_again(store, 1, "new")
    names = []
    thread = Thread(target=lambda: names.append(held.office.name))  # a thread that has not read the file before
    thread.start()
    thread.join()
    assert names == ["old"]
    assert reader.current().office.name == "new"
    assert kept_numbers(tmp_path) == [1]


def test_a_held_version_is_read_by_new_threads_after_it_was_deleted(tmp_path):
    store = VersionStore(tmp_path)
    held = publish(store, "old")
    held.path.unlink()
    names = []
    thread = Thread(target=lambda: names.append(held.office.name))
    thread.start()
    thread.join()
    assert names == ["old"]


def test_the_serving_version_is_kept_though_higher_numbers_lie_beside_it(tmp_path):
    store = VersionStore(tmp_path)
    for _ in range(KEPT + 1):
        publish(store)
    publish_again(store, 1, "restored")
    assert store.current().version.number == 1
    assert kept_numbers(tmp_path) == [*range(KEPT + 1, 1, -1), 1]
