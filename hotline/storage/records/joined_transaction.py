"""Joins several writing units into one transaction, which begins when the first unit writes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from hotline.storage.records.engine import is_down


class JoinedTransaction:
    """A transaction of ``engine``; ``session`` is None until a part writes.

    Once the database was down, every further part fails at once, so that a caller waits for it only once."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._down: SQLAlchemyError | None = None
        self.session: Session | None = None

    @contextmanager
    def part(self) -> Iterator[Session]:
        """A session for one part. If the block raises, this part is rolled back and the parts before it stay.

        The first part needs no savepoint, which would cost as much as the three inserts of a webhook."""
        if self._down is not None:
            raise self._down
        with self._noting_down(), self._begin() if self.session is None else _savepoint(self.session) as session:
            yield session

    def part_that_reads(self) -> AbstractContextManager[Session] | None:
        """The session for a part that only reads; None before a part has written.

        It has no savepoint. On PostgreSQL nothing works in a transaction after a statement in it has failed."""
        return None if self.session is None else self._read(self.session)

    @contextmanager
    def _read(self, session: Session) -> Iterator[Session]:
        if self._down is not None:
            raise self._down
        with self._noting_down():
            yield session

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
            if self.session is not None:
                if self._down is not None:
                    raise self._down
                self.session.commit()
        finally:
            if self.session is not None:
                self.session.close()

    @contextmanager
    def _begin(self) -> Iterator[Session]:
        session = Session(self._engine)
        try:
            session.connection()  # begins the transaction, and waits for other writers
            self.session = session
            yield session
            session.flush()
        except BaseException:
            self.session = None
            session.close()
            raise


@contextmanager
def _savepoint(session: Session) -> Iterator[Session]:
    with session.begin_nested():
        yield session
