"""The hosts of one line: each reports which version it serves, so that staff see where a change is live."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from hotline.core.errors import Unavailable
from hotline.core.hosts import Host
from hotline.services.line import Line

REPORTED_EVERY = timedelta(seconds=10)
"""How often a host reports at least, also when nothing changed."""
SILENT_AFTER = timedelta(minutes=1)
"""After what time without a report a host counts as silent."""


@dataclass(frozen=True)
class LaggingHost:
    """A host that does not serve the newest version, as far as it reported. ``silent`` is one that reports no more."""

    host: Host
    silent: bool


@dataclass(frozen=True)
class Reach:
    """On how many of ``hosts`` the newest version, ``number``, is live, and which hosts lag behind."""

    number: int
    hosts: int
    lagging: tuple[LaggingHost, ...]

    @property
    def live(self) -> int:
        return self.hosts - len(self.lagging)


def report(line: Line) -> None:
    """Write into the records what this host serves, when that changed or the last report is REPORTED_EVERY old.

    Any process of a host may report for it; a host that serves nothing reports nothing. Raises Unavailable."""
    now = line.now()
    own = _describe_own(line, now)
    if not own.number:
        return
    with line.records.reading() as unit:
        before = unit.hosts.find(line.host)
    age = now - before.seen_at if before else SILENT_AFTER
    is_same = before is not None and (before.number, before.content_hash) == (own.number, own.content_hash)
    if is_same and timedelta() <= age < REPORTED_EVERY:
        return
    if before is not None and age < SILENT_AFTER:
        own = replace(own, started_at=before.started_at)
    with line.records.writing() as unit:
        unit.hosts.put(own)


def find_reach(line: Line) -> Reach | None:
    """How far the newest version has reached; None where there is one host alone, or nothing is published.

    A host that is silent lags, whatever it served when it last reported. Raises Unavailable."""
    now = line.now()
    with line.records.reading() as unit:
        newest, reported = unit.versions.find_newest(), unit.hosts.list_hosts()
    others = [host for host in reported if host.name != line.host]
    if newest is None or not others:
        return None
    every = [LaggingHost(host, now - host.seen_at >= SILENT_AFTER) for host in (*others, _describe_own(line, now))]
    lagging = tuple(one for one in every if one.silent or one.host.number != newest.number)
    return Reach(newest.number, len(every), lagging)


def _describe_own(line: Line, now: datetime) -> Host:
    """This host as it is now: its last report may be a second older than what it serves."""
    try:
        version = line.shelf.current().version
    except Unavailable:
        return Host(line.host, 0, "", now, now)
    return Host(line.host, version.number, version.content_hash, now, now)
