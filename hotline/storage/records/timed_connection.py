"""A PostgreSQL connection that waits no longer than the unit of work may; the only module that knows psycopg.

A server that hangs accepts connections and statements and sends nothing. No time-out of the server's own then fires,
and none of TCP's, because the kernel goes on acknowledging. psycopg waits for the socket in ``Connection.wait``, so
that is where the time is limited: https://www.psycopg.org/psycopg3/docs/api/connections.html (read 2026-11-29)"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, TypeVar

import psycopg

from hotline.storage.records.circuit_breaker import wait_budget

if TYPE_CHECKING:
    from psycopg.abc import PQGen

T = TypeVar("T")
TOO_LONG = "the server did not answer in time"


class TimedConnection(psycopg.Connection[Any]):
    """Closes itself and raises OperationalError once the ``wait_budget`` of the running unit is used up."""

    def wait(self, gen: PQGen[T], interval: float = 0.1, timeout: float | None = None) -> T:
        budget = wait_budget.get()
        if budget is None:
            return super().wait(gen, interval, timeout)
        began = time.monotonic()
        try:
            return super().wait(gen, interval, max(budget.left, 0.0))
        except psycopg.OperationalError:
            if time.monotonic() - began < budget.left:
                raise
            self.pgconn.finish()  # its statement still runs: nothing more can be sent on it
            raise psycopg.OperationalError(TOO_LONG) from None
        finally:
            budget.left -= time.monotonic() - began


def connect(conninfo: str, options: dict[str, Any]) -> TimedConnection:
    """A new connection. Raises OperationalError at once where the unit has no time left to wait for one."""
    budget = wait_budget.get()
    if budget is not None and budget.left <= 0:
        raise psycopg.OperationalError(TOO_LONG)
    began = time.monotonic()
    try:
        return TimedConnection.connect(conninfo, **options)
    finally:
        if budget is not None:
            budget.left -= time.monotonic() - began
