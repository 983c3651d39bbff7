"""Copies of a SQLite records database, made while other processes read and write it."""

# ruff: noqa: S608 — only names of tables and columns that the database itself lists are put into queries.

from __future__ import annotations

import errno
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import Connection, NullPool, create_engine
from sqlalchemy.exc import SQLAlchemyError

from hotline.storage.private_files import copy_file, create_file
from hotline.storage.records.copies.content import CopyFailed, RecordsContent, is_ours, read_content
from hotline.storage.records.migrations.runner import is_known_revision

BUSY_SECONDS = 30


class SqliteCopies:
    """Copies of the database file ``path``; a copy is a SQLite file too."""

    engine = "sqlite"
    file_name = "records.db"
    is_known_revision = staticmethod(is_known_revision)

    def __init__(self, path: Path) -> None:
        self.path = path

    def find_content(self) -> RecordsContent | None:
        """What the database holds now; None where there is none, or one without tables."""
        if not self.path.exists() or not self.path.stat().st_size:
            return None
        with _reading(self.path) as connection:
            content = read_content(connection)
        return content if content.rows else None

    def dump(self, target: Path) -> RecordsContent:
        """Copy the database into the new file ``target``, as it is at one moment; returns what the copy must hold.

        Others may write meanwhile: https://www.sqlite.org/backup.html (read 2026-11-29). Source and counts are read in
        one transaction, so they agree."""
        if self.find_content() is None:
            raise CopyFailed(f"There are no records in {self.path}.")
        create_file(target).close()
        with _reading(self.path) as connection:
            content = read_content(connection)
            source = connection.connection.driver_connection
            with closing(sqlite3.connect(target)) as copy:
                source.backup(copy)  # type: ignore[union-attr]
                copy.execute("PRAGMA journal_mode=DELETE")  # one file, without a log beside it
        return content

    def check(self, copy: Path) -> RecordsContent:
        """Read a whole copy; returns what it holds. Raises CopyFailed when it is damaged."""
        with _reading(copy) as connection:
            found = connection.exec_driver_sql("PRAGMA integrity_check").scalars().all()
            if found != ["ok"]:
                raise CopyFailed(f"{copy} is damaged: {found[0]}")
            return read_content(connection)

    def count_lost(self, copy: Path) -> dict[str, int]:
        """How many rows of each table would be lost if ``copy`` took the database's place: those that it lacks, and
        those that changed since. Columns that only one of the two has are not compared."""
        with _reading(self.path) as connection:
            connection.exec_driver_sql("ROLLBACK")  # a database cannot be attached within a transaction
            connection.exec_driver_sql("ATTACH ? AS copy", (f"{copy.resolve().as_uri()}?mode=ro",))
            tables = connection.exec_driver_sql("SELECT name FROM main.sqlite_master WHERE type = 'table'").scalars()
            return {name: lost for name in tables if is_ours(name) and (lost := _count_lost_rows(connection, name))}

    def restore(self, copy: Path, target: Path) -> None:
        """Put a copy into the new file ``target``, from where it is moved to its place."""
        copy_file(copy, target)

    def check_restored(self, target: Path) -> RecordsContent:
        """What a restored copy holds, before it is moved to its place. Raises CopyFailed when it is damaged."""
        return self.check(target)

    def move_in(self, target: Path) -> None:
        """Move a restored copy to its place, which must be empty."""
        self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o750)
        shutil.move(target, self.path)  # copied where the database is on another disk than the data folder

    def belongings(self) -> list[Path]:
        """The database file and what stands beside it; a log left there would be applied to another database."""
        names = (self.path.name, f"{self.path.name}-wal", f"{self.path.name}-shm", f".{self.path.name}-litestream")
        return [self.path.with_name(name) for name in names]


def _count_lost_rows(connection: Connection, table: str) -> int:
    here, there = (
        [row[1] for row in connection.exec_driver_sql(f'PRAGMA {schema}.table_info("{table}")')]
        for schema in ("main", "copy")
    )
    common = ", ".join(f'"{name}"' for name in here if name in there)
    lacking = f'SELECT {common} FROM main."{table}" EXCEPT SELECT {common} FROM copy."{table}"'
    query = f"SELECT count(*) FROM ({lacking})" if there else f'SELECT count(*) FROM main."{table}"'
    return int(connection.exec_driver_sql(query).scalar_one())


@contextmanager
def _reading(path: Path) -> Iterator[Connection]:
    """A connection in a transaction that reads one state of the file. Raises CopyFailed when it cannot be read.

    The file is opened for writing, although nothing is written: SQLite needs that for its log's index."""
    address = f"{path.absolute().as_uri()}?mode=rw"
    engine = create_engine(
        "sqlite://",
        creator=lambda: sqlite3.connect(address, uri=True, timeout=BUSY_SECONDS, isolation_level=None),
        poolclass=NullPool,
    )
    try:
        with engine.connect() as connection:
            connection.exec_driver_sql("BEGIN")
            yield connection
    except (SQLAlchemyError, sqlite3.Error) as error:
        reason = getattr(error, "orig", error)
        if getattr(reason, "sqlite_errorcode", 0) == sqlite3.SQLITE_FULL:
            raise OSError(errno.ENOSPC, "the disk is full") from error
        raise CopyFailed(f"{path} cannot be read: {reason}") from error
