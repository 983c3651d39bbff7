"""The records database: opens it by URL, migrates it, and reads or writes it one transaction at a time."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager

from sqlalchemy import Engine, inspect, text
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

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
from hotline.storage.records.transaction import reading, writing
from hotline.storage.records.unit_of_work import Unit
from hotline.storage.records.version_signal import VersionSignal

UNAVAILABLE = "记录库暂时无法使用，请稍后再试。"
MIGRATION_PATIENCE = 600.0
"""Seconds that migrations may wait for the database and for each other."""
PROBE_PATIENCE = 2.0
"""Seconds in which the database must answer for the circuit to close."""


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

    def version_signal(self) -> VersionSignal:
        """What waits for the next version that any host publishes."""
        return VersionSignal(self._engine)

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
