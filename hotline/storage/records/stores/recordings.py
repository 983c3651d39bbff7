"""Recordings that nobody needs any more, until the provider has deleted them."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from hotline.storage.records.models.calls_and_texts import DiscardedRecordingRow


class RecordingStore:
    def __init__(self, session: Session) -> None:
        self._session = session

    def discard(self, url: str, at: datetime) -> None:
        """Have the recording deleted at the provider, behind those that wait already."""
        row = self._session.get(DiscardedRecordingRow, url, with_for_update=True)
        if row is None:
            self._session.add(DiscardedRecordingRow(url=url, at=at))
        else:
            row.at = at
        self._session.flush()

    def list_discarded(self) -> list[str]:
        """Their addresses, those that wait longest first."""
        return list(self._session.scalars(select(DiscardedRecordingRow.url).order_by(DiscardedRecordingRow.at)))

    def forget(self, url: str) -> None:
        """The provider has it no more."""
        self._session.execute(delete(DiscardedRecordingRow).where(DiscardedRecordingRow.url == url))
