"""Follow what is published on any host: compile it here within a second or two, and try again where that failed."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from hotline.core.errors import Unavailable
from hotline.services import hosts
from hotline.services.content import publish
from hotline.services.content.published_versions import find_newest
from hotline.services.line import Line
from hotline.storage.host_lock import HostLock

_log = logging.getLogger(__name__)

RETRIED_EVERY = timedelta(minutes=1)
"""After what time a publish that failed is tried again."""


class Follower:
    """Follows the published versions for one host; ``step`` is called each second, or sooner, in each of its processes.

    One process of a host compiles: that which holds a lock in the data folder, which the system gives to another when
    it ends. The others only report what the host serves."""

    def __init__(self, line: Line) -> None:
        self._line = line
        self._lock = HostLock(line.folder / "following.lock")
        self._signal = line.records.version_signal()
        self._has_checked = False
        self._is_down = False
        self._retry_at: datetime | None = None

    def step(self) -> None:
        """Compile the newest published version if this host lags, and report what it serves. While the records are
        down, nothing happens but one line in the log, and another when they are back."""
        try:
            if self._lock.take():
                self._catch_up()
            hosts.report(self._line)
        except Unavailable as error:
            if not self._is_down:
                _log.warning("published versions cannot be followed now: %s", error)
            self._is_down = True
            return
        if self._is_down:
            _log.warning("published versions are followed again")
        self._is_down = False

    def await_version(self, seconds: float) -> bool:
        """Wait until any host publishes, at most ``seconds``. False at once in a process that does not compile, and
        where the records cannot tell."""
        return not self._is_down and self._lock.take() and self._signal.wait(seconds)

    def close(self) -> None:
        """Follow no more."""
        self._signal.close()

    def _catch_up(self) -> None:
        newest = find_newest(self._line)
        is_due = not self._has_checked or newest is None or self._serves_another(newest.number, newest.content_hash)
        if not is_due and not publish.last_error(self._line):
            self._retry_at = None
            return
        now = self._line.now()
        if self._retry_at is None:
            # A marker alone may belong to a publish that is going on: it is given a minute.
            self._retry_at = now if is_due else now + RETRIED_EVERY
        if now < self._retry_at <= now + RETRIED_EVERY:  # no later, in case the clock was set back
            return
        error = publish.publish_pending(self._line, check_records=not self._has_checked)
        self._has_checked = self._has_checked or not error
        self._retry_at = now + RETRIED_EVERY if error else None

    def _serves_another(self, number: int, content_hash: str) -> bool:
        try:
            version = self._line.shelf.current().version
        except Unavailable:
            return True
        return (version.number, version.content_hash) != (number, content_hash)
