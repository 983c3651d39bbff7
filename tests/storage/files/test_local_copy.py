"""The copy of a host: what is new, changed or deleted in the store is so in the copy, and an outage changes nothing."""

import os
import subprocess
import sys
import time

import pytest

from hotline.server.background import REFRESH_EVERY, refresh_recordings
from hotline.storage.files.folder import FolderStore
from hotline.storage.files.local_copy import LARGEST, LocalCopy


@pytest.fixture
def shared(tmp_path):
    """A shared folder with one recording, as a store."""
    (tmp_path / "shared").mkdir()
    store = FolderStore(tmp_path / "shared")
    store.write("a.wav", b"first")
    return store


@pytest.fixture
def copy(shared, tmp_path):
    return LocalCopy(shared, tmp_path / "host" / "audio-copy")


def copied(tmp_path, host="host"):
    return {path.name: path.read_bytes() for path in sorted((tmp_path / host / "audio-copy").iterdir())}


def test_what_is_new_changed_and_deleted_is_followed(copy, shared, tmp_path):
    copy.refresh()
    assert copied(tmp_path) == {"a.wav": b"first"}
    shared.write("a.wav", b"again")
    shared.write("b.wav", b"other")
    copy.refresh()
    assert copied(tmp_path) == {"a.wav": b"again", "b.wav": b"other"}
    shared.delete("a.wav")
    copy.refresh()
    assert copied(tmp_path) == {"b.wav": b"other"}


def test_all_hosts_give_a_recording_the_same_time(copy, shared, tmp_path):
    os.utime(tmp_path / "shared" / "a.wav", ns=(5 * 10**9, 5 * 10**9))
    copy.refresh()
    assert (tmp_path / "host" / "audio-copy" / "a.wav").stat().st_mtime_ns == 5 * 10**9


def test_what_is_no_prompt_is_not_fetched(copy, shared, tmp_path):
    shared.write("attachment.pdf", b"other")
    with (tmp_path / "shared" / "film.wav").open("wb") as file:
        file.truncate(LARGEST + 1)
    copy.refresh()
    assert copied(tmp_path) == {"a.wav": b"first"}


def test_only_what_changed_is_fetched_again(copy, shared, tmp_path, monkeypatch):
    shared.write("b.wav", b"other")
    copy.refresh()
    read = []
    monkeypatch.setattr(FolderStore, "read", lambda self, name: read.append(name))
    copy.refresh()
    assert read == []


def test_a_copy_that_was_damaged_is_made_again_at_the_next_start(shared, tmp_path):
    LocalCopy(shared, tmp_path / "host" / "audio-copy").refresh()
    (tmp_path / "host" / "audio-copy" / "a.wav").write_bytes(b"broken")
    LocalCopy(shared, tmp_path / "host" / "audio-copy").refresh()
    assert copied(tmp_path) == {"a.wav": b"first"}


@pytest.mark.parametrize("fault", ["not mounted", "empty"])
def test_a_share_that_is_not_mounted_deletes_nothing(copy, shared, tmp_path, fault):
    copy.refresh()
    (tmp_path / "shared").rename(tmp_path / "unmounted")
    if fault == "empty":
        (tmp_path / "shared").mkdir()
    with pytest.raises(OSError, match=r"shared|empty"):
        copy.refresh()
    assert copied(tmp_path) == {"a.wav": b"first"}
    if fault == "empty":
        (tmp_path / "shared").rmdir()
    (tmp_path / "unmounted").rename(tmp_path / "shared")
    shared.write("a.wav", b"again")
    copy.refresh()
    assert copied(tmp_path) == {"a.wav": b"again"}


def test_one_process_of_a_host_keeps_the_copy_and_another_takes_over_when_it_is_killed(copy, shared, tmp_path):
    program = (
        "import sys, time; from pathlib import Path; from hotline.storage.files.folder import FolderStore;"
        "from hotline.storage.files.local_copy import LocalCopy;"
        "copy = LocalCopy(FolderStore(Path(sys.argv[1])), Path(sys.argv[2])); copy.refresh();"
        "print(flush=True); time.sleep(600)"
    )
    command = [sys.executable, "-c", program, tmp_path / "shared", tmp_path / "host" / "audio-copy"]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as other:
        try:
            other.stdout.readline()
            shared.write("b.wav", b"other")
            copy.refresh()
            assert copied(tmp_path) == {"a.wav": b"first"}
        finally:
            other.kill()
    copy.refresh()
    assert copied(tmp_path) == {"a.wav": b"first", "b.wav": b"other"}


def test_a_bucket_that_is_down_keeps_the_copy_with_one_line_an_outage(own_server, tmp_path, caplog):
    store = own_server.store()
    store.write("a.wav", b"first")
    copy = LocalCopy(store, tmp_path / "host" / "audio-copy")
    turns = iter([lambda: None, own_server.stop, lambda: None, lambda: None])

    def wait(seconds):
        assert seconds == REFRESH_EVERY
        act = next(turns, None)
        return act is None or act()

    refresh_recordings(copy, wait)
    assert copied(tmp_path) == {"a.wav": b"first"}
    (line,) = [record.getMessage() for record in caplog.records]
    assert "does not answer" in line


def test_the_end_of_an_outage_is_told_once(copy, tmp_path, caplog):
    away = tmp_path / "away"
    turns = iter(
        [
            lambda: (tmp_path / "shared").rename(away) and None,
            lambda: None,
            lambda: away.rename(tmp_path / "shared") and None,
            lambda: None,
        ]
    )
    refresh_recordings(copy, lambda seconds: (act := next(turns, None)) is None or act())
    lines = [record.getMessage() for record in caplog.records]
    assert len(lines) == 2
    assert lines[1] == "the file store can be read again"


def test_two_hosts_copy_from_one_bucket_what_either_puts_there(shared_server, tmp_path):
    store = shared_server.store(prefix="two-hosts")
    hosts = [LocalCopy(store, tmp_path / host / "audio-copy") for host in ("one", "two")]
    for content in (b"first", b"again"):
        store.write("a.wav", content)
        for host in hosts:
            host.refresh()
        assert copied(tmp_path, "one") == copied(tmp_path, "two") == {"a.wav": content}
    times = {(tmp_path / host / "audio-copy" / "a.wav").stat().st_mtime_ns for host in ("one", "two")}
    assert len(times) == 1
    assert abs(times.pop() / 10**9 - time.time()) < 60
