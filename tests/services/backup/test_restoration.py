"""A backup is checked before it is restored, content is never overwritten, and what would be lost is told."""

import io
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import replace

import pytest

from hotline.app import open_line
from hotline.core.disclosure.applications import ApplicationChannel
from hotline.core.disclosure.case_materials import MaterialKind
from hotline.core.permissions import Role, Staff
from hotline.services.backup.backup_folder import back_up
from hotline.services.backup.manifest import BackupRefused
from hotline.services.backup.restoration import Target, plan_restore, restore
from hotline.services.content import attachments
from hotline.services.disclosure import case_materials
from hotline.services.staff import authentication
from hotline.storage.files.open_store import open_attachments
from hotline.storage.records.copies.open_copies import open_copies
from tests.support.attached_files import pdf
from tests.support.disclosure_desk import CLERK, register_case
from tests.support.fixed_values import PASSWORD, places_in
from tests.support.restored import CHANGED, enquire, keep_something, what_is_kept, what_is_said

pytestmark = pytest.mark.sqlite("tests/database/test_backup_of_postgresql.py does the same there")


@pytest.fixture
def made(line, tmp_path):
    """A backup of a line with something of everything."""
    keep_something(line)
    copies = open_copies(places_in(line.folder).database_url, {})
    return back_up(line, copies, audio=line.folder / "audio", into=tmp_path / "backups", environ={}).folder


def target_in(folder):
    places = places_in(folder)
    return Target(
        places.var,
        places.knowledge,
        places.audio,
        open_copies(places.database_url, {}),
        open_attachments(None, places.attachments),
    )


def put_back(made, folder, clock, **options):
    target = target_in(folder)
    return restore(plan_restore(made, target), target, clock(), **options)


@pytest.fixture
def opened(clock):
    """Lines over restored folders, closed at the end."""
    lines = []

    def open_in(folder):
        lines.append(open_line(places_in(folder), now=clock))
        lines[-1].records.migrate()
        return lines[-1]

    yield open_in
    for line in lines:
        line.records.close()


def test_restored_into_an_empty_folder_the_same_is_said_and_kept(made, line, tmp_path, clock, opened):
    kept = what_is_kept(places_in(line.folder).database_url)
    assert len(kept["messages"]) == len(kept["enquiries"]) == 1
    said = what_is_said(line)
    assert all(CHANGED in "".join(told) for told in said)
    new = tmp_path / "elsewhere" / "var"
    assert put_back(made, new, clock).moved_to == ()
    assert what_is_kept(places_in(new).database_url) == kept
    restored = opened(new)
    assert what_is_said(restored) == said
    assert restored.knowledge.version == line.knowledge.version
    assert restored.shelf.open_version(1).version.number == 1
    assert (new / "audio" / "greeting.wav").read_bytes() == b"RIFF of the office"
    for role in Role:
        assert authentication.authenticate(restored, role.value, PASSWORD, "127.0.0.1").role is role


def test_a_restored_folder_is_private_and_nothing_else_is_left_there(made, tmp_path, clock):
    new = tmp_path / "new"
    put_back(made, new, clock)
    assert sorted(path.name for path in new.iterdir()) == ["audio", "knowledge", "records.db"]
    assert (new / "records.db").stat().st_mode & 0o777 == 0o600


def test_what_would_be_lost_is_counted_by_row(made, line, clock):
    with line.records.writing() as unit:
        for question in ("一", "二"):
            enquire(unit, clock(), question)
    with closing(sqlite3.connect(line.folder / "records.db")) as records, records:
        records.execute("UPDATE messages SET answer = '已答复'")
        records.execute("DELETE FROM revisions WHERE status = 'superseded'")
    plan = plan_restore(made, target_in(line.folder))
    assert plan.lost == {"enquiries": 2, "messages": 1}, "rows that only the backup has are not lost"


def test_content_is_not_overwritten_and_nothing_changes(made, line, clock):
    line.records.close()
    before = {path: path.stat().st_mtime_ns for path in line.folder.rglob("*") if path.is_file()}
    with pytest.raises(BackupRefused, match="there is content"):
        put_back(made, line.folder, clock)
    assert {path: path.stat().st_mtime_ns for path in line.folder.rglob("*") if path.is_file()} == before


def test_recorded_prompts_alone_are_content_too(made, tmp_path, clock):
    (tmp_path / "new" / "audio").mkdir(parents=True)
    (tmp_path / "new" / "audio" / "greeting.wav").write_bytes(b"another")
    with pytest.raises(BackupRefused, match="there is content"):
        put_back(made, tmp_path / "new", clock)


def test_with_replace_the_old_state_is_moved_aside_as_a_whole(made, line, clock, opened):
    with line.records.writing() as unit:
        enquire(unit, clock(), "问在备份以后")
    kept = what_is_kept(places_in(line.folder).database_url)
    line.records.close()
    (aside,) = put_back(made, line.folder, clock, replace=True).moved_to
    assert aside == line.folder / "replaced-2026-11-23T10-00-00"
    assert what_is_kept(places_in(aside).database_url) == kept
    assert (aside / "audio" / "greeting.wav").exists()
    assert len(what_is_kept(places_in(line.folder).database_url)["enquiries"]) == 1
    assert opened(line.folder).knowledge.version.number == 2


def test_the_log_of_the_old_database_is_not_applied_to_the_restored_one(made, line, clock):
    with line.records.writing() as unit:
        enquire(unit, clock(), "问在备份以后")
    assert (line.folder / "records.db-wal").stat().st_size, "the connection is open, as after a crash"
    put_back(made, line.folder, clock, replace=True)
    assert len(what_is_kept(places_in(line.folder).database_url)["enquiries"]) == 1


def test_a_folder_whose_records_are_empty_is_no_content(made, tmp_path, clock, opened):
    opened(tmp_path / "new").records.close()
    put_back(made, tmp_path / "new", clock)
    assert len(what_is_kept(places_in(tmp_path / "new").database_url)["messages"]) == 1


def test_nothing_is_restored_while_a_server_runs(made, tmp_path, clock):
    (tmp_path / "new").mkdir()
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as server:
        pid_file = tmp_path / "new" / "server-8096.pid"
        pid_file.write_text(f"{server.pid}\n")
        with pytest.raises(BackupRefused, match=f"process {server.pid}, says server-8096.pid"):
            put_back(made, tmp_path / "new", clock)
        server.kill()
        server.wait()
        put_back(made, tmp_path / "new", clock)


def change_manifest(made, **changes):
    path = made / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text("utf-8")) | changes), "utf-8")


def test_a_backup_of_a_newer_program_is_refused(made, tmp_path, clock):
    change_manifest(made, revision="9999")
    with pytest.raises(BackupRefused, match="newer version of the hotline"):
        put_back(made, tmp_path / "new", clock)
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("name", ["records.db", "knowledge/current", "audio/greeting.wav", "settings.env"])
def test_a_backup_with_a_changed_or_missing_file_is_refused_by_name(made, tmp_path, clock, name):
    path = made / name
    content = path.read_bytes()
    path.write_bytes(content[:-1] + bytes([content[-1] ^ 1]) if content else b"x")
    with pytest.raises(BackupRefused, match=f"{name} is damaged"):
        put_back(made, tmp_path / "new", clock)
    path.unlink()
    with pytest.raises(BackupRefused, match=f"{name} is missing"):
        put_back(made, tmp_path / "new", clock)
    assert not (tmp_path / "new").exists()


def test_a_folder_that_is_no_backup_or_of_another_format_is_refused(made, tmp_path, clock):
    with pytest.raises(BackupRefused, match=r"no manifest\.json"):
        put_back(tmp_path, tmp_path / "new", clock)
    change_manifest(made, format=2)
    with pytest.raises(BackupRefused, match="format unknown"):
        put_back(made, tmp_path / "new", clock)
    (made / "manifest.json").write_text("{", "utf-8")
    with pytest.raises(BackupRefused, match="damaged"):
        put_back(made, tmp_path / "new", clock)


def test_a_manifest_cannot_name_files_outside_the_backup(made, tmp_path, clock):
    files = json.loads((made / "manifest.json").read_text("utf-8"))["files"]
    change_manifest(made, files={**files, "audio/../../../x": files["records.db"]})
    with pytest.raises(BackupRefused, match="outside the backup"):
        put_back(made, tmp_path / "new", clock)


def test_a_backup_of_sqlite_is_not_restored_into_postgresql(made, tmp_path):
    copies = open_copies("postgresql+psycopg://hotline@127.0.0.1:1/hotline", os.environ)
    target = Target(tmp_path / "new", tmp_path / "new" / "knowledge", tmp_path / "new" / "audio", copies, None)
    with pytest.raises(BackupRefused, match="sqlite database, and HOTLINE_DATABASE_URL names one of postgresql"):
        plan_restore(made, target)


def test_records_outside_the_data_folder_are_moved_aside_beside_themselves(made, tmp_path, clock):
    new, records = tmp_path / "new", tmp_path / "disk" / "records.db"
    records.parent.mkdir()
    shutil.copy(made / "records.db", records)
    target = Target(new, new / "knowledge", new / "audio", open_copies(f"sqlite:///{records}", {}), None)
    report = restore(plan_restore(made, target), target, clock(), replace=True)
    assert report.moved_to == (tmp_path / "disk" / "replaced-2026-11-23T10-00-00",)
    assert records.exists()


def test_attachments_are_in_a_backup_and_are_there_again_after_a_restore(line, tmp_path, clock, opened):
    writer = Staff(1, "publisher", "测试", Role.PUBLISHER, True)
    digest = attachments.upload(line, writer, "年报.pdf", io.BytesIO(pdf())).digest
    made = back_up(
        line,
        open_copies(places_in(line.folder).database_url, {}),
        audio=line.folder / "audio",
        into=tmp_path / "backups",
        environ={},
    )
    assert made.missing == ()
    assert f"attachments/{digest}" in made.manifest.files
    put_back(made.folder, tmp_path / "new", clock)
    assert attachments.get_file(opened(tmp_path / "new"), digest).read_bytes() == pdf()


def test_the_files_of_a_case_are_in_a_backup_too(line, tmp_path):
    case = register_case(line, ApplicationChannel.IN_PERSON)
    case_materials.add_material(line, CLERK, case.number, MaterialKind.SERVICE, "签收单.pdf", io.BytesIO(pdf()))
    (material,) = case_materials.list_materials(line, CLERK, case.number)
    copies = open_copies(places_in(line.folder).database_url, {})
    made = back_up(line, copies, audio=line.folder / "audio", into=tmp_path / "backups", environ={})
    assert f"attachments/{material.attachment.digest}" in made.manifest.files


def test_attachments_are_restored_into_the_store_that_all_hosts_share(line, tmp_path, clock, opened):
    shared = tmp_path / "shared"
    shared.mkdir()
    (shared / "greeting.wav").write_bytes(b"RIFF")
    sharing = replace(line, attachments=open_attachments(shared, line.folder / "attachments"))
    writer = Staff(1, "publisher", "测试", Role.PUBLISHER, True)
    digest = attachments.upload(sharing, writer, "年报.pdf", io.BytesIO(pdf())).digest
    copies = open_copies(places_in(line.folder).database_url, {})
    made = back_up(sharing, copies, audio=shared, into=tmp_path / "backups", environ={})
    assert {name for name in made.manifest.files if "/" in name and not name.startswith("knowledge")} == {
        "audio/greeting.wav",
        f"attachments/{digest}",
    }
    (shared / f"attachment-{digest}").unlink()
    target = replace(
        target_in(tmp_path / "new"), attachments=open_attachments(shared, tmp_path / "new" / "attachments")
    )
    restore(plan_restore(made.folder, target), target, clock())
    assert (shared / f"attachment-{digest}").read_bytes() == pdf()


def test_a_backup_tells_which_attachments_the_store_has_lost(line, tmp_path):
    writer = Staff(1, "publisher", "测试", Role.PUBLISHER, True)
    digest = attachments.upload(line, writer, "年报.pdf", io.BytesIO(pdf())).digest
    line.attachments.delete(digest)
    copies = open_copies(places_in(line.folder).database_url, {})
    made = back_up(line, copies, audio=line.folder / "audio", into=tmp_path / "backups", environ={})
    assert made.missing == (digest,)
