"""The alerts: each change of a condition is told by one process alone, which claims it first."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from hotline.core.alerts import AlertState
from hotline.storage.records.models.alerts import AlertRow
from hotline.storage.records.stores.insert_once import insert_once
from hotline.storage.records.stores.row_mapping import to_dataclass


class AlertStore:
    def __init__(self, session: Session) -> None:
        self._session = session

    def find(self, key: str) -> AlertState | None:
        """None where the condition has never held."""
        row = self._session.get(AlertRow, key)
        return None if row is None else to_dataclass(AlertState, row)

    def claim(self, key: str, holds: bool, now: datetime, until: datetime) -> AlertState | None:
        """Record whether the condition holds ``now``, and claim ``until`` then what the office has to be told of it.

        None when there is nothing to tell, or another process has claimed it. A condition that ends before anybody was
        told that it began is not told of at all."""
        insert_once(
            self._session.connection(), AlertRow, key=key, holds=False, since=now, is_told=True, claimed_until=now
        )
        row = self._session.scalars(select(AlertRow).where(AlertRow.key == key).with_for_update()).one()
        if row.holds != holds:
            row.is_told = not holds and not row.is_told
            row.holds, row.since, row.claimed_until = holds, now, now
        # A claim beyond ``until`` was made by a clock that was wrong, and must not hold until that time.
        if row.is_told or now < row.claimed_until <= until:
            self._session.flush()
            return None
        row.claimed_until = until
        self._session.flush()
        return to_dataclass(AlertState, row)

    def settle(self, state: AlertState, *, is_told: bool) -> None:
        """The claimed ``state`` was told, or could not be and is anybody's again. Does nothing when it has changed."""
        row = self._session.get_one(AlertRow, state.key, with_for_update=True)
        if (row.holds, row.since) == (state.holds, state.since):
            row.is_told, row.claimed_until = is_told, row.since
            self._session.flush()
