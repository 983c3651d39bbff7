"""The SQLAlchemy engine of the records database: its settings, its behaviour in forks, and which errors mean "down"."""

from __future__ import annotations

import importlib
import os
import sqlite3
import weakref
from enum import Enum
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import (
    DatabaseError,
    DisconnectionError,
    InterfaceError,
    InternalError,
    OperationalError,
    ProgrammingError,
    SQLAlchemyError,
)
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.pool import ConnectionPoolEntry

from hotline.storage.records.circuit_breaker import PATIENCE, wait_budget
from hotline.storage.records.column_types import dump_json

CONNECT_SECONDS = 2
"""Seconds that a new connection to PostgreSQL may take, for each host that the URL names; libpq allows no fewer:
https://www.postgresql.org/docs/15/libpq-connect.html#LIBPQ-CONNECT-CONNECT-TIMEOUT (read 2026-11-29)"""
LOCK_MILLISECONDS, SHORT_LOCK_MILLISECONDS = 1_500, 300
"""How long a statement waits on PostgreSQL for a lock that another session holds: less than a unit of work waits. The
second is for units with SHORT_PATIENCE, of which one step may have two."""
STATEMENT_MILLISECONDS = 2_000
"""How long PostgreSQL works on one statement of a unit with the usual patience: less than the unit waits. So a server
that is slow with one statement says so itself, and one that hangs is told from it by saying nothing."""
POOL = {"pool_size": 10, "max_overflow": 60}
"""Connections of a process: one for each thread, of which ``hotline serve`` allows 64, and for the background jobs.
They are opened as they are needed, and ten stay open."""
POOL_SECONDS = 2
"""Seconds that a thread waits for one of the pooled connections to become free."""
NOT_SET_UP = {"42P01", "42703", "42501"}
"""PostgreSQL's codes of a table or a column that does not exist, and of one that our role may not use:
https://www.postgresql.org/docs/15/errcodes-appendix.html"""
READ_ONLY = "25006"
"""Its code of a write to a server that takes none, as a standby before it is promoted."""
GIVEN_UP = {"25P03", "25P04"}
"""Its codes of a transaction that it ended because it was idle, or lasted, too long."""
DAMAGED = "XX"
"""The class of its codes for damaged files and other internal errors."""
LOCK_NOT_AVAILABLE = "55P03"
"""Its code of a lock that another session held for longer than ``lock_timeout``."""
WRITING = "hotline_writing"
"""The execution option that marks an engine whose transactions write."""


def is_down(error: SQLAlchemyError) -> bool:
    """Whether ``error`` means that the database is unreachable, locked, full, read-only, damaged or not set up.

    SQLite raises a plain DatabaseError for a file that is damaged or no database. The subclasses for violated
    constraints and for wrong SQL mean mistakes of our own, but for what PostgreSQL reports under these codes."""
    code: str = getattr(getattr(error, "orig", None), "sqlstate", None) or ""
    if isinstance(error, ProgrammingError | InternalError):
        return code in NOT_SET_UP | GIVEN_UP or code == READ_ONLY or code.startswith(DAMAGED)
    return isinstance(error, OperationalError | InterfaceError | PoolTimeout) or type(error) is DatabaseError


class Trouble(Enum):
    """Why the database could not be used."""

    SILENT = "it said nothing"
    LOCKED = "somebody else writes or holds a lock"
    OTHER = "it said why: it is read-only, not set up, slow with one statement, two units stood in each other's way"


def find_trouble(error: SQLAlchemyError) -> Trouble:
    """The trouble behind ``error``, for which ``is_down`` is true."""
    cause = getattr(error, "orig", None)
    if isinstance(cause, sqlite3.Error):
        # The low byte is the primary code: https://www.sqlite.org/rescode.html#extrc
        primary = getattr(cause, "sqlite_errorcode", 0) & 0xFF
        return Trouble.LOCKED if primary in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED) else Trouble.OTHER
    code = getattr(cause, "sqlstate", None)
    if code == LOCK_NOT_AVAILABLE:
        return Trouble.LOCKED
    return Trouble.SILENT if code is None and isinstance(error, OperationalError) else Trouble.OTHER


def make_engine(url: str) -> Engine:
    """An engine for ``url``. Errors are logged and values name callers, so its errors hide a statement's values."""
    backend = make_url(url).get_backend_name()
    if backend != "sqlite":
        return _make_postgresql_engine(url)
    path = make_url(url).database
    if not path or path == ":memory:" or path.startswith("file:"):
        raise ValueError("a database in memory would be lost, and each connection would have its own")
    engine = create_engine(url, pool_timeout=POOL_SECONDS, json_serializer=dump_json, hide_parameters=True, **POOL)
    event.listen(engine, "do_connect", _open_existing_file)
    event.listen(engine, "connect", _set_up_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    _drop_connections_to_other_files(engine, path)
    return engine


def _make_postgresql_engine(url: str) -> Engine:
    # psycopg is an extra, which SQLite does not need.
    timed_connection = importlib.import_module("hotline.storage.records.timed_connection")
    engine = create_engine(
        url,
        connect_args={"connect_timeout": CONNECT_SECONDS},
        pool_pre_ping=True,
        pool_timeout=POOL_SECONDS,
        json_serializer=dump_json,
        hide_parameters=True,
        **POOL,
    )

    def connect(_dialect: object, _record: object, arguments: list[Any], options: dict[str, Any]) -> object:
        opened: object = timed_connection.connect(arguments[0] if arguments else "", options)
        return opened

    def set_up(connection: DBAPIConnection, _record: object) -> None:
        connection.cursor().execute(f"SET lock_timeout = {LOCK_MILLISECONDS}")
        connection.cursor().execute(f"SET statement_timeout = {STATEMENT_MILLISECONDS}")
        connection.commit()

    event.listen(engine, "do_connect", connect)
    event.listen(engine, "connect", set_up)
    event.listen(engine, "begin", _begin_postgresql)
    return engine


def _begin_postgresql(connection: Connection) -> None:
    """Set the time-outs of a unit that has more or less patience than usual, a little shorter than its patience."""
    budget = wait_budget.get()
    if budget is None or budget.seconds == PATIENCE:
        return
    statement = max(int(1_000 * budget.left) - 300, 100)
    lock = statement if budget.seconds > PATIENCE else min(statement, SHORT_LOCK_MILLISECONDS)
    connection.exec_driver_sql(f"SET LOCAL statement_timeout = {statement}; SET LOCAL lock_timeout = {lock}")


def _open_existing_file(_dialect: object, _record: object, arguments: list[Any], options: dict[str, Any]) -> None:
    """Never create the file: an empty database in place of a lost one would look like a new office.

    ``Records.migrate`` creates it. https://www.sqlite.org/uri.html (mode=rw)"""
    arguments[0] = f"{Path(arguments[0]).absolute().as_uri()}?mode=rw"
    options["uri"] = True


def _drop_connections_to_other_files(engine: Engine, path: str) -> None:
    """Drop pooled connections to a file that was deleted or replaced: what they write would be lost."""

    def remember(_connection: object, record: ConnectionPoolEntry) -> None:
        record.info["file"] = os.stat(path).st_ino

    def compare(_connection: object, record: ConnectionPoolEntry, _proxy: object) -> None:
        try:
            is_same = os.stat(path).st_ino == record.info["file"]
        except FileNotFoundError:
            is_same = False
        if not is_same:
            raise DisconnectionError("the records file is another one now")

    event.listen(engine, "connect", remember)
    event.listen(engine, "checkout", compare)


def _set_up_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    connection.execute(f"PRAGMA busy_timeout={int(1_000 * PATIENCE)}")
    # Without this, the driver begins transactions itself, deferred and late (docs.sqlalchemy.org, pysqlite dialect).
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys=ON")
    # Commits survive any end of our processes. A power cut may lose those since the last Records.settle, which runs
    # each second. Syncing at each commit took 12 ms, and webhooks had to wait for one another.
    connection.execute("PRAGMA synchronous=NORMAL")
    # Records.settle checkpoints the write-ahead log. With SQLite's limit of 1,000 pages, a webhook would have to.
    connection.execute("PRAGMA wal_autocheckpoint=10000")


def _begin_sqlite(connection: Connection) -> None:
    # A deferred writer that has read first fails at once while another writes; an immediate one waits for it.
    writing = connection.get_execution_options().get(WRITING, False)
    wanted = _count_milliseconds()
    if connection.info.get("busy_timeout") != wanted:
        connection.exec_driver_sql(f"PRAGMA busy_timeout={wanted}")
        connection.info["busy_timeout"] = wanted
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def _count_milliseconds() -> int:
    """How long a statement of the running unit waits for another writer of the SQLite file."""
    budget = wait_budget.get()
    return int(1_000 * (PATIENCE if budget is None else max(budget.left, 0.0)))


def forget_connections_after_fork(engine: Engine) -> None:
    """Let a forked child open its own connections; those it inherits still belong to its parent."""
    reference = weakref.ref(engine)

    def forget() -> None:
        inherited = reference()
        if inherited is not None:
            inherited.dispose(close=False)

    os.register_at_fork(after_in_child=forget)
