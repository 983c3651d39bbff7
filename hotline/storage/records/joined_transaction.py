"""Several units of writing joined into one transaction, begun when it is first needed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from hotline.storage.records.engine import is_down


class JoinedTransaction:
    """A transaction of ``engine``; ``session`` is None until something is written.

    Once the database was down, every further part fails at once: a caller waits for it one time only."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._down: SQLAlchemyError | None = None
        self.session: Session | None = None

    @contextmanager
    def part(self) -> Iterator[Session]:
        """What is written in the block; a block that raises has written nothing, the parts before it stay.

        Only a part that has parts before it needs a savepoint, which costs as much as a webhook's three inserts."""
        if self._down is not None:
            raise self._down
        try:
            with self._begin() if self.session is None else _savepoint(self.session) as session:
                yield session
        except SQLAlchemyError as error:
            if is_down(error):
                self._down = error
            raise

    @contextmanager
    def commit_at_end(self) -> Iterator[None]:
        """Commit what the parts wrote, or none of it when the block raises or the database went down among them."""
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
            session.connection()  # begins, and waits for other writers
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
