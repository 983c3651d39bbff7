"""The log of accounts: who signed in, who changed whose role or secret, who heard which recording."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from hotline.core.permissions import Permission, Staff
from hotline.core.staff_log import LogFilter, StaffEvent

if TYPE_CHECKING:
    from hotline.services.line import Line

EXPORTED = 50_000
"""Lines in one CSV file at most: a page of the console must not take the server's memory."""


def count_events(line: Line, actor: Staff, chosen: LogFilter) -> int:
    actor.require(Permission.MANAGE_STAFF)
    with line.records.reading() as unit:
        return unit.staff_events.count(chosen)


def list_events(line: Line, actor: Staff, chosen: LogFilter, *, skip: int = 0, limit: int) -> list[StaffEvent]:
    """The chosen events, newest first."""
    actor.require(Permission.MANAGE_STAFF)
    with line.records.reading() as unit:
        return unit.staff_events.list_events(chosen, skip, limit)


def find_oldest(line: Line, actor: Staff) -> datetime | None:
    """When the oldest event was that is still kept; None for none."""
    actor.require(Permission.MANAGE_STAFF)
    with line.records.reading() as unit:
        return unit.staff_events.find_oldest()
