"""Runs the migrations that a database needs, in the transaction of its caller."""

from __future__ import annotations

import logging

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

_log = logging.getLogger(__name__)
_LOCK = 0x686F746C
"""The key of the PostgreSQL advisory lock that a migration holds: "hotl" in ASCII."""


def read_config() -> Config:
    """Alembic's configuration: where the migrations are."""
    config = Config()
    config.set_main_option("script_location", "hotline.storage.records:migrations")
    return config


def is_known_revision(revision: str) -> bool:
    """Whether this program has the migration ``revision``: a newer program's database cannot be migrated back."""
    return any(script.revision == revision for script in ScriptDirectory.from_config(read_config()).walk_revisions())


def run_migrations(connection: Connection) -> None:
    """Run the migrations that are due. Of several processes one runs them, and the others wait.

    A database that a newer version of the program has migrated is left as it is."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SET LOCAL lock_timeout = 0"))
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
    config = read_config()
    config.attributes["connection"] = connection
    current = MigrationContext.configure(connection).get_current_revision()
    if current is not None and not is_known_revision(current):
        _log.warning("the records database was migrated by a newer version of the program")
    else:
        command.upgrade(config, "head")
