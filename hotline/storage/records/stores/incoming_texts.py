"""Incoming texts and their replies, opt-outs, and the choices last sent to each telephone."""

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, bindparam, delete, func, or_, select, update

from hotline.core.texts import HELD_BACK, RecentTexts, TextReply
from hotline.storage.records.models.calls_and_texts import ContextRow, IncomingTextRow, OptOutRow
from hotline.storage.records.stores.insert_once import insert_once

_CHOICES = select(ContextRow.choices, ContextRow.sent_at).where(
    ContextRow.key == bindparam("key"), ContextRow.sent_at >= bindparam("since")
)
"""Built once, because every text runs it and building a query takes longer than running it."""


def _count(*conditions: ColumnElement[bool]) -> ColumnElement[int]:
    return func.count().filter(and_(*conditions))


_IN_THE_HOUR = IncomingTextRow.received_at > bindparam("hour_ago")
_SAME_WORDS = IncomingTextRow.body == bindparam("body")
_RECENT = select(
    _count(IncomingTextRow.reply_kind.not_in(HELD_BACK), _IN_THE_HOUR),
    _count(IncomingTextRow.reply_kind == TextReply.LIMITED, _IN_THE_HOUR),  # recorded while the reply is still queued
    _count(_SAME_WORDS, IncomingTextRow.received_at > bindparam("minute_ago")),
    _count(_SAME_WORDS),
).where(IncomingTextRow.owner == bindparam("owner"), IncomingTextRow.received_at > bindparam("day_ago"))
"""Counts the texts of an owner: answered in the last hour, over the limit in it, and the same words in a minute and in
a day. Built once, as _CHOICES."""


class IncomingTextStore:
    """Incoming texts. ``owner`` is a keyed hash of the telephone number, never the number."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(
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
        """Record a text; ``caller`` and ``body`` must be masked. Returns False when ``delivery`` is recorded already.

        ``replied_at`` is None while the reply has not been sent, or when there is none."""
        text = {"gateway": gateway, "delivery": delivery, "owner": owner, "caller": caller, "body": body}
        reply = {"replied_at": replied_at, "reply_kind": reply_kind, "enquiry_id": enquiry_id}
        return insert_once(self._connection, IncomingTextRow, received_at=received_at, **text, **reply)

    def mark_replied(self, delivery: str, at: datetime) -> None:
        """Record that the reply to a text has been sent."""
        query = update(IncomingTextRow).where(IncomingTextRow.delivery == delivery).values(replied_at=at)
        self._connection.execute(query, execution_options={"synchronize_session": False})

    def count_recent(
        self, owner: str, body: str, *, day_ago: datetime, hour_ago: datetime, minute_ago: datetime
    ) -> RecentTexts:
        """Counts of what ``owner`` texted since those times. ``body`` is their present text, masked."""
        since = {"day_ago": day_ago, "hour_ago": hour_ago, "minute_ago": minute_ago}
        answered, limited, *same = self._connection.execute(_RECENT, {"owner": owner, "body": body} | since).one()
        return RecentTexts(answered, limit_told=bool(limited), same_words=same[0], same_in_a_day=same[1])

    def erase_owners(self, before: datetime) -> int:
        """Remove the owner from texts received before ``before``. Returns the number of texts."""
        row = IncomingTextRow
        query = update(row).where(row.received_at < before, row.owner != "").values(owner="").returning(row.id)
        return len(self._connection.scalars(query, execution_options={"synchronize_session": False}).all())

    def erase_words(self, before: datetime, held_back_before: datetime) -> int:
        """Remove the words of texts received before ``before``, or of those held back before ``held_back_before``.

        Returns the number of texts."""
        row = IncomingTextRow
        held_back = and_(row.reply_kind.in_(HELD_BACK), row.received_at < held_back_before)
        query = update(row).where(or_(row.received_at < before, held_back), row.body != "").values(body="")
        erased = self._connection.scalars(query.returning(row.id), execution_options={"synchronize_session": False})
        return len(erased.all())

    def opt_out(self, owner: str, at: datetime) -> None:
        """Record that ``owner`` wants no unrequested texts. Idempotent: the first time stays recorded."""
        insert_once(self._connection, OptOutRow, owner=owner, at=at)

    def opt_in(self, owner: str) -> None:
        """Remove an opt-out."""
        self._connection.execute(delete(OptOutRow).where(OptOutRow.owner == owner))

    def is_opted_out(self, owner: str) -> bool:
        return self._connection.scalars(select(OptOutRow.owner).where(OptOutRow.owner == owner)).first() is not None


class ContextStore:
    """The choices last sent to each telephone, as JSON of the SMS channel.

    ``key`` is a keyed hash of the telephone number, never the number."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def remember(self, key: str, choices: str, at: datetime) -> None:
        """Store ``choices`` for ``key`` in place of earlier ones."""
        if insert_once(self._connection, ContextRow, key=key, choices=choices, sent_at=at):
            return
        query = update(ContextRow).where(ContextRow.key == key).values(choices=choices, sent_at=at)
        self._connection.execute(query, execution_options={"synchronize_session": False})

    def find(self, key: str, since: datetime) -> tuple[str, datetime] | None:
        """The choices of ``key`` and when they were sent, if that was at or after ``since``."""
        found = self._connection.execute(_CHOICES, {"key": key, "since": since}).one_or_none()
        return None if found is None else (found.choices, found.sent_at)

    def list_before(self, before: datetime) -> list[tuple[str, str, datetime]]:
        """(key, choices, when they were sent) of those sent before ``before``."""
        query = select(ContextRow.key, ContextRow.choices, ContextRow.sent_at).where(ContextRow.sent_at < before)
        return [(key, choices, at) for key, choices, at in self._connection.execute(query)]

    def reduce(self, key: str, choices: str, sent_at: datetime) -> bool:
        """Replace what was stored for ``key`` at ``sent_at``. False when other choices were sent since."""
        query = update(ContextRow).where(ContextRow.key == key, ContextRow.sent_at == sent_at).values(choices=choices)
        replaced = self._connection.scalars(
            query.returning(ContextRow.key), execution_options={"synchronize_session": False}
        )
        return replaced.first() is not None

    def erase(self, before: datetime) -> int:
        """Delete the choices sent before ``before``. Returns how many telephones they were sent to."""
        query = delete(ContextRow).where(ContextRow.sent_at < before).returning(ContextRow.key)
        return len(self._connection.scalars(query).all())
