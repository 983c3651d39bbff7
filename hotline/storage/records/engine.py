"""The engine of a records database: SQLite set up as it must be, forks survived, and which errors mean it is down."""

from __future__ import annotations

import os
import sqlite3
import weakref

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import DatabaseError, DisconnectionError, InterfaceError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.pool import ConnectionPoolEntry

from hotline.storage.records.column_types import dump_json

BUSY_SECONDS = 4
"""How long a writer waits for another; a text reads and writes once, and Twilio waits 15 seconds for its reply."""
WRITING = "hotline_writing"
"""The execution option of an engine whose transactions write."""


def is_down(error: SQLAlchemyError) -> bool:
    """Whether ``error`` says that the database cannot be reached, is locked, full, damaged or not set up.

    A plain DatabaseError is how SQLite says that the file is damaged or no database; its subclasses for
    broken constraints and faulty SQL are mistakes of ours."""
    return isinstance(error, OperationalError | InterfaceError | PoolTimeout) or type(error) is DatabaseError


def make_engine(url: str) -> Engine:
    """Errors of this engine do not repeat the values of a statement: they are logged, and name callers."""
    backend = make_url(url).get_backend_name()
    waiting = patience(backend)
    if backend != "sqlite":
        return create_engine(
            url, connect_args=waiting, pool_pre_ping=True, json_serializer=dump_json, hide_parameters=True
        )
    engine = create_engine(url, connect_args=waiting, json_serializer=dump_json, hide_parameters=True)
    event.listen(engine, "connect", _set_up_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    if engine.url.database:
        _notice_another_file(engine, engine.url.database)
    return engine


def patience(backend: str) -> dict[str, int]:
    """What the driver is told of how long to wait: that of PostgreSQL waited over 40 seconds for a server that took the
    connection and said nothing (2026-11-23), and callers with it. connect_timeout is in seconds, tcp_user_timeout, for
    what the other machine does not acknowledge, in milliseconds.

    >>> patience("sqlite"), patience("postgresql")
    ({'timeout': 4}, {'connect_timeout': 4, 'tcp_user_timeout': 4000})
    """
    if backend == "sqlite":
        return {"timeout": BUSY_SECONDS}
    return {"connect_timeout": BUSY_SECONDS, "tcp_user_timeout": BUSY_SECONDS * 1_000}


def _notice_another_file(engine: Engine, path: str) -> None:
    """Let go of connections to a file that was deleted or replaced: what they write nobody would find again."""

    def remember(_connection: object, record: ConnectionPoolEntry) -> None:
        record.info["file"] = os.stat(path).st_ino

    def compare(_connection: object, record: ConnectionPoolEntry, _proxy: object) -> None:
        try:
            same = os.stat(path).st_ino == record.info["file"]
        except FileNotFoundError:
            same = False
        if not same:
            raise DisconnectionError("the records file is another one now")

    event.listen(engine, "connect", remember)
    event.listen(engine, "checkout", compare)


def _set_up_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    # Without this the driver itself begins transactions, deferred and late (docs.sqlalchemy.org, pysqlite dialect).
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys=ON")
    # What is committed outlives our processes however they end. A power cut may take what came since the last settling
    # (Records.settle, each second); waiting for the disk at each commit let one webhook in at a time, 12 ms each.
    connection.execute("PRAGMA synchronous=NORMAL")
    # The settling empties the write-ahead log too; a webhook that finds it at SQLite's 1,000 pages would do so itself.
    connection.execute("PRAGMA wal_autocheckpoint=10000")


def _begin_sqlite(connection: Connection) -> None:
    # A deferred writer that has read first fails at once when another writes; an immediate one waits its turn.
    writing = connection.get_execution_options().get(WRITING, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def forget_connections_after_fork(engine: Engine) -> None:
    """A child of a fork opens connections of its own: those it inherited still belong to its parent."""
    known = weakref.ref(engine)

    def forget() -> None:
        inherited = known()
        if inherited is not None:
            inherited.dispose(close=False)

    os.register_at_fork(after_in_child=forget)
