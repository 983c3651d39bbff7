"""The records database: opened by URL, migrated, and read or written one transaction at a time."""

from __future__ import annotations

import os
import sqlite3
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import (
    ArgumentError,
    DatabaseError,
    DisconnectionError,
    InterfaceError,
    OperationalError,
    SQLAlchemyError,
)
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import Session
from sqlalchemy.pool import ConnectionPoolEntry

from hotline.core.errors import Unavailable
from hotline.core.tables import Tables
from hotline.core.words import Fold
from hotline.storage.columns import dump_json
from hotline.storage.stores.attempts import AttemptStore
from hotline.storage.stores.calls import CallStore
from hotline.storage.stores.catalogue import CatalogueStore
from hotline.storage.stores.contexts import ContextStore
from hotline.storage.stores.deliveries import DeliveryStore
from hotline.storage.stores.enquiries import EnquiryStore
from hotline.storage.stores.entries import EntryStore
from hotline.storage.stores.evidence import EvidenceStore
from hotline.storage.stores.figures import FigureStore
from hotline.storage.stores.incoming import IncomingStore
from hotline.storage.stores.messages import MessageStore
from hotline.storage.stores.office import OfficeStore
from hotline.storage.stores.staff import StaffStore
from hotline.storage.stores.texts import TextStore
from hotline.storage.stores.words import WordStore
from hotline.storage.tables import read_tables, write_tables

BUSY_SECONDS = 4
"""How long a writer waits for another; a text writes three times and Twilio waits 15 seconds for its reply."""
_MIGRATION_LOCK = 0x686F746C
_WRITING = "hotline_writing"


@dataclass(frozen=True)
class Unit:
    """One transaction: what is done through its stores happens altogether or not at all."""

    entries: EntryStore
    office: OfficeStore
    catalogue: CatalogueStore
    enquiries: EnquiryStore
    messages: MessageStore
    staff: StaffStore
    deliveries: DeliveryStore
    contexts: ContextStore
    words: WordStore
    evidence: EvidenceStore
    calls: CallStore
    attempts: AttemptStore
    texts: TextStore
    figures: FigureStore
    incoming: IncomingStore


class Records:
    """The records database; safe to share between threads and to carry through a fork."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        # SQLite shows a reader one state by itself; PostgreSQL would show each statement the newest.
        postgresql = engine.dialect.name == "postgresql"
        self._reading = engine.execution_options(isolation_level="REPEATABLE READ") if postgresql else engine
        self._writing = engine.execution_options(**{_WRITING: True})

    @classmethod
    def open(cls, url: str) -> Records:
        """Prepare to use the database at ``url`` (sqlite:///… or postgresql+psycopg://…); nothing is connected yet.

        ValueError, which does not repeat the password in it, when ``url`` is no address this machine can use."""
        try:
            engine = _make_engine(url)
        except (ArgumentError, ImportError, ValueError):
            raise ValueError("not the address of a database, or its driver is not installed") from None
        _forget_connections_after_fork(engine)
        return cls(engine)

    def migrate(self) -> None:
        """Bring the tables to the newest form; of several processes that start at once, one does and the rest wait."""
        with _unavailable():
            self._use_write_ahead_log()
            with self._writing.begin() as connection:
                if connection.dialect.name == "postgresql":
                    connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _MIGRATION_LOCK})
                config = Config()
                config.set_main_option("script_location", "hotline.storage:migrations")
                config.attributes["connection"] = connection
                command.upgrade(config, "head")

    @contextmanager
    def reading(self) -> Iterator[Unit]:
        """A unit that sees one state of the database and keeps nothing."""
        with _unavailable(), Session(self._reading) as session:
            yield _unit(session)

    @contextmanager
    def writing(self) -> Iterator[Unit]:
        """A unit that is committed at the end, or rolled back when the block raises."""
        with _unavailable(), Session(self._writing) as session, session.begin():
            yield _unit(session)

    def read_tables(self, folder: Path, fold: Fold) -> Tables:
        """The tables in ``folder``, checked and not yet loaded; InvalidTables names every problem.

        Words that ``fold`` makes alike are one word."""
        return read_tables(folder, fold)

    def write_tables(self, folder: Path, tables: Tables) -> list[Path]:
        """Write ``tables`` into ``folder`` in the form that is read; the files written."""
        return write_tables(folder, tables)

    def reachable(self) -> bool:
        """Whether the database answers now and holds our tables."""
        try:
            with _unavailable(), self._engine.connect() as connection:
                connection.execute(text("SELECT version_num FROM alembic_version"))
        except Unavailable:
            return False
        return True

    def close(self) -> None:
        """Give every connection back."""
        self._engine.dispose()

    def _use_write_ahead_log(self) -> None:
        if self._engine.dialect.name == "sqlite":
            connection = self._engine.raw_connection()
            try:
                connection.cursor().execute("PRAGMA journal_mode=WAL")
            finally:
                connection.close()


@contextmanager
def _unavailable() -> Iterator[None]:
    """Say Unavailable where the database cannot be reached, is locked, full, damaged or not set up.

    A plain DatabaseError is how SQLite says that the file is damaged or no database; its subclasses for
    broken constraints and faulty SQL are left as they are."""
    try:
        yield
    except SQLAlchemyError as error:
        down = isinstance(error, OperationalError | InterfaceError | PoolTimeout) or type(error) is DatabaseError
        if not down:
            raise
        raise Unavailable("记录库暂时无法使用，请稍后再试。") from error


def _unit(session: Session) -> Unit:
    return Unit(
        entries=EntryStore(session),
        office=OfficeStore(session),
        catalogue=CatalogueStore(session),
        enquiries=EnquiryStore(session),
        messages=MessageStore(session),
        staff=StaffStore(session),
        deliveries=DeliveryStore(session),
        contexts=ContextStore(session),
        words=WordStore(session),
        evidence=EvidenceStore(session),
        calls=CallStore(session),
        attempts=AttemptStore(session),
        texts=TextStore(session),
        figures=FigureStore(session),
        incoming=IncomingStore(session),
    )


def _make_engine(url: str) -> Engine:
    """Errors of this engine do not repeat the values of a statement: they are logged, and name callers."""
    if make_url(url).get_backend_name() != "sqlite":
        return create_engine(url, pool_pre_ping=True, json_serializer=dump_json, hide_parameters=True)
    waiting = {"timeout": BUSY_SECONDS}
    engine = create_engine(url, connect_args=waiting, json_serializer=dump_json, hide_parameters=True)
    event.listen(engine, "connect", _set_up_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    if engine.url.database:
        _notice_another_file(engine, engine.url.database)
    return engine


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


def _begin_sqlite(connection: Connection) -> None:
    # A deferred writer that has read first fails at once when another writes; an immediate one waits its turn.
    writing = connection.get_execution_options().get(_WRITING, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def _forget_connections_after_fork(engine: Engine) -> None:
    """A child of a fork opens connections of its own: those it inherited still belong to its parent."""
    known = weakref.ref(engine)

    def forget() -> None:
        inherited = known()
        if inherited is not None:
            inherited.dispose(close=False)

    os.register_at_fork(after_in_child=forget)
