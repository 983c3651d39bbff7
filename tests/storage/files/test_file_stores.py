"""A folder and a bucket obey one contract, and say plainly why they cannot be used."""

import os
import secrets
import stat
import subprocess
import sys
import time
from dataclasses import replace

import pytest

from hotline.settings.checks import UnsafeSettings
from hotline.storage.files import open_store
from hotline.storage.files.folder import FolderStore
from hotline.storage.files.s3 import BucketStore


@pytest.fixture(params=["folder", "bucket"])
def store(request, tmp_path):
    """An empty store of each kind."""
    if request.param == "folder":
        (tmp_path / "store").mkdir()
        return FolderStore(tmp_path / "store")
    return request.getfixturevalue("shared_server").store(prefix=f"test-{secrets.token_hex(8)}")


def test_what_was_written_is_read_back_byte_by_byte(store):
    content = bytes(range(256)) * 1_000
    store.write("menu.full.wav", content)
    assert store.read("menu.full.wav") == content


def test_a_file_may_be_empty(store):
    store.write("empty", b"")
    assert store.read("empty") == b""
    assert [(one.name, one.size) for one in store.list_files()] == [("empty", 0)]


def test_what_is_not_there_is_none_and_may_be_deleted(store):
    assert store.read("menu.full.wav") is None
    store.delete("menu.full.wav")
    assert store.list_files() == []


def test_a_written_file_replaces_the_one_before_and_has_another_version(store):
    store.write("menu.full.wav", b"before")
    (before,) = store.list_files()
    store.write("menu.full.wav", b"behind")
    (after,) = store.list_files()
    assert store.read("menu.full.wav") == b"behind"
    assert before.version != after.version


def test_a_file_that_is_left_alone_keeps_its_version(store):
    store.write("menu.full.wav", b"sound")
    assert store.list_files() == store.list_files()


def test_the_list_tells_each_file_once_with_size_and_time(store):
    began = time.time() - 2
    for name, content in (("b.wav", b"12"), ("a.wav", b"1"), ("c.wav", b"123")):
        store.write(name, content)
    assert [(one.name, one.size) for one in store.list_files()] == [("a.wav", 1), ("b.wav", 2), ("c.wav", 3)]
    assert all(began <= one.changed / 10**9 <= time.time() + 2 for one in store.list_files())


def test_a_deleted_file_is_gone(store):
    store.write("a.wav", b"1")
    store.write("b.wav", b"2")
    store.delete("a.wav")
    assert store.read("a.wav") is None
    assert [one.name for one in store.list_files()] == ["b.wav"]


@pytest.mark.parametrize(
    "name", ["../a", "/etc/passwd", "a/b", "a\0", "", ".hidden", "..", "提示.wav", "a\n", "a" * 201]
)
def test_no_name_leads_out_of_the_store(store, name):
    for act in (store.read, store.delete, lambda one: store.write(one, b"1")):
        with pytest.raises(ValueError, match="no name of a stored file"):
            act(name)
    assert store.list_files() == []


def test_more_files_than_a_bucket_lists_at_once_are_all_listed(shared_server):
    store = shared_server.store(prefix="many")
    names = [f"{number:04}.wav" for number in range(1_010)]
    for name in names:
        store.write(name, b"1")
    assert [one.name for one in store.list_files()] == names


def test_files_in_a_folder_are_private_and_no_half_of_one_is_left(tmp_path):
    store = FolderStore(tmp_path)
    store.write("a.wav", b"1")
    assert stat.S_IMODE((tmp_path / "a.wav").stat().st_mode) == 0o600
    assert os.listdir(tmp_path) == ["a.wav"]


def test_other_things_in_a_folder_are_no_files_of_the_store(tmp_path):
    (tmp_path / "folder.wav").mkdir()
    (tmp_path / ".a.wav.part").write_bytes(b"half")
    os.mkfifo(tmp_path / "pipe.wav")
    assert FolderStore(tmp_path).list_files() == []


def test_a_folder_that_is_not_there_is_not_made(tmp_path):
    store = FolderStore(tmp_path / "not mounted")
    for act in (store.list_files, lambda: store.read("a"), lambda: store.delete("a"), lambda: store.write("a", b"1")):
        with pytest.raises(FileNotFoundError):
            act()
    assert not (tmp_path / "not mounted").exists()


def test_other_prefixes_of_the_bucket_are_not_listed(shared_server):
    prefix = f"test-{secrets.token_hex(8)}"
    shared_server.store(prefix=f"{prefix}/below").write("a.wav", b"1")
    shared_server.store(prefix=f"{prefix}beside").write("a.wav", b"1")
    assert shared_server.store(prefix=prefix).list_files() == []


def test_a_prefix_is_not_needed(shared_server):
    shared_server.store(prefix="").write("whole.wav", b"1")
    assert "whole.wav" in [one.name for one in shared_server.store(prefix="").list_files()]


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"secret": "guessed"}, "refuses HOTLINE_S3_KEY with HOTLINE_S3_SECRET (SignatureDoesNotMatch)"),
        ({"key": "AKIA0000000000000000"}, "refuses HOTLINE_S3_KEY with HOTLINE_S3_SECRET (InvalidAccessKeyId)"),
        ({"bucket": "no-such-bucket"}, "has no bucket no-such-bucket, which HOTLINE_FILES names"),
        ({"endpoint": "http://127.0.0.1:1"}, "http://127.0.0.1:1 does not answer"),
    ],
)
def test_a_bucket_that_cannot_be_used_says_which_setting_is_wrong(shared_server, changes, says):
    store = shared_server.store(**changes)
    for act in (store.list_files, lambda: store.read("a.wav"), lambda: store.write("a.wav", b"1")):
        with pytest.raises(OSError) as told:
            act()
        assert says in str(told.value)
        assert shared_server.access.secret not in str(told.value)
        assert told.value.__cause__ is None


def test_no_secret_is_shown_where_a_bucket_is_printed(shared_server):
    assert shared_server.access.secret not in repr(shared_server.access) + repr(shared_server.store())


def test_a_bucket_that_hangs_is_given_up(own_server):
    own_server.hang()
    began = time.monotonic()
    with pytest.raises(OSError, match="does not answer"):
        own_server.store().list_files()
    assert time.monotonic() - began < 30  # 8 s a request, and nothing is tried again after 5 s


def test_without_the_extra_a_bucket_is_refused_with_what_to_install(shared_server, monkeypatch):
    monkeypatch.setitem(sys.modules, "hotline.storage.files.s3", None)
    with pytest.raises(UnsafeSettings, match=r"hotline\[s3\]"):
        open_store.open_file_store(shared_server.access)


def test_a_bucket_or_a_folder_is_opened_as_the_setting_says(shared_server, tmp_path):
    assert isinstance(open_store.open_file_store(replace(shared_server.access)), BucketStore)
    assert isinstance(open_store.open_file_store(tmp_path), FolderStore)


def test_the_library_is_not_imported_where_no_bucket_is_set():
    program = "import sys, hotline.cli.main, hotline.server.worker; sys.exit('obstore' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
