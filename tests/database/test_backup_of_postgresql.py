"""A backup of the records on PostgreSQL, and its restoration into a new empty database.

Run with -m database; Debian's postgresql is needed."""

import os
import random
import shutil
import subprocess
import sys

import pytest
from click.testing import CliRunner

from hotline.app import open_line
from hotline.cli.main import main
from hotline.core.permissions import Role
from hotline.services.backup.manifest import read_manifest
from hotline.services.content import csv_import, publish
from hotline.services.staff import authentication
from hotline.settings import Places
from hotline.storage.records.copies.content import CopyFailed
from hotline.storage.records.copies.open_copies import open_copies
from tests.support.fixed_values import NOW, PASSWORD, QUICK_HASH, ROOT
from tests.support.postgresql import running_postgresql
from tests.support.restored import CHANGED, keep_something, what_is_kept, what_is_said

pytestmark = pytest.mark.database
WRITER = """
import sys
from datetime import UTC, datetime
from itertools import count
from hotline.storage.records.database import Records
records = Records.open(sys.argv[1])
for turn in count():
    with records.writing() as unit:
        unit.deliveries.keep(f"{turn:06d}", "reply", datetime.now(UTC))
    if turn == 20:
        print("writing", flush=True)
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with running_postgresql(tmp_path_factory.mktemp("database") / "postgresql") as server:
        yield server


@pytest.fixture(scope="module")
def sample(server, tmp_path_factory):
    """A data folder whose records are in the database ``sample``, with something of everything."""
    server.sql("CREATE DATABASE sample")
    line = open_line(Places(tmp_path_factory.mktemp("sample") / "var", server.url("sample")), now=lambda: NOW)
    line.records.migrate()
    csv_import.import_tables(line, ROOT / "faq_data")
    publish.publish(line)
    with line.records.writing() as unit:
        for role in Role:
            unit.staff.add(name=role.value, full_name="测试", role=role, password_hash=QUICK_HASH, at=NOW)
    keep_something(line)
    line.records.close()
    return line.folder


@pytest.fixture
def databases(server, sample):
    """The addresses of a copy of the sample and of an empty database."""
    names = [f"hotline_{random.randrange(10**9)}" for _ in range(2)]
    server.sql(f"CREATE DATABASE {names[0]} TEMPLATE sample")
    server.sql(f"CREATE DATABASE {names[1]}")
    return [server.url(name) for name in names]


@pytest.fixture
def office(databases, sample, tmp_path, clock):
    """A line over the first database."""
    shutil.copytree(sample, tmp_path / "var")
    line = open_line(Places(tmp_path / "var", databases[0]), now=clock)
    yield line
    line.records.close()


def run(*arguments, code=0, **environment):
    result = CliRunner().invoke(main, arguments, env={"HOTLINE_MATCHING": "words", **environment})
    assert result.exit_code == code, result.output
    return result.output


def test_restored_into_an_empty_database_the_same_is_said_and_kept(office, databases, tmp_path, clock):
    before, after = databases
    writer = subprocess.Popen([sys.executable, "-c", WRITER, before], stdout=subprocess.PIPE)
    with writer:
        writer.stdout.readline()
        run("backup", str(tmp_path / "backups"), HOTLINE_VAR=str(office.folder), HOTLINE_DATABASE_URL=before)
        assert writer.poll() is None
        writer.kill()
    (made,) = (tmp_path / "backups").glob("hotline-*")
    said, kept = what_is_said(office), what_is_kept(before)
    assert all(CHANGED in "".join(told) for told in said)

    told = run("restore", str(made), HOTLINE_VAR=str(tmp_path / "new"), HOTLINE_DATABASE_URL=after)
    assert "Restored. Knowledge version 2 " in told
    counted = read_manifest(made).rows
    restored_rows = what_is_kept(after)
    assert {name: len(rows) for name, rows in restored_rows.items()} == {name: counted[name] for name in restored_rows}
    for name, rows in restored_rows.items():
        if name in ("deliveries", "calls", "call_steps", "incoming_texts", "enquiries", "contexts"):
            assert set(map(repr, rows)) <= set(map(repr, kept[name])), "the service wrote on after the backup"
        else:
            assert rows == kept[name]
    assert len(restored_rows["messages"]) == len(restored_rows["enquiries"]) == 1

    line = open_line(Places(tmp_path / "new", after), now=clock)
    assert what_is_said(line) == said
    assert authentication.authenticate(line, Role.OPERATOR.value, PASSWORD, "127.0.0.1").role is Role.OPERATOR
    line.records.close()
    assert (tmp_path / "new" / "audio" / "greeting.wav").exists()
    again = run(
        "restore", "--replace", str(made), code=1, HOTLINE_VAR=str(tmp_path / "new"), HOTLINE_DATABASE_URL=after
    )
    assert "createdb" in again


def test_new_rows_get_new_numbers_after_a_restoration(office, databases, tmp_path, clock):
    """PostgreSQL's sequences are restored too."""
    before, after = databases
    run("backup", str(tmp_path / "backups"), HOTLINE_VAR=str(office.folder), HOTLINE_DATABASE_URL=before)
    (made,) = (tmp_path / "backups").glob("hotline-*")
    run("restore", str(made), HOTLINE_VAR=str(tmp_path / "new"), HOTLINE_DATABASE_URL=after)
    line = open_line(Places(tmp_path / "new", after), now=clock)
    with line.records.writing() as unit:
        unit.staff.add(name="new", full_name="新", role=Role.OPERATOR, password_hash=QUICK_HASH, at=clock())
    line.records.close()
    assert len(what_is_kept(after)["staff"]) == len(Role) + 1


def test_a_cut_dump_is_noticed(office, databases, tmp_path):
    copies = open_copies(databases[0], os.environ)
    copies.dump(tmp_path / "dump")
    content = copies.check(tmp_path / "dump")
    assert content.rows["messages"] == 1
    (tmp_path / "dump").write_bytes((tmp_path / "dump").read_bytes()[:-4_000])
    with pytest.raises(CopyFailed, match="pg_restore failed"):
        copies.check(tmp_path / "dump")


def test_the_password_is_never_in_the_arguments_of_a_program(office, databases, tmp_path, monkeypatch):
    """A pg_dump that writes down how it was called stands before the real one in the PATH."""
    programs = tmp_path / "bin"
    programs.mkdir()
    (programs / "pg_dump").write_text(
        f'#!/bin/sh\necho "$@" "$PGPASSWORD" >{tmp_path}/called\nexec /usr/bin/pg_dump "$@"\n'
    )
    (programs / "pg_dump").chmod(0o755)
    monkeypatch.setenv("PATH", str(programs), prepend=os.pathsep)
    url = databases[0].replace("hotline@", "hotline:it's%20a%20canary@")
    open_copies(url, os.environ).dump(tmp_path / "dump")
    arguments, _, password = (tmp_path / "called").read_text().rpartition("it's a canary")
    assert password == "\n"
    assert "canary" not in arguments


def test_a_full_disk_is_told_as_such(office, databases, tmp_path):
    disk = tmp_path / "disk"
    disk.mkdir()
    hotline = f"{os.path.dirname(sys.executable)}/hotline"
    script = f"mount -t tmpfs -o size=20k tmpfs {disk} && {hotline} backup {disk}; ls {disk}"
    environment = {**os.environ, "HOTLINE_VAR": str(office.folder), "HOTLINE_DATABASE_URL": databases[0]}
    environment["HOTLINE_MATCHING"] = "words"
    done = subprocess.run(["unshare", "-rm", "sh", "-c", script], env=environment, capture_output=True, text=True)
    assert "is full: no backup was made" in done.stderr
    assert done.stdout == ""


def test_a_server_that_is_down_is_told_without_the_password(tmp_path):
    told = run(
        "backup",
        str(tmp_path / "backups"),
        code=1,
        HOTLINE_VAR=str(tmp_path / "var"),
        HOTLINE_DATABASE_URL="postgresql+psycopg://hotline:canary@127.0.0.1:1/hotline",
    )
    assert "The records database cannot be read" in told
    assert "canary" not in told
    assert list((tmp_path / "backups").glob("hotline-*")) == []
