"""The numbered choices last sent to a telephone, so that a reply of "1" can be understood."""

from datetime import datetime

from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.orm import Session

from hotline.storage.records.models.calls_and_texts import ContextRow
from hotline.storage.records.stores.insert_once import insert_once

_CHOICES = select(ContextRow.choices).where(
    ContextRow.key == bindparam("key"), ContextRow.sent_at >= bindparam("since")
)
"""Built once, for every text runs it (as ``deliveries`` does)."""


class ContextStore:
    """``key`` is a keyed hash of the telephone number, never the number; ``choices`` is the channel's own JSON."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def remember(self, key: str, choices: str, at: datetime) -> None:
        """Keep ``choices`` in the place of what was kept for ``key``."""
        if insert_once(self._session, ContextRow, key=key, choices=choices, sent_at=at):
            return
        query = update(ContextRow).where(ContextRow.key == key).values(choices=choices, sent_at=at)
        self._session.execute(query, execution_options={"synchronize_session": False})

    def find(self, key: str, since: datetime) -> str | None:
        """The choices kept for ``key`` at or after ``since``."""
        return self._session.scalars(_CHOICES, {"key": key, "since": since}).one_or_none()

    def erase(self, before: datetime) -> int:
        query = delete(ContextRow).where(ContextRow.sent_at < before).returning(ContextRow.key)
        return len(self._session.scalars(query).all())
