"""Replies already given to webhook deliveries, so that a repeated delivery hears the same."""

from datetime import datetime

from sqlalchemy import bindparam, delete, select
from sqlalchemy.orm import Session

from hotline.storage.records.models.calls_and_texts import DeliveryRow
from hotline.storage.records.stores.insert_once import insert_once

_REPLY = select(DeliveryRow.reply).where(DeliveryRow.key == bindparam("key"))
"""Every webhook asks it; to build a query takes longer than to run it."""


class DeliveryStore:
    def __init__(self, session: Session) -> None:
        self._session = session

    def find(self, key: str) -> str | None:
        """The reply kept for this delivery."""
        return self._session.scalars(_REPLY, {"key": key}).one_or_none()

    def keep(self, key: str, reply: str, at: datetime) -> str:
        """Keep ``reply`` unless one is kept already; the one that is kept in the end."""
        if insert_once(self._session, DeliveryRow, key=key, reply=reply, kept_at=at):
            return reply
        return self.find(key) or reply

    def erase(self, before: datetime, beginning: str = "") -> int:
        """Forget the replies kept before that time under keys that begin so; how many."""
        old = (DeliveryRow.kept_at < before, DeliveryRow.key.startswith(beginning, autoescape=True))
        query = delete(DeliveryRow).where(*old).returning(DeliveryRow.key)
        return len(self._session.scalars(query).all())
