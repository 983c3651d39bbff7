"""Idempotency of webhooks: the replies already given, so that a repeated delivery gets the same one."""

from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, select

from hotline.storage.records.models.calls_and_texts import DeliveryRow
from hotline.storage.records.stores.insert_once import insert_once

_REPLY = select(DeliveryRow.reply).where(DeliveryRow.key == bindparam("key"))
"""Built once, because every webhook runs it and building a query takes longer than running it."""


class DeliveryStore:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def find(self, key: str) -> str | None:
        """The reply that was given to this delivery."""
        return self._connection.scalars(_REPLY, {"key": key}).one_or_none()

    def keep(self, key: str, reply: str, at: datetime) -> str:
        """Store ``reply`` unless there is one already. Returns the stored one."""
        if insert_once(self._connection, DeliveryRow, key=key, reply=reply, kept_at=at):
            return reply
        return self.find(key) or reply

    def claim(self, key: str, at: datetime) -> bool:
        """Whether this is the first delivery with ``key``: what must not be done twice is done by that one."""
        return insert_once(self._connection, DeliveryRow, key=key, reply="", kept_at=at)

    def erase(self, before: datetime, beginning: str = "") -> int:
        """Delete the replies stored before ``before`` under keys that begin with ``beginning``. Returns how many."""
        old = (DeliveryRow.kept_at < before, DeliveryRow.key.startswith(beginning, autoescape=True))
        query = delete(DeliveryRow).where(*old).returning(DeliveryRow.key)
        return len(self._connection.scalars(query).all())
