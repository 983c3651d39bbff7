"""A backup is private, whole or absent, true to one moment of a service that writes, and without secrets."""

import os
import re
import shutil
import sqlite3
import subprocess
import sys
import time
from contextlib import closing, suppress
from datetime import timedelta
from pathlib import Path
from threading import Event, Thread

import pytest

from hotline.services.backup import backup_folder
from hotline.services.backup.backup_folder import back_up, list_backups
from hotline.services.backup.manifest import BackupRefused, read_manifest
from hotline.storage.records.copies.content import CopyFailed
from hotline.storage.records.copies.open_copies import open_copies
from tests.support.fixed_values import ROOT

pytestmark = pytest.mark.sqlite("tests/database/test_backup_of_postgresql.py does the same there")

WRITER = """
import sys
from datetime import UTC, datetime
from itertools import count
from hotline.storage.records.database import Records
records = Records.open(sys.argv[1])
for turn in count():
    with records.writing() as unit:
        unit.deliveries.keep(f"{turn:06d}", "reply", datetime.now(UTC))
        unit.deliveries.keep(f"{turn:06d} too", "reply", datetime.now(UTC))
    if turn == 20:
        print("writing", flush=True)
"""
HOTLINE = [str(Path(sys.executable).with_name("hotline")), "backup"]


def url_of(line):
    return f"sqlite:///{line.folder / 'records.db'}"


@pytest.fixture
def make(line, tmp_path):
    """Make a backup of the line into ``backups``."""

    def make(**options):
        audio = options.pop("audio", line.folder / "audio")
        environ = options.pop("environ", {})
        return back_up(
            line, open_copies(url_of(line), {}), audio=audio, into=tmp_path / "backups", environ=environ, **options
        )

    return make


def everything_in(folder):
    return sorted(path for path in folder.rglob("*"))


def test_a_backup_holds_the_records_all_knowledge_versions_and_the_prompts(make, line):
    (line.folder / "audio" / "women").mkdir(parents=True)
    (line.folder / "audio" / "women" / "greeting.wav").write_bytes(b"RIFF")
    shutil.copy(line.knowledge.path, line.shelf.folder / "knowledge-000000.db")
    folder = make().folder
    assert folder.name == "hotline-2026-11-23T10-00-00"
    assert {str(path.relative_to(folder)) for path in everything_in(folder) if path.is_file()} == {
        "manifest.json", "settings.env", "records.db", "knowledge/current", "knowledge/knowledge-000000.db",
        f"knowledge/{line.knowledge.path.name}", "audio/women/greeting.wav",
    }  # fmt: skip
    assert (folder / "knowledge" / line.knowledge.path.name).read_bytes() == line.knowledge.path.read_bytes()
    assert (folder / "audio" / "women" / "greeting.wav").read_bytes() == b"RIFF"


def test_a_backup_before_the_first_publish_says_that_nothing_serves(make, line):
    shutil.rmtree(line.shelf.folder)
    assert make().manifest.knowledge == ""


def test_only_its_owner_can_ever_read_a_backup(make, tmp_path):
    """Also while it is written, and whatever the process would let others do."""
    seen, done = set(), Event()

    def watch():
        while not done.is_set():
            with suppress(FileNotFoundError):  # renamed meanwhile
                for path in everything_in(tmp_path / "backups"):
                    seen.add((path.suffix, path.is_dir(), path.stat().st_mode & 0o777))

    watcher, before = Thread(target=watch), os.umask(0)
    watcher.start()
    try:
        make()
    finally:
        os.umask(before)
        done.set()
        watcher.join()
    assert {mode for _, is_folder, mode in seen if is_folder} == {0o700}
    assert {mode for _, is_folder, mode in seen if not is_folder} == {0o600}
    assert (".part", True, 0o700) in seen


def test_a_backup_is_of_one_moment_while_others_write(make, line):
    with subprocess.Popen([sys.executable, "-c", WRITER, url_of(line)], stdout=subprocess.PIPE) as writer:
        writer.stdout.readline()
        made = make()
        still_writing = writer.poll() is None
        writer.kill()
    assert still_writing
    with closing(sqlite3.connect(made.folder / "records.db")) as copy:
        keys = [key for (key,) in copy.execute("SELECT key FROM deliveries ORDER BY key")]
    half = len(keys) // 2
    assert keys == sorted([f"{turn:06d}" for turn in range(half)] + [f"{turn:06d} too" for turn in range(half)])
    assert made.manifest.rows["deliveries"] == len(keys) > 40


@pytest.mark.parametrize("kilobytes", [300, 2_000], ids=["at the records", "at the knowledge file"])
def test_on_a_full_disk_nothing_is_left_and_the_reason_is_told(line, tmp_path, kilobytes):
    disk = tmp_path / "disk"
    disk.mkdir()
    script = f"mount -t tmpfs -o size={kilobytes}k tmpfs {disk} && {HOTLINE[0]} backup {disk}; ls {disk}"
    environment = {**os.environ, "HOTLINE_VAR": str(line.folder), "HOTLINE_MATCHING": "words"}
    done = subprocess.run(
        ["unshare", "-rm", "sh", "-c", script], env=environment, capture_output=True, text=True, check=False
    )
    assert done.stderr == f"Error: The disk of {disk} is full: no backup was made, and nothing was left there.\n"
    assert done.stdout == ""


def test_a_killed_backup_is_not_taken_for_a_whole_one_and_the_next_clears_it_away(line, tmp_path, make):
    (line.folder / "audio").mkdir()
    with (line.folder / "audio" / "long.wav").open("wb") as file:
        file.truncate(300 << 20)
    environment = {**os.environ, "HOTLINE_VAR": str(line.folder), "HOTLINE_MATCHING": "words"}
    backups = tmp_path / "backups"
    with subprocess.Popen([*HOTLINE, str(backups)], env=environment, stdout=subprocess.DEVNULL) as backup:
        while not list(backups.glob("*.part/audio/long.wav")):
            assert backup.poll() is None
            time.sleep(0.001)
        backup.kill()
    assert [path.suffix for path in backups.glob("hotline-*")] == [".part"]
    assert list_backups(backups) == []
    (line.folder / "audio" / "long.wav").unlink()
    made = make()
    assert list(backups.glob("hotline-*")) == [made.folder]


def test_two_backups_at_once_are_refused(make, tmp_path):
    with backup_folder._alone_in(tmp_path / "backups"), pytest.raises(BackupRefused, match="being made now"):
        make()


def test_records_that_are_damaged_or_missing_are_told_and_nothing_is_left(make, line, tmp_path):
    line.records.close()
    records = line.folder / "records.db"
    content = bytearray(records.read_bytes())
    content[40_000:200_000] = b"x" * 160_000
    records.write_bytes(content)
    with pytest.raises(CopyFailed, match=r"records\.db"):
        make()
    records.unlink()
    with pytest.raises(CopyFailed, match="no records"):
        make()
    assert list((tmp_path / "backups").glob("hotline-*")) == []
    assert not records.exists()


def test_keep_deletes_the_oldest_whole_backups_and_nothing_else(make, clock, tmp_path):
    ours = []
    foreign = tmp_path / "backups" / "hotline-2020-01-01T00-00-00"
    for _ in range(3):
        ours.append(make().folder)
        foreign.mkdir(exist_ok=True)
        clock.now += timedelta(hours=1)
    made = make(keep=2)
    assert made.deleted == tuple(ours[:2])
    assert list_backups(tmp_path / "backups") == [ours[2], made.folder]
    assert foreign.exists()


def test_no_secret_is_in_a_backup(make):
    """Each setting that is explained as a secret, a token, a password or a key is set, and looked for."""
    rows = re.findall(r"^\| (`HOTLINE_.+?) \| (.+)", (ROOT / "hotline/docs/settings.md").read_text("utf-8"), re.M)
    names = {name for told, _ in rows for name in re.findall(r"`(HOTLINE_[A-Z0-9_]+)`", told)}
    secret = {name for name in names if re.search("SECRET|TOKEN|PASSWORD|KEY", name)}
    assert {"HOTLINE_SECRET_KEY", "HOTLINE_METRICS_TOKEN", "HOTLINE_ANDROID_SIGNING_KEY"} < secret
    explained = {name for told, meaning in rows for name in re.findall(r"`(HOTLINE_\w+)`", told) if "secret" in meaning}
    assert {name for name in explained if "secret" in name.lower()} <= secret
    environ = {name: f"value-of-{name}" for name in names} | {
        "HOTLINE_DATABASE_URL": "postgresql+psycopg://hotline:canary@db/hotline?password=canary",
        "HOME": "/root",
    }
    folder = make(environ=environ).folder
    told = (folder / "settings.env").read_text("utf-8")
    assert "HOTLINE_DATABASE_URL=postgresql+psycopg://hotline@db/hotline\n" in told
    assert "HOTLINE_VAR=value-of-HOTLINE_VAR\n" in told
    for path in everything_in(folder):
        if path.is_file():
            content = path.read_bytes()
            assert b"canary" not in content
            assert not [name for name in secret if f"value-of-{name}".encode() in content]


def test_the_manifest_reads_as_it_was_written(make):
    made = make()
    assert read_manifest(made.folder) == made.manifest
    assert made.manifest.rows["staff"] == 5
