import resource
from dataclasses import replace
from datetime import UTC, datetime
from multiprocessing import get_context

import pytest

from hotline.core.contents import Contents
from hotline.core.departments import Office
from hotline.core.errors import Unavailable
from hotline.matching.terms import analyse
from hotline.storage.shelf import KEPT, Shelf

AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
CONTENTS = Contents(Office(*[""] * 16), (), (), (), (), (), (), ())


def publish(shelf, name="示例市司法局"):
    contents = replace(CONTENTS, office=replace(CONTENTS.office, name=name))
    with shelf.publishing(), shelf.draft(contents, AT, analyse) as draft:
        return shelf.install(draft)


def publish_in_a_process(folder):
    publish(Shelf(folder))


def files(folder):
    return sorted(path.name for path in folder.iterdir() if path.name != "publishing.lock")


def test_before_the_first_publish_the_shelf_says_so(tmp_path):
    with pytest.raises(Unavailable, match="还没有发布"):
        Shelf(tmp_path / "nowhere").current()


def test_another_process_serves_the_new_version_on_its_next_look(tmp_path):
    writer, reader = Shelf(tmp_path), Shelf(tmp_path)
    publish(writer, "old")
    assert reader.current().office.name == "old"
    publish(writer, "new")
    assert reader.current().office.name == "new"


def test_while_nothing_changes_the_same_knowledge_is_served(tmp_path):
    shelf = Shelf(tmp_path)
    publish(shelf)
    assert shelf.current() is shelf.current()


def test_a_reader_in_the_middle_of_a_request_keeps_its_version(tmp_path):
    shelf = Shelf(tmp_path)
    held = publish(shelf, "old")
    publish(shelf, "new")
    assert held.office.name == "old"


def test_the_newest_thirty_versions_are_kept(tmp_path):
    shelf = Shelf(tmp_path)
    for _ in range(KEPT + 2):
        publish(shelf)
    numbers = [version.number for version in shelf.versions()]
    assert numbers == list(range(KEPT + 2, 2, -1))
    assert shelf.open_version(3).version.number == 3
    with pytest.raises(Unavailable):
        shelf.open_version(2)


def test_a_draft_that_is_not_installed_leaves_nothing(tmp_path):
    shelf = Shelf(tmp_path)
    publish(shelf)
    before = files(tmp_path)
    with shelf.publishing(), pytest.raises(ZeroDivisionError), shelf.draft(CONTENTS, AT, analyse):
        raise ZeroDivisionError
    assert files(tmp_path) == before
    assert shelf.current().version.number == 1


def test_a_full_disk_leaves_the_old_version_serving_and_no_half_file(tmp_path):
    shelf = Shelf(tmp_path)
    publish(shelf)
    before = files(tmp_path)
    unlimited = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, unlimited[1]))
    try:
        with pytest.raises(Exception, match="disk"):
            publish(shelf, "new")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, unlimited)
    assert files(tmp_path) == before
    assert Shelf(tmp_path).current().version.number == 1


def test_what_a_killed_publish_left_is_cleared_by_the_next(tmp_path):
    shelf = Shelf(tmp_path)
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
    assert [version.number for version in Shelf(tmp_path).versions()] == [2, 1]
