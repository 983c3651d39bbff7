"""A connection in a transaction, and the ORM's session over it, made only for the stores that need one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property

from sqlalchemy import Connection, Engine
from sqlalchemy.orm import Session


class Transaction:
    """What the stores of one unit of work use: a transaction that somebody else has begun and ends.

    A webhook's statements run on the ``connection`` alone. Through the ORM's ``session`` each takes twice as long, and
    making one takes as long as a statement (2026-11-29)."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    @cached_property
    def session(self) -> Session:
        """Within a savepoint, a session makes one of its own, so that a failed flush rolls back no more than that:
        https://docs.sqlalchemy.org/en/20/orm/session_transaction.html#joining-a-session-into-an-external-transaction
        (conditional_savepoint, read 2026-11-29)."""
        return Session(self.connection)

    @contextmanager
    def unit_of_work(self) -> Iterator[Transaction]:
        """Write at the end what the session holds, unless the block raises; then let go of the session."""
        try:
            yield self
            if "session" in self.__dict__:
                self.session.commit()
        finally:
            if "session" in self.__dict__:
                self.session.close()


@contextmanager
def reading(engine: Engine) -> Iterator[Transaction]:
    """A transaction that begins with its first statement and changes nothing."""
    with engine.connect() as connection, Transaction(connection).unit_of_work() as transaction:
        yield transaction


@contextmanager
def writing(engine: Engine) -> Iterator[Transaction]:
    """A transaction that is committed at the end, or rolled back if the block raises."""
    with engine.begin() as connection, Transaction(connection).unit_of_work() as transaction:
        yield transaction
