"""Inserts a row unless it conflicts with one that is there, in one statement, the same on SQLite and PostgreSQL.

This is what makes repeated webhooks idempotent. Adding an object and catching the IntegrityError would take a savepoint
and three statements for every webhook. SQLAlchemy's own insert with ON CONFLICT is not used because it is compiled anew
each time (``inherit_cache = False`` in both dialects)."""

from __future__ import annotations

from functools import cache

from sqlalchemy import CursorResult, TextClause, bindparam, text
from sqlalchemy.orm import Session

from hotline.storage.records.models.base import Base


def insert_once(session: Session, row: type[Base], **columns: object) -> bool:
    """Insert a row. Returns False when the table has one with the same key or another equal unique column."""
    result = session.execute(_statement(row, tuple(columns)), columns)
    return isinstance(result, CursorResult) and result.rowcount == 1


def insert_numbered(session: Session, row: type[Base], **columns: object) -> int | None:
    """Insert a row. Returns its new id, or None when the table has one with an equal unique column."""
    number: int | None = session.scalar(_statement(row, tuple(columns), " RETURNING id"), columns)
    return number


@cache
def _statement(row: type[Base], names: tuple[str, ...], returning: str = "") -> TextClause:
    into = ", ".join(f'"{name}"' for name in names)
    values = ", ".join(f":{name}" for name in names)
    # Only names of our own tables and columns are put into the statement.
    query = text(f'INSERT INTO "{row.__tablename__}" ({into}) VALUES ({values}) ON CONFLICT DO NOTHING{returning}')  # noqa: S608
    return query.bindparams(*(bindparam(name, type_=row.__table__.c[name].type) for name in names))
