"""The state of the line as it runs: what a monitoring system reads, and what alerts are about."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta

from hotline.core.alerts import AlertLimits
from hotline.core.contents import KnowledgeVersion
from hotline.core.errors import Unavailable
from hotline.services import retention
from hotline.services.content import lost_records, publish
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

    def is_nearly_full(self, limits: AlertLimits) -> bool:
        """Whether less of the disk is free than either of the limits."""
        return self.free_bytes < max(limits.free_bytes, limits.free_share * self.disk_bytes)


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


def find_problems(line: Line, limits: AlertLimits | None = None) -> list[str]:
    """What is not in order on this host, one short English phrase each; empty when all is."""
    limits = limits or AlertLimits()
    host = read_host(line)
    problems = []
    if host.version is None:
        problems.append("nothing to answer from")
    elif line.shelf.is_fallen_back:
        problems.append("an earlier version serves because the newest file is gone or damaged")
    if host.publish_failing:
        problems.append("a publish failed and is tried again each minute")
    if host.is_nearly_full(limits):
        problems.append("the disk is nearly full")
    try:
        problems += _find_problems_in_records(line, limits)
    except Unavailable:
        problems.append("the records database cannot be used")
    return problems


def _find_problems_in_records(line: Line, limits: AlertLimits) -> list[str]:
    problems = []
    if not line.records.condition().is_migrated:
        problems.append("the records database is not migrated")
    elif lost_records.are_lost(line):
        problems.append("the records are not those of the office that is published")
    elif publish.is_behind(line):
        problems.append("the newest published version does not serve yet")
    oldest = read_outbox(line).oldest
    if oldest is not None and line.now() - oldest >= timedelta(minutes=limits.waiting_minutes):
        problems.append("texts wait in the outbox")
    if retention.is_held(line):
        problems.append("the clock may be wrong, so nothing is erased")
    return problems


def read_outbox(line: Line) -> OutboxState:
    with line.records.reading() as unit:
        return OutboxState(*unit.texts.measure_waiting())


def count_untaken_transfers(line: Line) -> int:
    """How many callers were to be transferred in the last hour, and nobody took the call."""
    now = line.now()
    with line.records.reading() as unit:
        transfers = unit.statistics.each_transfer(now - timedelta(hours=1), now - RINGING)
        return sum(transfer.waited is None for transfer in transfers)
