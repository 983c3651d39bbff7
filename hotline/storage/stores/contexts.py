"""The numbered choices last sent to a telephone, so that a reply of "1" can be understood."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from hotline.storage.line_records import ContextRow


class ContextStore:
    """``key`` is a keyed hash of the telephone number, never the number; ``choices`` is the channel's own JSON."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def remember(self, key: str, choices: str, at: datetime) -> None:
        """Keep ``choices`` in the place of what was kept for ``key``."""
        row = self._session.get(ContextRow, key, with_for_update=True)
        if row is None:
            try:
                with self._session.begin_nested():
                    self._session.add(ContextRow(key=key, choices=choices, sent_at=at))
                return
            except IntegrityError:
                row = self._session.get_one(ContextRow, key, with_for_update=True)
        row.choices, row.sent_at = choices, at
        self._session.flush()

    def find(self, key: str, since: datetime) -> str | None:
        """The choices kept for ``key`` at or after ``since``."""
        kept = (ContextRow.key == key, ContextRow.sent_at >= since)
        return self._session.scalars(select(ContextRow.choices).where(*kept)).one_or_none()

    def erase(self, before: datetime) -> int:
        query = delete(ContextRow).where(ContextRow.sent_at < before).returning(ContextRow.key)
        return len(self._session.scalars(query).all())
