"""The numbers of published contents, one row each in the records: every host compiles and serves the highest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotline.core.contents import content_hash
from hotline.core.errors import Unavailable
from hotline.core.hosts import PublishedVersion
from hotline.services.content.published_contents import read_contents, read_words
from hotline.services.line import JOB_PATIENCE, Line

if TYPE_CHECKING:
    from hotline.storage.records.unit_of_work import Unit


def register(line: Line, unit: Unit) -> PublishedVersion:
    """Number what would be published now, unless it is the newest version already; returns the newest.

    It is called last in the transaction of every change of what is published, so that the change and its number are
    committed together, and no other host can number another content before that."""
    unit.versions.lock()
    words, now = read_words(unit), line.now()
    found = content_hash(read_contents(unit, now, words))
    newest = unit.versions.find_newest()
    if newest is not None and newest.content_hash == found:
        return newest
    reported = max((host.number for host in unit.hosts.list_hosts()), default=0)
    version = PublishedVersion(_choose_number(line, newest, found, reported), found, now)
    unit.versions.add(version, words)
    return version


def find_newest(line: Line) -> PublishedVersion | None:
    """The version that every host is to serve; None before the first publish. Raises Unavailable."""
    with line.records.reading() as unit:
        return unit.versions.find_newest()


def is_registered(line: Line) -> bool:
    """Whether the newest version is what the records hold, but for words that wait to be published.

    It is not where the records were changed by an earlier release, which numbered nothing."""
    with line.records.patient(JOB_PATIENCE).reading() as unit:
        newest = unit.versions.find_newest()
        if newest is None:
            return False
        contents = read_contents(unit, line.now(), unit.versions.get_words(newest.number))
        return newest.content_hash == content_hash(contents)


def _choose_number(line: Line, newest: PublishedVersion | None, found: str, reported: int) -> int:
    """A number that no content has, neither in the records nor in this host's folder, and above the highest that any
    host has ``reported`` to serve.

    The first number in the records goes on from an installation that counted its files: it is that of the serving
    file where that has this content."""
    if newest is None:
        try:
            serving = line.shelf.current().version
        except Unavailable:
            serving = None
        if serving is not None and serving.content_hash == found:
            return serving.number
    return max(newest.number if newest else 0, line.shelf.last_number(), reported) + 1
