"""Copies of a PostgreSQL records database by PostgreSQL's own programs, pg_dump and pg_restore."""

from __future__ import annotations

import errno
import re
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from sqlalchemy import URL, Connection, NullPool, create_engine, text
from sqlalchemy.exc import SQLAlchemyError

from hotline.storage.private_files import create_file
from hotline.storage.records.copies.content import (
    REVISIONS,
    CopyFailed,
    RecordsContent,
    is_ours,
    read_content,
)
from hotline.storage.records.migrations.runner import is_known_revision

CONNECT_SECONDS = 10
"""For each host of the URL."""
_NOT_FOR_LIBPQ = ("password", "context")
"""The password goes by the environment, where only the same user can read it; the other is psycopg's own."""
_COPY = re.compile(rb'COPY (?:\w+|"[^"]+")\."?(\w+)"? \(')


class PostgresqlCopies:
    """Copies of the database at ``url``; a copy is an archive of pg_dump's custom format.

    ``environ`` is the environment of the programs, in which PGPASSFILE and PGSSLROOTCERT may be set."""

    engine = "postgresql"
    file_name = "records.pgdump"
    is_known_revision = staticmethod(is_known_revision)

    def __init__(self, url: URL, environ: Mapping[str, str]) -> None:
        options = {"connect_timeout": CONNECT_SECONDS} if "connect_timeout" not in url.query else {}
        self._engine = create_engine(url, poolclass=NullPool, connect_args=options, hide_parameters=True)
        told = self._engine.dialect.create_connect_args(url)[1]
        told = {**told, **options}
        self._database = " ".join(f"{name}={_quote(told[name])}" for name in told if name not in _NOT_FOR_LIBPQ)
        self._environ = {**environ, "LC_ALL": "C"} | ({"PGPASSWORD": told["password"]} if "password" in told else {})

    def find_content(self) -> RecordsContent | None:
        """What the database holds now; None where it has no tables."""
        with self._reading() as connection:
            content = read_content(connection)
        return content if content.rows else None

    def dump(self, target: Path) -> RecordsContent:
        """Dump the database into the new file ``target``, as it is at one moment; returns what the copy must hold.

        The rows are counted in a transaction whose snapshot pg_dump takes over, so they agree whatever others write:
        https://www.postgresql.org/docs/15/functions-admin.html#FUNCTIONS-SNAPSHOT-SYNCHRONIZATION (read 2026-11-29)."""
        with self._reading() as connection, create_file(target) as file:
            content = read_content(connection)
            if not content.rows:
                raise CopyFailed("There are no records in the database.")
            snapshot = connection.scalar(text("SELECT pg_export_snapshot()"))
            self._run("pg_dump", "-Fc", f"--snapshot={snapshot}", f"--dbname={self._database}", output=file)
        return content

    def check(self, copy: Path) -> RecordsContent:
        """List a copy's contents and read all its rows; returns what it holds, without the newest time.

        Raises CopyFailed when it is damaged."""
        self._run("pg_restore", "--list", str(copy), output=subprocess.DEVNULL)
        command = ["pg_restore", "--data-only", "--file=-", str(copy)]
        with self._started(command, subprocess.PIPE) as process:
            assert process.stdout  # noqa: S101
            content = _count_rows(process.stdout)
        return content

    def count_lost(self, _copy: Path) -> dict[str, int]:
        """A database with tables is never replaced, so nothing is lost."""
        return {}

    def restore(self, copy: Path, _target: Path) -> None:
        """Put a copy into the database, which must be empty: all of it, or nothing."""
        options = ("--exit-on-error", "--single-transaction", "--no-owner", "--no-privileges")
        self._run("pg_restore", *options, f"--dbname={self._database}", str(copy), output=subprocess.DEVNULL)

    def check_restored(self, _target: Path) -> RecordsContent:
        """What the database holds after ``restore``."""
        with self._reading() as connection:
            return read_content(connection)

    def move_in(self, _target: Path) -> None:
        """Nothing: ``restore`` has put the copy into the database."""

    def belongings(self) -> list[Path]:
        """The files of the database: the server has them."""
        return []

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        """A connection that reads one state of the database. Raises CopyFailed when it cannot be read."""
        try:
            with self._engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection:
                yield connection
        except SQLAlchemyError as error:
            raise CopyFailed(f"The records database cannot be read: {getattr(error, 'orig', error)}") from error

    def _run(self, *command: str, output: IO[bytes] | int) -> None:
        with self._started(list(command), output):
            pass

    @contextmanager
    def _started(self, command: list[str], output: IO[bytes] | int) -> Iterator[subprocess.Popen[bytes]]:
        """Run one of PostgreSQL's programs. Raises CopyFailed when it is missing or fails, with what it said last."""
        try:
            process = subprocess.Popen(command, stdout=output, stderr=subprocess.PIPE, env=self._environ)  # noqa: S603
        except FileNotFoundError:
            message = f"{command[0]} is not installed; on Debian: apt-get install postgresql-client"
            raise CopyFailed(message) from None
        with process:
            yield process
            assert process.stderr  # noqa: S101
            said = process.stderr.read().decode(errors="replace").strip()
        if process.returncode:
            if "No space left on device" in said:
                raise OSError(errno.ENOSPC, "the disk is full")
            raise CopyFailed(f"{command[0]} failed: {said or process.returncode}")


def _count_rows(script: IO[bytes]) -> RecordsContent:
    """Count the rows in the script of ``pg_restore``: after a COPY each line is one row, until the line ``\\.``."""
    rows: dict[str, int] = {}
    revision, table = "", ""
    for line in script:
        if not table:
            found = _COPY.match(line)
            if found:
                table = found[1].decode()
                rows[table] = 0
        elif line == b"\\.\n":
            table = ""
        else:
            rows[table] += 1
            revision = line.decode().strip() if table == REVISIONS else revision
    return RecordsContent(revision, {name: count for name, count in rows.items() if is_ours(name)})


def _quote(value: object) -> str:
    """A value of a connection string: https://www.postgresql.org/docs/15/libpq-connect.html#LIBPQ-CONNSTRING

    >>> _quote("it's"), _quote(5432)
    ("'it\\\\\\\\'s'", "'5432'")
    """
    escaped = str(value).replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"
