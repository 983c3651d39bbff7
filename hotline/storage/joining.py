"""Several units of writing joined into one transaction, begun when it is first needed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from hotline.storage.engines import is_down


class Joined:
    """A transaction of ``engine``; ``session`` is None until something is written.

    Once the database was down, every further part fails at once: a caller waits for it one time only."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._down: SQLAlchemyError | None = None
        self.session: Session | None = None

    @contextmanager
    def part(self) -> Iterator[Session]:
        """What is written in the block; a block that raises has written nothing, the parts before it stay."""
        if self._down is not None:
            raise self._down
        try:
            session = self._begin()
            with session.begin_nested():
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

    def _begin(self) -> Session:
        if self.session is None:
            session = Session(self._engine)
            try:
                session.connection()  # begins, and waits for other writers
            except BaseException:
                session.close()
                raise
            self.session = session
        return self.session
