"""Waits for the next published version: PostgreSQL tells at once who listens that another host has published.

https://www.postgresql.org/docs/15/sql-notify.html (read 2026-11-30): a notification goes out when its transaction
commits, and to all sessions that listen on the channel in the same database."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from hotline.storage.records.circuit_breaker import WaitBudget, wait_budget

CHANNEL = "hotline_version"
NOTIFY = f"NOTIFY {CHANNEL}"
"""The statement of the transaction that adds a version."""
OPEN_PATIENCE = 2.0
"""Seconds that beginning to listen may take."""
TRIED_EVERY = 10.0
"""Seconds until listening is tried again where it failed."""
RENEWED_EVERY = 300.0
"""Seconds after which another connection listens: after a failover or behind a proxy one may be dead and not say so."""


class VersionSignal:
    """Listens on a connection of its own. It is used by one thread, and is only a hint: whoever waits for it looks at
    the records every second or two all the same, as where it cannot listen (SQLite, a proxy that shares sessions)."""

    def __init__(self, engine: Engine, clock: Callable[[], float] = time.monotonic) -> None:
        self._engine = engine
        self._clock = clock
        self._connection: Any = None
        self._change_at = float("-inf")
        """When listening is tried again, or another connection takes over."""

    def wait(self, seconds: float) -> bool:
        """Wait for a version at most ``seconds``; False at once where nothing can be listened to."""
        if self._engine.dialect.name != "postgresql":
            return False
        try:
            if self._clock() >= self._change_at:
                self._renew()
            if self._connection is None:
                return False
            list(self._connection.notifies(timeout=seconds, stop_after=1))
        except (SQLAlchemyError, self._engine.dialect.loaded_dbapi.Error):
            self.close()
            self._change_at = self._clock() + TRIED_EVERY
            return False
        return True

    def close(self) -> None:
        """Listen no more."""
        if self._connection is not None:
            self._connection.close()
        self._connection = None

    def _renew(self) -> None:
        self.close()
        token = wait_budget.set(WaitBudget(OPEN_PATIENCE))
        try:
            pooled = self._engine.raw_connection()
            self._connection = pooled.driver_connection
            pooled.detach()
            self._connection.rollback()
            self._connection.autocommit = True
            self._connection.execute(f"LISTEN {CHANNEL}")
        finally:
            wait_budget.reset(token)
        self._change_at = self._clock() + RENEWED_EVERY
