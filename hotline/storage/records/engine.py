"""The SQLAlchemy engine of the records database: its settings, its behaviour in forks, and which errors mean "down"."""

from __future__ import annotations

import os
import sqlite3
import weakref

from sqlalchemy import Connection, Engine, create_engine, event, make_url
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

from hotline.storage.records.column_types import dump_json

BUSY_SECONDS = 4
"""Seconds that a writer waits for another. A text's webhook writes once; Twilio waits 15 seconds for its reply."""
NOT_SET_UP = {"42P01", "42703", "42501"}
"""PostgreSQL's codes of a table or a column that does not exist, and of one that our role may not use:
https://www.postgresql.org/docs/15/errcodes-appendix.html"""
READ_ONLY = "25006"
"""Its code of a write to a server that takes none, as a standby before it is promoted."""
DAMAGED = "XX"
"""The class of its codes for damaged files and other internal errors."""
WRITING = "hotline_writing"
"""The execution option that marks an engine whose transactions write."""


def is_down(error: SQLAlchemyError) -> bool:
    """Whether ``error`` means that the database is unreachable, locked, full, read-only, damaged or not set up.

    SQLite raises a plain DatabaseError for a file that is damaged or no database. The subclasses for violated
    constraints and for wrong SQL mean mistakes of our own, but for what PostgreSQL reports under these codes."""
    code: str = getattr(getattr(error, "orig", None), "sqlstate", None) or ""
    if isinstance(error, ProgrammingError | InternalError):
        return code in NOT_SET_UP or code == READ_ONLY or code.startswith(DAMAGED)
    return isinstance(error, OperationalError | InterfaceError | PoolTimeout) or type(error) is DatabaseError


def make_engine(url: str) -> Engine:
    """An engine for ``url``. Errors are logged and values name callers, so its errors hide a statement's values."""
    backend = make_url(url).get_backend_name()
    timeouts = connect_timeouts(backend)
    if backend != "sqlite":
        return create_engine(
            url, connect_args=timeouts, pool_pre_ping=True, json_serializer=dump_json, hide_parameters=True
        )
    engine = create_engine(url, connect_args=timeouts, json_serializer=dump_json, hide_parameters=True)
    event.listen(engine, "connect", _set_up_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    if engine.url.database:
        _drop_connections_to_other_files(engine, engine.url.database)
    return engine


def connect_timeouts(backend: str) -> dict[str, int]:
    """The driver's options for how long to wait.

    Without them, the PostgreSQL driver waited over 40 seconds for a server that accepted the connection and then sent
    nothing (2026-11-23), and callers waited too. connect_timeout is in seconds. tcp_user_timeout, the longest time that
    sent data may stay unacknowledged, is in milliseconds.

    >>> connect_timeouts("sqlite"), connect_timeouts("postgresql")
    ({'timeout': 4}, {'connect_timeout': 4, 'tcp_user_timeout': 4000})
    """
    if backend == "sqlite":
        return {"timeout": BUSY_SECONDS}
    return {"connect_timeout": BUSY_SECONDS, "tcp_user_timeout": BUSY_SECONDS * 1_000}


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
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def forget_connections_after_fork(engine: Engine) -> None:
    """Let a forked child open its own connections; those it inherits still belong to its parent."""
    reference = weakref.ref(engine)

    def forget() -> None:
        inherited = reference()
        if inherited is not None:
            inherited.dispose(close=False)

    os.register_at_fork(after_in_child=forget)
