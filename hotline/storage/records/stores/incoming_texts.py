"""Texts that came in and what they got, and who wants no texts of our own accord any more."""

from datetime import datetime

from sqlalchemy import ColumnElement, and_, bindparam, delete, func, select, update
from sqlalchemy.orm import Session

from hotline.core.texts import HELD_BACK, RecentTexts, TextReply
from hotline.storage.records.models.calls_and_texts import ContextRow, IncomingTextRow, OptOutRow
from hotline.storage.records.stores.insert_once import insert_once

_CHOICES = select(ContextRow.choices).where(
    ContextRow.key == bindparam("key"), ContextRow.sent_at >= bindparam("since")
)
"""Built once, for every text runs it (as ``deliveries`` does)."""


def _count(*conditions: ColumnElement[bool]) -> ColumnElement[int]:
    return func.count().filter(and_(*conditions))


_RECENT = select(
    _count(IncomingTextRow.reply_kind.not_in(HELD_BACK)),
    _count(IncomingTextRow.reply_kind == TextReply.LIMITED),  # the first was told; its reply may be on its way yet
    _count(IncomingTextRow.body == bindparam("body"), IncomingTextRow.received_at > bindparam("minute_ago")),
).where(IncomingTextRow.owner == bindparam("owner"), IncomingTextRow.received_at > bindparam("hour_ago"))
"""Built once, for every text runs it (as ``deliveries`` does)."""


class IncomingStore:
    """``owner`` is a keyed hash of the telephone number, never the number."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def take_in(
        self,
        *,
        gateway: str,
        delivery: str,
        owner: str,
        caller: str,
        body: str,
        received_at: datetime,
        replied_at: datetime | None,
        reply_kind: TextReply,
        enquiry_id: int | None = None,
    ) -> bool:
        """Keep a text (``caller`` and ``body`` masked by the caller of this); False when ``delivery`` is kept already.

        ``replied_at`` is None while the reply is not on its way, or when there is none."""
        got = {"received_at": received_at, "replied_at": replied_at, "reply_kind": reply_kind, "enquiry_id": enquiry_id}
        sent = {"gateway": gateway, "delivery": delivery, "owner": owner, "caller": caller, "body": body}
        return insert_once(self._session, IncomingTextRow, **sent, **got)

    def mark_replied(self, delivery: str, at: datetime) -> None:
        """The reply to a text has gone out."""
        query = update(IncomingTextRow).where(IncomingTextRow.delivery == delivery).values(replied_at=at)
        self._session.execute(query, execution_options={"synchronize_session": False})

    def recent(self, owner: str, body: str, *, hour_ago: datetime, minute_ago: datetime) -> RecentTexts:
        """What ``owner`` texted since those times; ``body`` is what they text now, masked."""
        asked = {"owner": owner, "body": body, "hour_ago": hour_ago, "minute_ago": minute_ago}
        found = self._session.execute(_RECENT, asked).one()
        return RecentTexts(answered=found[0], limit_told=bool(found[1]), same_words=found[2])

    def erase_owners(self, before: datetime) -> int:
        """Forget which texts received before then came from one telephone; the number of texts."""
        row = IncomingTextRow
        query = update(row).where(row.received_at < before, row.owner != "").values(owner="").returning(row.id)
        return len(self._session.scalars(query, execution_options={"synchronize_session": False}).all())

    def opt_out(self, owner: str, at: datetime) -> None:
        """``owner`` wants no texts of our own accord; told again, the first time stands."""
        insert_once(self._session, OptOutRow, owner=owner, at=at)

    def opt_in(self, owner: str) -> None:
        self._session.execute(delete(OptOutRow).where(OptOutRow.owner == owner))

    def is_opted_out(self, owner: str) -> bool:
        return self._session.scalars(select(OptOutRow.owner).where(OptOutRow.owner == owner)).first() is not None


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
