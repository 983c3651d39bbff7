import resource
from dataclasses import replace
from datetime import UTC, datetime
from multiprocessing import get_context

import pytest

from hotline.core.contents import Contents
from hotline.core.departments import Office
from hotline.core.errors import Unavailable
from hotline.matching.text.terms import analyse
from hotline.storage.knowledge import versions as shelf_module
from hotline.storage.knowledge.versions import KEPT, VersionStore

AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
CONTENTS = Contents(Office(*[""] * 16), (), (), (), (), (), (), (), ())


def publish(shelf, name="示例市司法局"):
    contents = replace(CONTENTS, office=replace(CONTENTS.office, name=name))
    with shelf.publishing(), shelf.draft(contents, AT, analyse) as draft:
        return shelf.install(draft)


def publish_in_a_process(folder):
    publish(VersionStore(folder))


def files(folder):
    return sorted(path.name for path in folder.iterdir() if path.name != "publishing.lock")


def kept_numbers(folder):
    """The numbers of the version files in ``folder``, newest first."""
    return sorted((int(path.stem.removeprefix("knowledge-")) for path in folder.glob("knowledge-*.db")), reverse=True)


def test_before_the_first_publish_the_shelf_says_so(tmp_path):
    with pytest.raises(Unavailable, match="还没有发布"):
        VersionStore(tmp_path / "nowhere").current()


def test_another_process_serves_the_new_version_on_its_next_look(tmp_path):
    writer, reader = VersionStore(tmp_path), VersionStore(tmp_path)
    publish(writer, "old")
    assert reader.current().office.name == "old"
    publish(writer, "new")
    assert reader.current().office.name == "new"


def test_while_nothing_changes_the_same_knowledge_is_served(tmp_path):
    shelf = VersionStore(tmp_path)
    publish(shelf)
    assert shelf.current() is shelf.current()


def test_a_reader_in_the_middle_of_a_request_keeps_its_version(tmp_path):
    shelf = VersionStore(tmp_path)
    held = publish(shelf, "old")
    publish(shelf, "new")
    assert held.office.name == "old"


def test_the_newest_thirty_versions_are_kept(tmp_path):
    shelf = VersionStore(tmp_path)
    for _ in range(KEPT + 2):
        publish(shelf)
    assert kept_numbers(tmp_path) == list(range(KEPT + 2, 2, -1))
    assert shelf.open_version(3).version.number == 3
    with pytest.raises(Unavailable):
        shelf.open_version(2)


def test_a_draft_that_is_not_installed_leaves_nothing(tmp_path):
    shelf = VersionStore(tmp_path)
    publish(shelf)
    before = files(tmp_path)
    with shelf.publishing(), pytest.raises(ZeroDivisionError), shelf.draft(CONTENTS, AT, analyse):
        raise ZeroDivisionError
    assert files(tmp_path) == before
    assert shelf.current().version.number == 1


def test_a_full_disk_leaves_the_old_version_serving_and_no_half_file(tmp_path):
    shelf = VersionStore(tmp_path)
    publish(shelf)
    before = files(tmp_path)
    unlimited = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, unlimited[1]))
    try:
        with pytest.raises(Exception, match=r"disk|large"):
            publish(shelf, "new")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, unlimited)
    assert files(tmp_path) == before
    assert VersionStore(tmp_path).current().version.number == 1


def test_what_a_killed_publish_left_is_cleared_by_the_next(tmp_path):
    shelf = VersionStore(tmp_path)
    publish(shelf)
    (tmp_path / "knowledge-000002.db.part").write_bytes(b"half")
    publish(shelf)
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


@pytest.mark.parametrize("harm", ["gone", "cut short", "emptied", "no database"])
def test_a_file_harmed_while_it_serves_is_told_of_until_the_next_publish(tmp_path, harm):
    shelf = VersionStore(tmp_path)
    path = publish(shelf).path
    whole = path.read_bytes()
    if harm == "gone":
        path.unlink()
    else:
        path.write_bytes({"cut short": whole[:-4096], "emptied": b"", "no database": b"x" * len(whole)}[harm])
    for reader in (shelf, VersionStore(tmp_path)):
        with pytest.raises(Unavailable, match="重新发布"):
            reader.current()
    publish(shelf, "new")
    assert shelf.current().office.name == "new"


def test_a_harmed_file_that_is_put_back_serves_again(tmp_path):
    shelf = VersionStore(tmp_path)
    path = publish(shelf, "old").path
    whole = path.read_bytes()
    path.write_bytes(b"")
    with pytest.raises(Unavailable):
        shelf.current()
    path.write_bytes(whole)
    assert shelf.current().office.name == "old"


@pytest.mark.parametrize("pointer", [b"", b"\0\0\0", b"\xff", b"knowledge-000009.db\n"])
def test_a_pointer_to_nothing_is_told_of_until_the_next_publish(tmp_path, pointer):
    shelf = VersionStore(tmp_path)
    publish(shelf)
    (tmp_path / "current").write_bytes(pointer)
    with pytest.raises(Unavailable, match="重新发布"):
        shelf.current()
    publish(shelf, "new")
    assert shelf.current().office.name == "new"


def test_a_copy_that_somebody_laid_beside_the_versions_is_left_alone(tmp_path):
    shelf = VersionStore(tmp_path)
    publish(shelf)
    (tmp_path / "knowledge-000001 copy.db").write_bytes(b"mine")
    assert publish(shelf).version.number == 2
    assert (tmp_path / "knowledge-000001 copy.db").read_bytes() == b"mine"


def test_a_publish_between_the_look_and_the_reading_is_not_missed(tmp_path, monkeypatch):
    reader = VersionStore(tmp_path)
    publish(VersionStore(tmp_path), "old")
    opened = shelf_module.KnowledgeFile

    def open_late(path):
        monkeypatch.undo()
        publish(VersionStore(tmp_path), "new")
        return opened(path)

    monkeypatch.setattr(shelf_module, "KnowledgeFile", open_late)
    reader.current()
    assert reader.current().office.name == "new"
