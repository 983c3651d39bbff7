"""Counters of rate limits, which all processes and hosts share."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CursorResult, Integer, Text, bindparam, delete, select, text
from sqlalchemy.orm import Session

from hotline.storage.records.column_types import Moment
from hotline.storage.records.models.staff import RateCounterRow

_ADD = text(
    "INSERT INTO rate_counters (key, hits, ends_at) VALUES (:key, :hits, :ends_at) "
    "ON CONFLICT (key) DO UPDATE SET hits = rate_counters.hits + excluded.hits RETURNING hits"
).bindparams(bindparam("key", type_=Text()), bindparam("hits", type_=Integer()), bindparam("ends_at", type_=Moment()))
"""One statement, so that two processes that count at the same moment lose nothing. The same on both databases."""


class RateCounterStore:
    """How often a key was hit. A key names its window of time, so the next window has another key."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, key: str, hits: int, ends_at: datetime) -> int:
        """Add ``hits`` to a counter, whose window ends at ``ends_at``; returns its new total."""
        total: int = self._session.scalars(_ADD, {"key": key, "hits": hits, "ends_at": ends_at}).one()
        return total

    def find(self, key: str) -> tuple[int, datetime] | None:
        """The hits of a counter and the end of its window."""
        found = self._session.execute(
            select(RateCounterRow.hits, RateCounterRow.ends_at).where(RateCounterRow.key == key)
        ).one_or_none()
        return None if found is None else (found.hits, found.ends_at)

    def remove(self, key: str) -> None:
        self._session.execute(delete(RateCounterRow).where(RateCounterRow.key == key))

    def erase(self, before: datetime) -> int:
        """Delete the counters whose window ended before ``before``. Returns how many."""
        result = self._session.execute(delete(RateCounterRow).where(RateCounterRow.ends_at < before))
        return result.rowcount if isinstance(result, CursorResult) else 0
