"""What a records database holds: how many rows each table has, how new they are, which migration it is at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, column, func, inspect, literal_column, select, table

from hotline.storage.records.column_types import Moment

RECORDED_AT = ("asked_at", "received_at", "began_at", "changed_at", "queued_at", "rated_at", "rung_at", "created_at")
"""The columns that say when a row was written; others, such as a message's due_at, lie in the future."""
MADE_BY_MIGRATIONS = {"stop_words"}
"""Tables that have rows as soon as the migrations ran."""
REVISIONS = "alembic_version"
"""The table in which Alembic keeps the newest migration that ran."""


class CopyFailed(Exception):
    """The records could not be copied, checked or put back; the message says why, without a password."""


@dataclass(frozen=True)
class RecordsContent:
    """``rows`` maps the name of each table to its number of rows. ``revision`` is that of the newest migration, "" for
    a database that was never migrated."""

    revision: str
    rows: Mapping[str, int]
    newest: datetime | None = None
    """When the newest record was written."""

    @property
    def is_empty(self) -> bool:
        """Whether nobody has written anything: neither an import nor staff nor a citizen."""
        return not any(count for name, count in self.rows.items() if name not in MADE_BY_MIGRATIONS)


def read_content(connection: Connection) -> RecordsContent:
    """Count every table of the program, in the transaction of ``connection``; other programs' tables are left out."""
    inspector = inspect(connection)
    names = [name for name in inspector.get_table_names() if is_ours(name)]
    revision, newest = "", []
    if REVISIONS in inspector.get_table_names():
        revision = connection.scalar(select(literal_column("version_num")).select_from(table(REVISIONS))) or ""
    for name in names:
        columns = {one["name"] for one in inspector.get_columns(name)}
        for when in columns.intersection(RECORDED_AT):
            moment: datetime | None = connection.scalar(
                select(func.max(column(when, Moment()))).select_from(table(name))
            )
            newest += [moment] if moment else []
    rows = {name: connection.scalar(select(func.count()).select_from(table(name))) or 0 for name in names}
    return RecordsContent(revision, rows, max(newest, default=None))


def is_ours(name: str) -> bool:
    """Whether the table is the program's: SQLite, Alembic and Litestream have tables of their own.

    >>> is_ours("messages"), is_ours("_litestream_seq"), is_ours("sqlite_sequence"), is_ours("alembic_version")
    (True, False, False, False)
    """
    return name != REVISIONS and not name.startswith(("_litestream", "sqlite_"))
