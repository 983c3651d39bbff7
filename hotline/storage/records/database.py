"""The records database: opened by URL, migrated, and read or written one transaction at a time."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, nullcontext
from functools import cached_property

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, text
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.orm import Session

from hotline.core.errors import Unavailable
from hotline.storage.records.engine import WRITING, forget_connections_after_fork, is_down, make_engine
from hotline.storage.records.joined_transaction import JoinedTransaction
from hotline.storage.records.stores.call_attempts import AttemptStore
from hotline.storage.records.stores.calls import CallStore, RecordingStore
from hotline.storage.records.stores.enquiries import EnquiryStore
from hotline.storage.records.stores.entries import EntryStore
from hotline.storage.records.stores.feedback import EvidenceStore
from hotline.storage.records.stores.incoming_texts import ContextStore, IncomingStore
from hotline.storage.records.stores.messages import MessageStore
from hotline.storage.records.stores.office import CatalogueStore, OfficeStore
from hotline.storage.records.stores.outgoing_texts import TextStore
from hotline.storage.records.stores.staff import StaffStore
from hotline.storage.records.stores.statistics import FigureStore
from hotline.storage.records.stores.webhook_replies import DeliveryStore
from hotline.storage.records.stores.word_lists import WordStore

UNAVAILABLE = "记录库暂时无法使用，请稍后再试。"
_MIGRATION_LOCK = 0x686F746C


class Unit:
    """A unit of work: one transaction. What is done through its stores happens altogether or not at all.

    Each store is made when it is first used, because most transactions use two or three of them."""

    def __init__(self, session: Session) -> None:
        self._session = session

    @cached_property
    def entries(self) -> EntryStore:
        return EntryStore(self._session)

    @cached_property
    def office(self) -> OfficeStore:
        return OfficeStore(self._session)

    @cached_property
    def catalogue(self) -> CatalogueStore:
        return CatalogueStore(self._session)

    @cached_property
    def enquiries(self) -> EnquiryStore:
        return EnquiryStore(self._session)

    @cached_property
    def messages(self) -> MessageStore:
        return MessageStore(self._session)

    @cached_property
    def staff(self) -> StaffStore:
        return StaffStore(self._session)

    @cached_property
    def deliveries(self) -> DeliveryStore:
        return DeliveryStore(self._session)

    @cached_property
    def contexts(self) -> ContextStore:
        return ContextStore(self._session)

    @cached_property
    def words(self) -> WordStore:
        return WordStore(self._session)

    @cached_property
    def evidence(self) -> EvidenceStore:
        return EvidenceStore(self._session)

    @cached_property
    def calls(self) -> CallStore:
        return CallStore(self._session)

    @cached_property
    def attempts(self) -> AttemptStore:
        return AttemptStore(self._session)

    @cached_property
    def texts(self) -> TextStore:
        return TextStore(self._session)

    @cached_property
    def recordings(self) -> RecordingStore:
        return RecordingStore(self._session)

    @cached_property
    def figures(self) -> FigureStore:
        return FigureStore(self._session)

    @cached_property
    def incoming(self) -> IncomingStore:
        return IncomingStore(self._session)


class Records:
    """The records database; safe to share between threads and to carry through a fork."""

    def __init__(self, engine: Engine, joined: JoinedTransaction | None = None) -> None:
        self._engine = engine
        self._joined = joined
        # SQLite shows a reader one state by itself; PostgreSQL would show each statement the newest.
        postgresql = engine.dialect.name == "postgresql"
        self._reading = engine.execution_options(isolation_level="REPEATABLE READ") if postgresql else engine
        self._writing = engine.execution_options(**{WRITING: True})

    @classmethod
    def open(cls, url: str) -> Records:
        """Prepare to use the database at ``url`` (sqlite:///… or postgresql+psycopg://…); nothing is connected yet.

        ValueError, which does not repeat the password in it, when ``url`` is no address this machine can use."""
        try:
            engine = make_engine(url)
        except (ArgumentError, ImportError, ValueError):
            raise ValueError("not the address of a database, or its driver is not installed") from None
        forget_connections_after_fork(engine)
        return cls(engine)

    def migrate(self) -> None:
        """Bring the tables to the newest form; of several processes that start at once, one does and the rest wait."""
        with _unavailable():
            self._use_write_ahead_log()
            with self._writing.begin() as connection:
                if connection.dialect.name == "postgresql":
                    connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _MIGRATION_LOCK})
                config = Config()
                config.set_main_option("script_location", "hotline.storage.records:migrations")
                config.attributes["connection"] = connection
                command.upgrade(config, "head")

    @contextmanager
    def reading(self) -> Iterator[Unit]:
        """A unit that sees one state of the database and keeps nothing."""
        begun = self._joined and self._joined.session
        with _unavailable(), nullcontext(begun) if begun else Session(self._reading) as session:
            yield Unit(session)

    @contextmanager
    def writing(self) -> Iterator[Unit]:
        """A unit that is committed at the end, or rolled back when the block raises."""
        with _unavailable(), self._joined.part() if self._joined else _transaction(self._writing) as session:
            yield Unit(session)

    @contextmanager
    def together(self) -> Iterator[Records]:
        """The records, where all that is written until the end is one transaction: one wait for other writers, and one
        for the disk. It begins with the first unit that writes, so other writers wait from there to the end."""
        joined = JoinedTransaction(self._writing)
        with _unavailable(), joined.commit_at_end():
            yield Records(self._engine, joined)

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

    def settle(self) -> None:
        """Wait until all that is committed is on the disk, where a power cut leaves it; other writers need not wait.

        PostgreSQL has done so at each commit. https://www.sqlite.org/pragma.html#pragma_synchronous and
        #pragma_wal_checkpoint: a checkpoint begins by syncing the write-ahead log."""
        self._tell_sqlite("PRAGMA wal_checkpoint(PASSIVE)")

    def _use_write_ahead_log(self) -> None:
        self._tell_sqlite("PRAGMA journal_mode=WAL")

    def _tell_sqlite(self, pragma: str) -> None:
        """Outside any transaction; nothing for another kind of database."""
        if self._engine.dialect.name == "sqlite":
            try:
                with closing(self._engine.raw_connection()) as connection:
                    connection.cursor().execute(pragma)
            except sqlite3.Error as error:
                raise Unavailable(UNAVAILABLE) from error


@contextmanager
def _transaction(engine: Engine) -> Iterator[Session]:
    with Session(engine) as session, session.begin():
        yield session


@contextmanager
def _unavailable() -> Iterator[None]:
    """Say Unavailable where the database is down; mistakes of ours are left as they are."""
    try:
        yield
    except SQLAlchemyError as error:
        if not is_down(error):
            raise
        raise Unavailable(UNAVAILABLE) from error
