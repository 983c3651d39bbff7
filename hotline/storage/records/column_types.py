"""Column types that behave alike on SQLite and PostgreSQL: UTC times, storable text, optional codes, JSON lists."""

import json
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, DateTime, Dialect, String, Text
from sqlalchemy.types import TypeDecorator

from hotline.core.attachments import Attachment, attachment_row, read_attachments


class Moment(TypeDecorator[datetime]):
    """A time zone aware datetime, stored and returned in UTC. SQLite stores no zone, so reading adds UTC again."""

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
    """Text without what a database refuses: NUL (PostgreSQL) is dropped, a lone surrogate becomes U+FFFD."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else storable(value)


class Code(TypeDecorator[str]):
    """A foreign key that may be empty: "" in Python, NULL in the database, where "" would break the constraint."""

    impl = String(40)
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return value or None

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        return value or ""


class Listing(TypeDecorator[list[object]]):
    """A short list stored as JSON, its texts cleaned as those of Words are."""

    impl = JSON
    cache_ok = True

    def process_bind_param(self, value: list[object] | None, dialect: Dialect) -> list[object] | None:
        return None if value is None else [_storable_tree(item) for item in value]


class AttachmentList(TypeDecorator[tuple[Attachment, ...]]):
    """The attachments of an entry or an item, stored as JSON."""

    impl = JSON
    cache_ok = True

    def process_bind_param(self, value: tuple[Attachment, ...] | None, dialect: Dialect) -> list[object] | None:
        return None if value is None else [attachment_row(one) for one in value]

    def process_result_value(self, value: list[Any] | None, dialect: Dialect) -> tuple[Attachment, ...]:
        return read_attachments(value or [])


def storable(text: str) -> str:
    """``text`` in a form that every database accepts.

    >>> storable("复\\x00议"), storable("\\ud800")
    ('复议', '�')
    """
    return text.replace("\x00", "").encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def dump_json(value: object) -> str:
    """JSON with Chinese characters unescaped, so that SQL can search in it."""
    return json.dumps(value, ensure_ascii=False)


def _storable_tree(value: object) -> object:
    """A text, or nested lists of texts, in storable form."""
    if isinstance(value, str):
        return storable(value)
    return [_storable_tree(item) for item in value] if isinstance(value, list) else value
