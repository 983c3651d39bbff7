"""The records database of each test: a SQLite file in its folder, or with `--database postgresql` one on PostgreSQL.

A line that is seeded once is copied for every test that needs one: the file, or the database with its template."""

import os
import shutil
import tempfile
from contextlib import ExitStack, contextmanager
from hashlib import sha256
from pathlib import Path

import psycopg
from sqlalchemy import MetaData, create_engine, select, update

from hotline.storage.records.models.staff import StaffRow
from tests.support.postgresql import SAFE_ENOUGH, running_postgresql

UNLIKE_OURS = ("timezone=Asia/Shanghai",)
"""What an office's server has and a bare one has not: the records must not depend on either."""
CHINESE = "TEMPLATE template0 LOCALE_PROVIDER icu ICU_LOCALE 'zh-CN'"
"""A database that sorts texts by their sound, as one that is made for Chinese does; SQLite sorts by code point."""
QUICK_TO_CLONE = ("wal_level=minimal", "max_wal_senders=0", "autovacuum=off", "max_wal_size=4GB")
MEMORY = Path("/dev/shm")
"""Files in memory: cloning a database takes 0.05 s here and 0.13 s on a disk (2026-11-29)."""


class SqliteFiles:
    """Each test has its database in its folder, and pytest deletes the folder."""

    name = "sqlite"

    def url(self, folder):
        return f"sqlite:///{folder / 'records.db'}"

    def clone(self, source, folder):
        shutil.copy(source / "records.db", folder / "records.db")

    def missing_url(self, folder):
        return f"sqlite:///{folder / 'nowhere' / 'records.db'}"

    def lose(self, folder):
        (folder / "records.db").write_bytes(b"no database " * 400)

    def drop(self, folder):
        pass

    def close(self):
        pass


class PostgresqlDatabases:
    """Each folder has a database on a server that is started with the first one. Its name comes from the folder's."""

    name = "postgresql"

    def __init__(self):
        self._held, self._server, self._made = ExitStack(), None, set()

    def url(self, folder):
        """The address of the folder's database, which is made empty where it has none."""
        if self._name(folder) not in self._made:
            self._make(folder, CHINESE)
        return self._server.url(self._name(folder))

    def clone(self, source, folder):
        self._make(folder, f"TEMPLATE {self._name(source)} STRATEGY file_copy")

    def missing_url(self, folder):
        self._run("SELECT")
        return self._server.url("nowhere")

    def lose(self, folder):
        self.drop(folder)
        self._made.add(self._name(folder))  # else asking for its address would make it anew

    def drop(self, folder):
        self._run(f"DROP DATABASE IF EXISTS {self._name(folder)} WITH (FORCE)")
        self._made.discard(self._name(folder))

    def close(self):
        self._held.close()

    def _make(self, folder, like):
        self._run(f"CREATE DATABASE {self._name(folder)} {like}")
        self._made.add(self._name(folder))

    def _name(self, folder):
        return f"test_{sha256(str(folder).encode()).hexdigest()[:24]}"

    def _run(self, statement):
        if self._server is None:
            self._start()
        self._connection.execute(statement)

    def _start(self):
        place = self._held.enter_context(tempfile.TemporaryDirectory(ignore_cleanup_errors=True))
        options = (*SAFE_ENOUGH, *UNLIKE_OURS, *QUICK_TO_CLONE)
        memory = MEMORY if MEMORY.is_dir() else None
        self._server = self._held.enter_context(running_postgresql(Path(place) / "records", options, parent=memory))
        address = self._server.url().replace("+psycopg", "")
        self._connection = self._held.enter_context(psycopg.connect(address, autocommit=True))


_databases = SqliteFiles()


def use_database(name):
    """Have the records of this run's tests in ``name``: sqlite or postgresql."""
    global _databases
    _databases = {"sqlite": SqliteFiles, "postgresql": PostgresqlDatabases}[name]()


def database_url(folder):
    """The address of the database of the line in ``folder``."""
    return _databases.url(folder)


def clone_database(source, folder):
    """Give the line in ``folder`` a copy of the records of the line in ``source``, which nobody may have open."""
    _databases.clone(source, folder)


def clone_line(source, folder):
    """Copy the data folder of a line, with its records."""
    shutil.copytree(source, folder, symlinks=True, ignore=shutil.ignore_patterns("records.db*"))
    _stamp_copy(folder / "knowledge")
    clone_database(source, folder)


def _stamp_copy(knowledge):
    """Say of the copied version in ``knowledge`` that it was checked, as it was: a copy is another file to its store,
    which would check it from end to end in every test."""
    stamp = knowledge / "current.stamp"
    name = stamp.read_text().split()[0]
    copied = os.stat(knowledge / name)
    stamp.write_text(f"{name} {copied.st_ino} {copied.st_mtime_ns} {copied.st_size}\n")


def missing_database_url(folder):
    """The address of a database that is not there."""
    return _databases.missing_url(folder)


def lose_database(line):
    """Have the records of ``line``, which are closed, damaged beyond reading, or dropped from the server."""
    _databases.lose(line.folder)


def drop_database(folder):
    _databases.drop(folder)


def close_databases():
    """The end of the run."""
    _databases.close()


def database_of(line):
    """A connection to the records of ``line`` beside its own; what is written is committed at the end."""
    return database_in(line.folder)


@contextmanager
def database_in(folder):
    """The same to the records of the line in ``folder``."""
    engine = create_engine(database_url(folder))
    try:
        with engine.begin() as connection:
            yield connection
    finally:
        engine.dispose()


def close_account(line, name):
    """Close a member of staff's account in the database, whatever rules the console has."""
    with database_of(line) as connection:
        connection.execute(update(StaffRow).where(StaffRow.name == name).values(active=False))


def dumped(line):
    """Everything that the records of ``line`` hold, as one text."""
    with database_of(line) as connection:
        tables = MetaData()
        tables.reflect(connection)
        return "\n".join(repr(row) for table in tables.sorted_tables for row in connection.execute(select(table)))
