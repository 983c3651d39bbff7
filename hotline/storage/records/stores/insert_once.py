"""A row put in unless it, or one that it collides with, is there: one statement, the same on SQLite and PostgreSQL.

To add an object and catch the IntegrityError takes a savepoint and three statements, which every webhook would pay, and
SQLAlchemy compiles its own insert with ON CONFLICT anew each time (``inherit_cache = False`` in both dialects)."""

from __future__ import annotations

from functools import cache

from sqlalchemy import CursorResult, TextClause, bindparam, text
from sqlalchemy.orm import Session

from hotline.storage.records.models.base import Base


def insert_once(session: Session, row: type[Base], **columns: object) -> bool:
    """Whether the row was put in; False when the table has one with the same key, or another unique column."""
    done = session.execute(_statement(row, tuple(columns)), columns)
    return isinstance(done, CursorResult) and done.rowcount == 1


def insert_numbered(session: Session, row: type[Base], **columns: object) -> int | None:
    """The id that the database gave to the row put in; None when the table has one with the same unique column."""
    number: int | None = session.scalar(_statement(row, tuple(columns), " RETURNING id"), columns)
    return number


@cache
def _statement(row: type[Base], names: tuple[str, ...], then: str = "") -> TextClause:
    into = ", ".join(f'"{name}"' for name in names)
    values = ", ".join(f":{name}" for name in names)
    # The names are those of our own models' columns.
    query = text(f'INSERT INTO "{row.__tablename__}" ({into}) VALUES ({values}) ON CONFLICT DO NOTHING{then}')  # noqa: S608
    return query.bindparams(*(bindparam(name, type_=row.__table__.c[name].type) for name in names))
