"""The log of accounts: lines are added and erased when their time is over, and never changed."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import CursorResult, delete, func, or_, select
from sqlalchemy.orm import Session

from hotline.core.staff_log import LogFilter, StaffEvent, StaffEventKind
from hotline.storage.records.models.staff import StaffEventRow
from hotline.storage.records.stores.row_mapping import to_dataclass


class StaffEventStore:
    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, event: StaffEvent) -> None:
        self._session.add(StaffEventRow(**asdict(event)))
        self._session.flush()

    def has_one(self, kind: StaffEventKind, name: str, since: datetime, *, network: str = "", detail: str = "") -> bool:
        """Whether there is such an event since then: "" for any network or detail."""
        row = StaffEventRow
        asked = ((row.network, network), (row.detail, detail))
        query = select(row.id).where(row.kind == kind, row.name == name, row.at >= since).limit(1)
        query = query.where(*(column == value for column, value in asked if value))
        return self._session.scalars(query).first() is not None

    def count(self, chosen: LogFilter) -> int:
        return self._session.scalars(select(func.count()).select_from(StaffEventRow).where(*_where(chosen))).one()

    def list_events(self, chosen: LogFilter, skip: int, limit: int) -> list[StaffEvent]:
        """The chosen events, newest first."""
        query = select(StaffEventRow).where(*_where(chosen)).order_by(StaffEventRow.at.desc(), StaffEventRow.id.desc())
        return [to_dataclass(StaffEvent, row) for row in self._session.scalars(query.offset(skip).limit(limit))]

    def find_oldest(self) -> datetime | None:
        return self._session.scalars(select(func.min(StaffEventRow.at))).one()

    def erase(self, before: datetime) -> int:
        """Delete the events before ``before``. Returns how many."""
        result = self._session.execute(delete(StaffEventRow).where(StaffEventRow.at < before))
        return result.rowcount if isinstance(result, CursorResult) else 0


def _where(chosen: LogFilter) -> list[Any]:
    row, where = StaffEventRow, []
    if chosen.first:
        where.append(row.at >= chosen.first)
    if chosen.end:
        where.append(row.at < chosen.end)
    if chosen.person:
        where.append(or_(row.name == chosen.person, row.by == chosen.person))
    if chosen.kind:
        where.append(row.kind == chosen.kind)
    return where
