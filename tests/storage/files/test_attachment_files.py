"""Attachments in a store that several hosts share: fetched once by each host, and never served damaged."""

import io
import secrets
from datetime import UTC, datetime, timedelta

import pytest

from hotline.storage.files.attachment_files import AttachmentFiles, WrongContent
from hotline.storage.files.folder import FolderStore

CONTENT = bytes(range(256)) * 9_000


@pytest.fixture(params=["folder", "bucket"])
def store(request, tmp_path):
    if request.param == "folder":
        (tmp_path / "store").mkdir()
        return FolderStore(tmp_path / "store")
    return request.getfixturevalue("shared_server").store(prefix=f"test-{secrets.token_hex(8)}")


@pytest.fixture
def hosts(store, tmp_path):
    return [AttachmentFiles(store, tmp_path / host / "attachments") for host in ("one", "two")]


def put(host, content=CONTENT):
    path, digest, size = host.take(io.BytesIO(content), 10_000_000)
    assert size == len(content)
    host.put(path, digest)
    return digest


def test_what_one_host_stores_another_serves_from_a_copy_of_its_own(hosts, store):
    digest = put(hosts[0])
    path = hosts[1].find(digest)
    assert path.read_bytes() == CONTENT
    store.delete(f"attachment-{digest}")
    assert hosts[1].find(digest) == path


def test_no_more_is_taken_than_one_byte_too_many(hosts):
    path, _, size = hosts[0].take(io.BytesIO(CONTENT), 1_000)
    assert size == 1_001
    assert path.stat().st_size == 1_001


def test_what_is_not_there_is_none_and_leaves_nothing_behind(hosts, tmp_path):
    assert hosts[0].find("0" * 64) is None
    assert list((tmp_path / "one" / "attachments").iterdir()) == []


def test_another_content_under_a_digest_is_never_served(hosts, store):
    digest = put(hosts[0])
    store.write(f"attachment-{digest}", b"something else")
    with pytest.raises(WrongContent):
        hosts[1].find(digest)


def test_only_its_owner_can_read_a_copy(hosts):
    path = hosts[1].find(put(hosts[0]))
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_host_deletes_its_own_copy_of_what_another_one_erased_and_no_copy_that_is_new(hosts):
    erased, kept = put(hosts[0]), put(hosts[0], b"another content")
    for digest in (erased, kept):
        hosts[1].find(digest)
    hosts[0].delete(erased)
    now = datetime.now(UTC)
    assert hosts[1].delete_copies({kept}, now - timedelta(hours=1)) == 0
    assert hosts[1].delete_copies({kept}, now + timedelta(hours=1)) == 1
    assert hosts[1].find(erased) is None
    assert hosts[1].find(kept) is not None
