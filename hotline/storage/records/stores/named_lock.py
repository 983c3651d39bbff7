"""A lock by name, for two transactions that each ask for what the other has not committed yet.

Where both would see one row, that row is locked instead (``with_for_update``)."""

from zlib import crc32

from sqlalchemy import text
from sqlalchemy.orm import Session

_KIND = 0x6E616D65
"""The first key of our advisory locks: "name" in ASCII. The lock of migrations has one key, which is another space."""
_LOCK = text("SELECT pg_advisory_xact_lock(:kind, :name)")


def lock_name(session: Session, name: str) -> None:
    """Have other transactions that lock ``name`` wait until this one ends.

    Nothing is done on SQLite, where a writer waits for every other writer. Two names with the same checksum share a
    lock: one then waits without need. https://www.postgresql.org/docs/15/functions-admin.html#FUNCTIONS-ADVISORY-LOCKS"""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(_LOCK, {"kind": _KIND, "name": crc32(name.encode()) - 2**31})
