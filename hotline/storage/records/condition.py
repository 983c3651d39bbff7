"""The condition of the records database, for the administrator: its migration, its newest record, its server."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from alembic.script import ScriptDirectory
from sqlalchemy import Connection, func, select, text

from hotline.storage.records.migrations.runner import read_config
from hotline.storage.records.models.calls_and_texts import CallRow, IncomingTextRow
from hotline.storage.records.models.enquiries import EnquiryRow, MessageRow

_MOMENTS = (CallRow.began_at, IncomingTextRow.received_at, EnquiryRow.asked_at, MessageRow.received_at)


@dataclass(frozen=True)
class RecordsCondition:
    """``revision`` is that of the newest migration that has run, "" where none has; ``head`` that of the program.

    ``newest`` is the time of the newest call, text, enquiry or message. ``server`` is the version of a PostgreSQL
    server, such as 150007, and ``clock`` its time; both None for SQLite."""

    revision: str
    head: str
    newest: datetime | None
    server: int | None = None
    clock: datetime | None = None
    time_zone: str = ""

    @property
    def is_migrated(self) -> bool:
        return self.revision == self.head


def read_condition(connection: Connection) -> RecordsCondition:
    """Raises SQLAlchemyError when the database cannot be read."""
    head = ScriptDirectory.from_config(read_config()).get_current_head() or ""
    revision = ""
    if connection.dialect.has_table(connection, "alembic_version"):
        revision = connection.execute(text("SELECT version_num FROM alembic_version")).scalar() or ""
    newest = find_newest_record(connection) if revision == head else None
    if connection.dialect.name != "postgresql":
        return RecordsCondition(revision, head, newest)
    server, time_zone = (
        connection.execute(text(f"SHOW {name}")).scalar_one() for name in ("server_version_num", "TimeZone")
    )
    clock = connection.execute(text("SELECT clock_timestamp()")).scalar_one()
    return RecordsCondition(revision, head, newest, int(server), clock, time_zone)


def find_newest_record(connection: Connection) -> datetime | None:
    """When the newest call, text, enquiry or message came in; None while there is none."""
    moments = [connection.execute(select(func.max(column))).scalar() for column in _MOMENTS]
    return max((moment for moment in moments if moment), default=None)
