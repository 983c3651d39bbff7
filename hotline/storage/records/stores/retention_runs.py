"""The last run of retention, and the time of the newest record."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy.orm import Session

from hotline.storage.records.condition import find_newest_record
from hotline.storage.records.models.hosts import RetentionRunRow


class RetentionRun(NamedTuple):
    """When retention ran, and until when it erases nothing; None where nothing holds it back."""

    ran_at: datetime
    held_until: datetime | None


class RetentionRunStore:
    def __init__(self, session: Session) -> None:
        self._session = session

    def find(self, *, for_update: bool = False) -> RetentionRun | None:
        """The last run, or None before the first; ``for_update`` keeps others from replacing it meanwhile."""
        row = self._session.get(RetentionRunRow, 1, with_for_update=for_update)
        return None if row is None else RetentionRun(row.ran_at, row.held_until)

    def keep(self, ran_at: datetime, held_until: datetime | None) -> None:
        """Replace the last run."""
        self._session.merge(RetentionRunRow(id=1, ran_at=ran_at, held_until=held_until))
        self._session.flush()

    def find_newest_record(self) -> datetime | None:
        """When the newest enquiry, call, text or message came in; None while there is none."""
        return find_newest_record(self._session.connection())
