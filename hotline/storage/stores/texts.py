"""Texts that came in, and texts that wait to go out or went."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from hotline.core.texting import OutgoingText, TextPurpose, TextState
from hotline.storage.line_records import OutgoingTextRow


class TextStore:
    def __init__(self, session: Session) -> None:
        self._session = session

    def queue(
        self, key: str, *, gateway: str, number: str, body: str, purpose: TextPurpose, tracking: str = "", at: datetime
    ) -> OutgoingText:
        """Have ``body`` sent to ``number`` (E.164); the text queued first when ``key`` was queued before."""
        row = OutgoingTextRow(key=key, gateway=gateway, number=number, body=body, purpose=purpose, tracking=tracking)
        row.queued_at, row.due_at, row.state, row.tries = at, at, TextState.WAITING, 0
        row.provider_id, row.error, row.sent_at, row.ended_at = "", "", None, None
        first = self._find(key)
        if first is None:
            try:
                with self._session.begin_nested():
                    self._session.add(row)
            except IntegrityError:
                first = self._find(key)
        return _outgoing(first or row)

    def list_tracking(self, tracking: str) -> list[OutgoingText]:
        """The texts about a message, the first queued first."""
        query = select(OutgoingTextRow).where(OutgoingTextRow.tracking == tracking).order_by(OutgoingTextRow.id)
        return [_outgoing(row) for row in self._session.scalars(query)]

    def _find(self, key: str) -> OutgoingTextRow | None:
        return self._session.scalars(select(OutgoingTextRow).where(OutgoingTextRow.key == key)).one_or_none()


def _outgoing(row: OutgoingTextRow) -> OutgoingText:
    return OutgoingText(
        id=row.id,
        key=row.key,
        gateway=row.gateway,
        number=row.number,
        body=row.body,
        purpose=row.purpose,
        tracking=row.tracking,
        queued_at=row.queued_at,
        state=row.state,
        tries=row.tries,
        due_at=row.due_at,
        provider_id=row.provider_id,
        error=row.error,
        sent_at=row.sent_at,
        ended_at=row.ended_at,
    )
