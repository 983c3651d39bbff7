"""Chooses how the records database of a URL is copied."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from hotline.storage.records.copies.content import CopyFailed
from hotline.storage.records.copies.postgresql_copies import PostgresqlCopies
from hotline.storage.records.copies.sqlite_copies import SqliteCopies

Copies = SqliteCopies | PostgresqlCopies


def open_copies(url: str, environ: Mapping[str, str]) -> Copies:
    """The copies of the records database at ``url``, without connecting yet; ``environ`` is for PostgreSQL's programs.

    Raises CopyFailed, without the password that may be in ``url``, when the URL is none of a database."""
    try:
        parsed = make_url(url)
        if parsed.get_backend_name() == "sqlite" and parsed.database:
            return SqliteCopies(Path(parsed.database).absolute())
        return PostgresqlCopies(parsed, environ)
    except (ArgumentError, ImportError, ValueError):
        raise CopyFailed("HOTLINE_DATABASE_URL is no address of a database, or its driver is not installed.") from None
