"""Counts of rate limits that all processes and hosts share, and that cost a page at most one small write.

A process counts in its own memory and adds what it counted to the shared counter in portions of a twentieth of the
limit. So the shared total is exact to one portion a process, a page view mostly writes nothing, and a network that is
over its limit costs no more writes at all."""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from datetime import UTC, datetime
from threading import Lock
from typing import Protocol

from hotline.services.line import Line

_log = logging.getLogger(__name__)

PORTIONS = 20
"""How many portions a limit has."""
PATIENCE = 0.25
"""Seconds that a request waits for the shared counter. Then it goes by what its process knows."""
PAUSE = 10
"""Seconds for which a process counts alone after the shared counter failed."""
MOST_WINDOWS = 20_000
"""Counters that a process remembers; about 5 MB."""


class SharedCounter(Protocol):
    """A counter that all processes and hosts share."""

    def add(self, key: str, hits: int, ends_at: datetime) -> int:
        """Add ``hits`` to the counter of ``key``, which is needed until ``ends_at``; its new total.

        Raises Unavailable."""
        ...


class RecordsCounter:
    """Counts in the records database. Keys are kept as keyed hashes, because they contain visitors' addresses."""

    def __init__(self, line: Line) -> None:
        self._line = line

    def add(self, key: str, hits: int, ends_at: datetime) -> int:
        with self._line.records.writing() as unit:
            return unit.rate_counters.add(self._line.owner_of(key), hits, ends_at)


@dataclass
class _Window:
    """The hits of one key in one window of time.

    ``known`` is the shared total when it was last told, ``sent`` is on its way there, ``waiting`` is not."""

    ends_at: datetime
    known: int = 0
    sent: int = 0
    waiting: int = 0

    @property
    def total(self) -> int:
        return self.known + self.sent + self.waiting


class RateCounters:
    """The counters of one process. While ``shared`` fails, the process goes on by its own counts.

    Windows begin at multiples of their length, so that all hosts agree on them as far as their clocks do."""

    def __init__(self, shared: SharedCounter, now: Callable[[], datetime]) -> None:
        self._shared, self._now = shared, now
        self._lock = Lock()
        self._windows: dict[str, _Window] = {}
        self._failed_at: datetime | None = None
        self._sending: Future[None] | None = None
        # Of its own, because a database that hangs must not hold up the request. It starts with the first hit to share.
        self._sender = ThreadPoolExecutor(max_workers=1, thread_name_prefix="rate-counters")

    def hit(self, key: str, most: int, seconds: int, cost: int = 1) -> bool:
        """Count ``cost`` hits of ``key``; whether it has at most ``most`` in this window of ``seconds``."""
        with self._lock:
            window_key, window = self._window(key, seconds)
            window.waiting += cost
            is_due = window.waiting >= max(1, most // PORTIONS) and window.known <= most
            sending = self._begin_to_send(window_key, window) if is_due and self._may_send() else None
        if sending is not None:
            wait([sending], PATIENCE)
        return window.total <= most

    def has_room(self, key: str, most: int, seconds: int, cost: int = 1) -> bool:
        """Whether ``hit`` would return True. Counts nothing."""
        with self._lock:
            return self._window(key, seconds)[1].total + cost <= most

    def _window(self, key: str, seconds: int) -> tuple[str, _Window]:
        now = self._now()
        serial = int(now.timestamp()) // seconds
        window_key = f"{key}/{serial}"
        window = self._windows.get(window_key)
        if window is None:
            if len(self._windows) >= MOST_WINDOWS:
                self._forget(now)
            window = self._windows[window_key] = _Window(datetime.fromtimestamp((serial + 1) * seconds, UTC))
        return window_key, window

    def _forget(self, now: datetime) -> None:
        """Forget the windows that are over. Where too many go on, forget the oldest half of them too."""
        kept = [(key, window) for key, window in self._windows.items() if window.ends_at > now]
        self._windows = dict(kept[len(kept) // 2 :] if len(kept) > MOST_WINDOWS // 2 else kept)

    def _may_send(self) -> bool:
        if self._sending is not None and not self._sending.done():
            return False
        return self._failed_at is None or abs((self._now() - self._failed_at).total_seconds()) >= PAUSE

    def _begin_to_send(self, window_key: str, window: _Window) -> Future[None]:
        self._sending = self._sender.submit(self._send, window_key, window, window.waiting)
        window.sent, window.waiting = window.sent + window.waiting, 0
        return self._sending

    def _send(self, window_key: str, window: _Window, hits: int) -> None:
        try:
            total = self._shared.add(window_key, hits, window.ends_at)
        except Exception as error:  # any error: a page must be served although it could not be counted
            with self._lock:
                window.sent, window.waiting = window.sent - hits, window.waiting + hits
                is_first, self._failed_at = self._failed_at is None, self._now()
            if is_first:
                _log.warning("limits are counted by each process alone now: %s", error or type(error).__name__)
        else:
            with self._lock:
                window.sent, window.known = window.sent - hits, total
                was_alone, self._failed_at = self._failed_at is not None, None
            if was_alone:
                _log.warning("limits are counted together again")
