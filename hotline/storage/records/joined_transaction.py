"""Joins several writing units into one transaction, which begins when the first unit writes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

from hotline.storage.records.engine import is_down
from hotline.storage.records.transaction import Transaction


class JoinedTransaction:
    """A transaction of ``engine``; ``connection`` is None until a part writes.

    Once the database was down, every further part fails at once, so that a caller waits for it only once."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._down: SQLAlchemyError | None = None
        self.connection: Connection | None = None

    @contextmanager
    def part(self) -> Iterator[Transaction]:
        """A transaction for one part. If the block raises, this part is rolled back and the parts before it stay.

        The first part needs no savepoint, which would cost as much as the three inserts of a webhook."""
        if self._down is not None:
            raise self._down
        begun = self._begin() if self.connection is None else _savepoint(self.connection)
        with self._noting_down(), begun as transaction:
            yield transaction

    def part_that_reads(self) -> AbstractContextManager[Transaction] | None:
        """The transaction for a part that only reads; None before a part has written.

        It has no savepoint. On PostgreSQL nothing works in a transaction after a statement in it has failed."""
        return None if self.connection is None else self._read(self.connection)

    @contextmanager
    def _read(self, connection: Connection) -> Iterator[Transaction]:
        if self._down is not None:
            raise self._down
        with self._noting_down(), Transaction(connection).unit_of_work() as transaction:
            yield transaction

    @contextmanager
    def _noting_down(self) -> Iterator[None]:
        try:
            yield
        except SQLAlchemyError as error:
            if is_down(error):
                self._down = error
            raise

    @contextmanager
    def commit_at_end(self) -> Iterator[None]:
        """Commit all parts at the end, or none if the block raises or the database went down in any part."""
        try:
            yield
            if self.connection is not None:
                if self._down is not None:
                    raise self._down
                self.connection.commit()
        finally:
            if self.connection is not None:
                self.connection.close()

    @contextmanager
    def _begin(self) -> Iterator[Transaction]:
        connection = self._engine.connect()
        try:
            connection.begin()  # waits for other writers
            self.connection = connection
            with Transaction(connection).unit_of_work() as transaction:
                yield transaction
        except BaseException:
            self.connection = None
            connection.close()
            raise


@contextmanager
def _savepoint(connection: Connection) -> Iterator[Transaction]:
    with connection.begin_nested(), Transaction(connection).unit_of_work() as transaction:
        yield transaction
