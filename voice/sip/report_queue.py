"""Reports to the application that no caller waits for. One that is not taken is tried again, for a day.

A message that a caller left reaches the office by such a report, so it must outlive a restart of the application."""

from __future__ import annotations

import heapq
import logging
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from voice.handset.transports import LineUnreachable

if TYPE_CHECKING:
    from voice.handset.transports import HttpTransport

log = logging.getLogger(__name__)
FIRST_PAUSE, LONGEST_PAUSE = 2.0, 300.0
"""Seconds between two tries: twice as many each time."""
GIVE_UP_AFTER = 24 * 3600.0


class ReportQueue:
    """Posts each report at once, and again from a thread of its own where that fails. The application takes a repeated
    report once, because the SID in it is the same."""

    def __init__(self, transport: HttpTransport, now: Callable[[], float]) -> None:
        self._transport, self._now = transport, now
        self._waiting: list[tuple[float, int, float, float, str, dict[str, str]]] = []
        self._changed = threading.Condition()
        self._count = 0
        self._is_over = False

    def start(self) -> None:
        threading.Thread(target=self._work, name="reports", daemon=True).start()

    def stop(self) -> None:
        with self._changed:
            self._is_over = True
            self._changed.notify_all()

    @property
    def waiting(self) -> int:
        return len(self._waiting)

    def post(self, url: str, parameters: dict[str, str]) -> None:
        """Report to ``url``; never raises."""
        if not self._is_taken(url, parameters):
            self._put_back(url, parameters, self._now(), FIRST_PAUSE)

    def _is_taken(self, url: str, parameters: dict[str, str]) -> bool:
        try:
            status = self._transport.post(url, parameters).status
        except LineUnreachable as error:
            log.warning("a report was not taken and is tried again: %s", error)
            return False
        if status >= 400:
            log.warning("a report to %s was answered %s", url, status)
        return status < 500  # a refusal stays one

    def _put_back(self, url: str, parameters: dict[str, str], began: float, pause: float) -> None:
        with self._changed:
            self._count += 1
            heapq.heappush(self._waiting, (self._now() + pause, self._count, began, pause, url, parameters))
            self._changed.notify_all()

    def _work(self) -> None:
        while not self._is_over:
            with self._changed:
                pause = self._waiting[0][0] - self._now() if self._waiting else None
                if pause is None or pause > 0:
                    self._changed.wait(pause)
                    continue
                _, _, began, paused, url, parameters = heapq.heappop(self._waiting)
            if not self._is_taken(url, parameters):
                if self._now() - began < GIVE_UP_AFTER:
                    self._put_back(url, parameters, began, min(2 * paused, LONGEST_PAUSE))
                else:
                    log.error("a report to %s was not taken for a day: %s", url, parameters.get("RecordingUrl", ""))
