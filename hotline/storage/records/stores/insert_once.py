"""Inserts a row unless it conflicts with one that is there, or changes that one, in one statement, the same on SQLite
and PostgreSQL.

This is what makes repeated webhooks idempotent. Adding an object and catching the IntegrityError would take a savepoint
and three statements for every webhook. SQLAlchemy's own insert with ON CONFLICT is not used because it is compiled anew
each time (``inherit_cache = False`` in both dialects)."""

from __future__ import annotations

from functools import cache

from sqlalchemy import Connection, TextClause, bindparam, text

from hotline.storage.records.models.base import Base


def insert_once(connection: Connection, row: type[Base], **columns: object) -> bool:
    """Insert a row. Returns False when the table has one with the same key or another equal unique column."""
    return connection.execute(_statement(row, tuple(columns), _NOTHING), columns).rowcount == 1


def insert_numbered(connection: Connection, row: type[Base], **columns: object) -> int | None:
    """Insert a row. Returns its new id, or None when the table has one with an equal unique column."""
    number: int | None = connection.scalar(_statement(row, tuple(columns), f"{_NOTHING} RETURNING id"), columns)
    return number


def insert_or_update(connection: Connection, row: type[Base], *, key: str, changed: str, **columns: object) -> None:
    """Insert a row, or set the column ``changed`` of the one with the same ``key``, a unique column."""
    conflict = f'ON CONFLICT ("{key}") DO UPDATE SET "{changed}" = excluded."{changed}"'
    connection.execute(_statement(row, tuple(columns), conflict), columns)


_NOTHING = "ON CONFLICT DO NOTHING"


@cache
def _statement(row: type[Base], names: tuple[str, ...], conflict: str) -> TextClause:
    into = ", ".join(f'"{name}"' for name in names)
    values = ", ".join(f":{name}" for name in names)
    # Only names of our own tables and columns are put into the statement.
    query = text(f'INSERT INTO "{row.__tablename__}" ({into}) VALUES ({values}) {conflict}')  # noqa: S608
    return query.bindparams(*(bindparam(name, type_=row.__table__.c[name].type) for name in names))
