"""The records database: opens it by URL, migrates it, and reads or writes it one transaction at a time."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from copy import copy
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
from hotline.storage.records.stores.feedback import FeedbackStore
from hotline.storage.records.stores.incoming_texts import ContextStore, IncomingTextStore
from hotline.storage.records.stores.messages import MessageStore
from hotline.storage.records.stores.office import CatalogueStore, OfficeStore
from hotline.storage.records.stores.outgoing_texts import OutgoingTextStore
from hotline.storage.records.stores.staff import StaffStore
from hotline.storage.records.stores.statistics import StatisticsStore
from hotline.storage.records.stores.webhook_replies import DeliveryStore
from hotline.storage.records.stores.word_lists import WordListStore
from hotline.storage.records.transaction import Transaction, reading, writing

UNAVAILABLE = "记录库暂时无法使用，请稍后再试。"
_MIGRATION_LOCK = 0x686F746C
"""The key of the PostgreSQL advisory lock that a migration holds: "hotl" in ASCII."""


class Unit:
    """A unit of work, which is one transaction: either all changes made through its stores are committed, or none.

    A store is created when it is first used, because most transactions use only two or three."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    @property
    def _session(self) -> Session:
        return self._transaction.session

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
        return EnquiryStore(self._transaction)

    @cached_property
    def messages(self) -> MessageStore:
        return MessageStore(self._session)

    @cached_property
    def staff(self) -> StaffStore:
        return StaffStore(self._session)

    @cached_property
    def deliveries(self) -> DeliveryStore:
        return DeliveryStore(self._transaction.connection)

    @cached_property
    def contexts(self) -> ContextStore:
        return ContextStore(self._transaction.connection)

    @cached_property
    def words(self) -> WordListStore:
        return WordListStore(self._session)

    @cached_property
    def feedback(self) -> FeedbackStore:
        return FeedbackStore(self._session)

    @cached_property
    def calls(self) -> CallStore:
        return CallStore(self._transaction.connection)

    @cached_property
    def attempts(self) -> AttemptStore:
        return AttemptStore(self._session)

    @cached_property
    def texts(self) -> OutgoingTextStore:
        return OutgoingTextStore(self._session)

    @cached_property
    def recordings(self) -> RecordingStore:
        return RecordingStore(self._session)

    @cached_property
    def statistics(self) -> StatisticsStore:
        return StatisticsStore(self._session)

    @cached_property
    def incoming(self) -> IncomingTextStore:
        return IncomingTextStore(self._transaction.connection)


class Records:
    """The records database. It can be shared between threads and used after a fork."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._joined: JoinedTransaction | None = None
        # A SQLite transaction reads one state of the database. PostgreSQL needs REPEATABLE READ for that.
        postgresql = engine.dialect.name == "postgresql"
        self._reading = engine.execution_options(isolation_level="REPEATABLE READ") if postgresql else engine
        self._writing = engine.execution_options(**{WRITING: True})

    @classmethod
    def open(cls, url: str) -> Records:
        """Use the database at ``url`` (sqlite:///… or postgresql+psycopg://…), without connecting yet.

        Raises ValueError, without the password that may be in ``url``, when no driver can use the URL."""
        try:
            engine = make_engine(url)
        except (ArgumentError, ImportError, ValueError):
            raise ValueError("not the address of a database, or its driver is not installed") from None
        forget_connections_after_fork(engine)
        return cls(engine)

    def migrate(self) -> None:
        """Run the migrations that are due. Of several processes that start at once, one runs them, the others wait."""
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
        """A unit that reads one state of the database and commits nothing. Raises Unavailable when it is down."""
        joined = self._joined and self._joined.connection
        with _unavailable(), Transaction(joined).unit_of_work() if joined else reading(self._reading) as transaction:
            yield Unit(transaction)

    @contextmanager
    def writing(self) -> Iterator[Unit]:
        """A unit that is committed at the end, or rolled back if the block raises. Raises Unavailable too."""
        with _unavailable(), self._joined.part() if self._joined else writing(self._writing) as transaction:
            yield Unit(transaction)

    @contextmanager
    def together(self) -> Iterator[Records]:
        """Records whose writing units join one transaction: one wait for other writers, one sync to the disk.

        The transaction begins with the first unit that writes, and other writers wait from then until the end. A unit
        that raises rolls back itself alone."""
        joined = JoinedTransaction(self._writing)
        with _unavailable(), joined.commit_at_end():
            records = copy(self)
            records._joined = joined
            yield records

    def reachable(self) -> bool:
        """Whether the database can be reached now and has been migrated."""
        try:
            with _unavailable(), self._engine.connect() as connection:
                connection.execute(text("SELECT version_num FROM alembic_version"))
        except Unavailable:
            return False
        return True

    def close(self) -> None:
        """Close all connections."""
        self._engine.dispose()

    def settle(self) -> None:
        """Sync all that is committed to the disk, where it survives a power cut. Other writers do not wait meanwhile.

        PostgreSQL syncs at each commit, so nothing is done there. https://www.sqlite.org/pragma.html#pragma_synchronous
        and #pragma_wal_checkpoint: a checkpoint begins by syncing the write-ahead log."""
        self._run_pragma("PRAGMA wal_checkpoint(PASSIVE)")

    def _use_write_ahead_log(self) -> None:
        self._run_pragma("PRAGMA journal_mode=WAL")

    def _run_pragma(self, pragma: str) -> None:
        """Run a pragma outside any transaction; do nothing on PostgreSQL."""
        if self._engine.dialect.name == "sqlite":
            try:
                with closing(self._engine.raw_connection()) as connection:
                    connection.cursor().execute(pragma)
            except sqlite3.Error as error:
                raise Unavailable(UNAVAILABLE) from error


@contextmanager
def _unavailable() -> Iterator[None]:
    """Turn errors that mean the database is down into Unavailable. Other errors are our mistakes, and pass."""
    try:
        yield
    except SQLAlchemyError as error:
        if not is_down(error):
            raise
        raise Unavailable(UNAVAILABLE) from error
