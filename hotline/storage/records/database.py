"""The records database: opens it by URL, migrates it, and reads or writes it one transaction at a time."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import cached_property

from sqlalchemy import Engine, inspect, text
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.orm import Session

from hotline.core.errors import RecordsDown, Unavailable
from hotline.storage.records.circuit_breaker import PATIENCE, CircuitBreaker, WaitBudget, wait_budget
from hotline.storage.records.condition import RecordsCondition, read_condition
from hotline.storage.records.engine import (
    WRITING,
    Trouble,
    find_trouble,
    forget_connections_after_fork,
    is_down,
    make_engine,
)
from hotline.storage.records.joined_transaction import JoinedTransaction
from hotline.storage.records.migrations.runner import run_migrations
from hotline.storage.records.outage import Outage
from hotline.storage.records.stores.alerts import AlertStore
from hotline.storage.records.stores.call_attempts import AttemptStore
from hotline.storage.records.stores.calls import CallStore, RecordingStore
from hotline.storage.records.stores.content_changes import ContentChangeStore
from hotline.storage.records.stores.enquiries import EnquiryStore
from hotline.storage.records.stores.entries import EntryStore
from hotline.storage.records.stores.feedback import FeedbackStore
from hotline.storage.records.stores.hosts import HostStore, LeaseStore, PublishedVersionStore
from hotline.storage.records.stores.incoming_texts import ContextStore, IncomingTextStore
from hotline.storage.records.stores.law_changes import LawChangeStore
from hotline.storage.records.stores.messages import MessageStore
from hotline.storage.records.stores.office import CatalogueStore, OfficeStore
from hotline.storage.records.stores.open_questions import OpenQuestionStore
from hotline.storage.records.stores.outgoing_texts import OutgoingTextStore
from hotline.storage.records.stores.proposals import ProposalStore
from hotline.storage.records.stores.rate_counters import RateCounterStore
from hotline.storage.records.stores.retention_runs import RetentionRunStore
from hotline.storage.records.stores.sign_ins import FailureStore, SignInStore
from hotline.storage.records.stores.staff import StaffStore
from hotline.storage.records.stores.staff_events import StaffEventStore
from hotline.storage.records.stores.staff_secrets import StaffSecretStore
from hotline.storage.records.stores.statistics import StatisticsStore
from hotline.storage.records.stores.webhook_replies import DeliveryStore
from hotline.storage.records.stores.word_lists import WordListStore
from hotline.storage.records.transaction import Transaction, reading, writing

UNAVAILABLE = "记录库暂时无法使用，请稍后再试。"
MIGRATION_PATIENCE = 600.0
"""Seconds that migrations may wait for the database and for each other."""
PROBE_PATIENCE = 2.0
"""Seconds in which the database must answer for the circuit to close."""


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
    def content_changes(self) -> ContentChangeStore:
        return ContentChangeStore(self._session)

    @cached_property
    def office(self) -> OfficeStore:
        return OfficeStore(self._session)

    @cached_property
    def catalogue(self) -> CatalogueStore:
        return CatalogueStore(self._session)

    @cached_property
    def proposals(self) -> ProposalStore:
        return ProposalStore(self._session)

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
    def staff_secrets(self) -> StaffSecretStore:
        return StaffSecretStore(self._session)

    @cached_property
    def staff_events(self) -> StaffEventStore:
        return StaffEventStore(self._session)

    @cached_property
    def sign_ins(self) -> SignInStore:
        return SignInStore(self._session)

    @cached_property
    def failures(self) -> FailureStore:
        return FailureStore(self._session)

    @cached_property
    def rate_counters(self) -> RateCounterStore:
        return RateCounterStore(self._session)

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
    def open_questions(self) -> OpenQuestionStore:
        return OpenQuestionStore(self._session)

    @cached_property
    def law_changes(self) -> LawChangeStore:
        return LawChangeStore(self._session)

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
    def retention_runs(self) -> RetentionRunStore:
        return RetentionRunStore(self._session)

    @cached_property
    def statistics(self) -> StatisticsStore:
        return StatisticsStore(self._session)

    @cached_property
    def alerts(self) -> AlertStore:
        return AlertStore(self._session)

    @cached_property
    def incoming(self) -> IncomingTextStore:
        return IncomingTextStore(self._transaction.connection)

    @cached_property
    def versions(self) -> PublishedVersionStore:
        return PublishedVersionStore(self._session)

    @cached_property
    def hosts(self) -> HostStore:
        return HostStore(self._session)

    @cached_property
    def leases(self) -> LeaseStore:
        return LeaseStore(self._session)


class Records:
    """The records database. It can be shared between threads and used after a fork."""

    def __init__(
        self,
        engine: Engine,
        *,
        outage: Outage | None = None,
        breaker: CircuitBreaker | None = None,
        joined: JoinedTransaction | None = None,
        patience: float | None = None,
    ) -> None:
        self._engine = engine
        self._joined = joined
        self._breaker = breaker or CircuitBreaker(self._answers)
        self._patience = patience
        self.outage = outage or Outage(time.monotonic)
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

    def patient(self, seconds: float) -> Records:
        """The same records, whose units may wait ``seconds`` for the database and not just as long as a caller can.

        For jobs that read or write a lot: publishing, import, retention, reports."""
        return self._share(self._joined, seconds)

    def _share(self, joined: JoinedTransaction | None, patience: float | None) -> Records:
        return Records(self._engine, outage=self.outage, breaker=self._breaker, joined=joined, patience=patience)

    def migrate(self, patience: float = MIGRATION_PATIENCE) -> None:
        """Create the database where there is none, and run the migrations that are due.

        Of several processes that start at once, one runs them, the others wait. A database that a newer version of the
        program has migrated is left as it is: migrations only add, so that the version before can go on. Raises
        Unavailable when the database cannot be reached, or not be migrated within ``patience`` seconds."""
        with self.patient(patience)._limited(always=True):
            self._use_write_ahead_log()
            with self._writing.begin() as connection:
                run_migrations(connection)

    @contextmanager
    def reading(self) -> Iterator[Unit]:
        """A unit that reads one state of the database and commits nothing. Raises Unavailable when it is down."""
        joined = self._joined and self._joined.part_that_reads()
        with self._limited(), joined or reading(self._reading) as transaction:
            yield Unit(transaction)

    @contextmanager
    def writing(self) -> Iterator[Unit]:
        """A unit that is committed at the end, or rolled back if the block raises. Raises Unavailable too."""
        with self._limited(), self._joined.part() if self._joined else writing(self._writing) as transaction:
            yield Unit(transaction)

    @contextmanager
    def together(self) -> Iterator[Records]:
        """Records whose writing units join one transaction: one wait for other writers, one sync to the disk.

        The transaction begins with the first unit that writes, and other writers wait from then until the end. A unit
        that raises rolls back itself alone."""
        joined = JoinedTransaction(self._writing)
        with self._limited(), joined.commit_at_end():
            yield self._share(joined, self._patience)

    def reachable(self) -> bool:
        """Whether the database can be reached now and has been migrated."""
        try:
            with self._limited(), self._engine.connect() as connection:
                connection.execute(text("SELECT version_num FROM alembic_version"))
        except Unavailable:
            return False
        return True

    def is_empty(self) -> bool:
        """Whether there is no database, or one without our tables. Raises Unavailable when it cannot be reached."""
        path = self._engine.url.database
        if self._engine.dialect.name == "sqlite" and path and not os.path.exists(path):
            return True
        with self._limited(), self._engine.connect() as connection:
            return not inspect(connection).has_table("alembic_version")

    def _answers(self) -> bool:
        """Whether the database answers the circuit breaker's probe."""
        token = wait_budget.set(WaitBudget(PROBE_PATIENCE))
        try:
            with self._engine.connect() as connection:
                connection.execute(text("SELECT 1"))
        except SQLAlchemyError:
            return False
        finally:
            wait_budget.reset(token)
        return True

    @contextmanager
    def _limited(self, *, always: bool = False) -> Iterator[None]:
        """Limit how long the block waits for the database, and turn errors that mean "down" into RecordsDown.

        Other errors are our mistakes, and pass. While the circuit is open only a block that runs ``always`` begins."""
        seconds = PATIENCE if always else self._breaker.admit()
        if seconds is None:
            raise RecordsDown(UNAVAILABLE)
        token = wait_budget.set(WaitBudget(self._patience or seconds))
        began = time.monotonic()
        try:
            yield
        except SQLAlchemyError as error:
            if not is_down(error):
                raise
            self._record(find_trouble(error), time.monotonic() - began)
            self.outage.failed(error)
            raise RecordsDown(UNAVAILABLE) from error
        else:
            self.outage.worked()
        finally:
            wait_budget.reset(token)

    def _record(self, trouble: Trouble, seconds: float) -> None:
        """Tell the circuit breaker why a unit failed, after so many ``seconds``."""
        if trouble is Trouble.SILENT and self._breaker.record_silence(seconds):
            self._engine.dispose()  # the other connections hang like this one
        elif trouble is Trouble.LOCKED and self._patience is None:
            self._breaker.record_lock()

    def condition(self) -> RecordsCondition:
        """Whether the database is migrated, and what its server tells. Raises Unavailable when it is down."""
        with self._limited(), self._engine.connect() as connection:
            return read_condition(connection)

    def close(self) -> None:
        """Close all connections."""
        self._engine.dispose()

    def settle(self) -> None:
        """Sync all that is committed to the disk, where it survives a power cut. Other writers do not wait meanwhile.

        PostgreSQL syncs at each commit, so nothing is done there. https://www.sqlite.org/pragma.html#pragma_synchronous
        and #pragma_wal_checkpoint: a checkpoint begins by syncing the write-ahead log."""
        self._run_pragma("PRAGMA wal_checkpoint(PASSIVE)")

    def _use_write_ahead_log(self) -> None:
        self._create_file()
        self._run_pragma("PRAGMA journal_mode=WAL")

    def _create_file(self) -> None:
        """Create an empty SQLite file, readable by its owner alone, where there is none."""
        path = self._engine.url.database
        if self._engine.dialect.name == "sqlite" and path and path != ":memory:":
            try:
                os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
            except OSError as error:
                raise RecordsDown(UNAVAILABLE) from error

    def _run_pragma(self, pragma: str) -> None:
        """Run a pragma outside any transaction; do nothing on PostgreSQL."""
        if self._engine.dialect.name == "sqlite":
            try:
                with closing(self._engine.raw_connection()) as connection:
                    connection.cursor().execute(pragma)
            except (sqlite3.Error, SQLAlchemyError) as error:
                raise RecordsDown(UNAVAILABLE) from error
