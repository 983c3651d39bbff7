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


def run_migrations(connection: Connection) -> None:
    """Run the migrations that are due. Of several processes one runs them, and the others wait.

    A database that a newer version of the program has migrated is left as it is."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SET LOCAL lock_timeout = 0"))
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
    config = read_config()
    config.attributes["connection"] = connection
    current = MigrationContext.configure(connection).get_current_revision()
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if current is not None and current not in known:
        _log.warning("the records database was migrated by a newer version of the program")
    else:
        command.upgrade(config, "head")
