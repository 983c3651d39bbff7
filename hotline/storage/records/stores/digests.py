"""Reads the digests of many rows as one text, and the rows themselves in batches."""

from collections.abc import Collection, Iterator
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

_BATCH = 500
"""Rows read at once, so that half a million are never in memory together."""


def read_digests(session: Session, digest: InstrumentedAttribute[str], *conditions: ColumnElement[bool]) -> str:
    """The digests of all rows that meet ``conditions``, sorted and joined in the database: 0.1 s for half a million."""
    ordered = select(digest.label("digest")).where(*conditions).order_by(digest).subquery()
    return session.scalars(select(func.aggregate_strings(ordered.c.digest, ""))).one() or ""


def read_in_batches(
    session: Session,
    query: Select[Any],
    key: InstrumentedAttribute[Any],
    digest: InstrumentedAttribute[str],
    digests: Collection[str] | None,
) -> Iterator[Row[Any]]:
    """Rows of ``query``: those with one of these digests, or else all, ordered by ``key``, which must be unique."""
    if digests is not None:
        wanted = list(digests)
        for at in range(0, len(wanted), _BATCH):
            # Not ordered: SQLite would use the index on the key, and read all rows to find these.
            yield from session.execute(query.where(digest.in_(wanted[at : at + _BATCH])))
        return
    after: list[ColumnElement[bool]] = []
    while rows := session.execute(query.where(*after).order_by(key).limit(_BATCH)).all():
        yield from rows
        after = [key > getattr(rows[-1], key.key)]
