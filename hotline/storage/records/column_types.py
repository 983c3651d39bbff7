"""Column types that hold the same on SQLite and PostgreSQL: moments in UTC, storable words, optional codes."""

import json
from datetime import UTC, datetime

from sqlalchemy import JSON, DateTime, Dialect, String, Text
from sqlalchemy.types import TypeDecorator


class Moment(TypeDecorator[datetime]):
    """An aware time, kept and given back in UTC; SQLite keeps no zone, so it is put back on reading."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone cannot be kept")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Words(TypeDecorator[str]):
    """Text less what a database refuses: NUL (PostgreSQL) is dropped, a lone surrogate becomes U+FFFD."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else storable(value)


class Code(TypeDecorator[str]):
    """A reference that may be empty: "" in Python, NULL in the database, so that foreign keys hold."""

    impl = String(40)
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return value or None

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        return value or ""


class Listing(TypeDecorator[list[object]]):
    """A short list kept as JSON, cleaned like Words."""

    impl = JSON
    cache_ok = True

    def process_bind_param(self, value: list[object] | None, dialect: Dialect) -> list[object] | None:
        return None if value is None else [_storable_tree(part) for part in value]


def storable(text: str) -> str:
    """``text`` as every database accepts it.

    >>> storable("复\\x00议"), storable("\\ud800")
    ('复议', '�')
    """
    return text.replace("\x00", "").encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def dump_json(value: object) -> str:
    """JSON with Chinese as itself, so that it can be searched."""
    return json.dumps(value, ensure_ascii=False)


def _storable_tree(value: object) -> object:
    if isinstance(value, str):
        return storable(value)
    return [_storable_tree(part) for part in value] if isinstance(value, list) else value
