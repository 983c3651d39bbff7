"""The state of the line as it runs: what a monitoring system reads, and what alerts are about."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta

from hotline.core.contents import KnowledgeVersion
from hotline.services.content import publish
from hotline.services.line import Line

RINGING = timedelta(minutes=1)
"""A transfer that began later may still be answered, so it does not count as one that nobody took."""


@dataclass(frozen=True)
class HostState:
    """What each host has for itself. ``version`` is the one that serves, None where none can be read."""

    publish_failing: bool
    version: KnowledgeVersion | None
    free_bytes: int
    disk_bytes: int


@dataclass(frozen=True)
class OutboxState:
    """The texts that wait to be sent, and since when the oldest of them does."""

    waiting: int
    oldest: datetime | None


def read_host(line: Line) -> HostState:
    """The state of this host: its serving version and the disk of its data folder. Needs no records."""
    try:
        version = line.knowledge.version
    except Exception:  # whatever is wrong with the file, the rest of the state must still be told
        version = None
    disk = shutil.disk_usage(line.folder)
    return HostState(publish.is_failing(line), version, disk.free, disk.total)


def read_outbox(line: Line) -> OutboxState:
    with line.records.reading() as unit:
        return OutboxState(*unit.texts.measure_waiting())


def count_untaken_transfers(line: Line) -> int:
    """How many callers were to be transferred in the last hour, and nobody took the call."""
    now = line.now()
    with line.records.reading() as unit:
        transfers = unit.statistics.each_transfer(now - timedelta(hours=1), now - RINGING)
        return sum(transfer.waited is None for transfer in transfers)
