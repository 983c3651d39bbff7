"""Reports to the application that no caller waits for. One that is not taken is tried again, for a day.

A message that a caller left reaches the office by such a report, so it must outlive a restart of the application and of
this process."""

from __future__ import annotations

import heapq
import json
import logging
import threading
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from voice.handset.transports import LineUnreachable

if TYPE_CHECKING:
    from voice.handset.transports import HttpTransport

log = logging.getLogger(__name__)
FIRST_PAUSE, LONGEST_PAUSE = 2.0, 300.0
"""Seconds between two tries: twice as many each time."""
GIVE_UP_AFTER = 24 * 3600.0


@dataclass(order=True)
class _WaitingReport:
    due: float
    name: str
    began: float = field(compare=False)
    pause: float = field(compare=False)
    url: str = field(compare=False)
    parameters: dict[str, str] = field(compare=False)


class ReportQueue:
    """Posts each report at once, and again from a thread of its own where that fails. Those that wait are files in
    ``folder`` too, so that they outlive this process. The application takes a repeated report once, because the SID in
    it is the same."""

    def __init__(self, transport: HttpTransport, now: Callable[[], float], folder: Path) -> None:
        self._transport, self._now, self._folder = transport, now, folder
        self._waiting: list[_WaitingReport] = []
        self._changed = threading.Condition()
        self._is_over = False

    def start(self) -> None:
        """Try again what waits, also what an earlier process has left."""
        for path in sorted(self._folder.glob("*.json")):
            try:
                url, parameters = json.loads(path.read_text("utf-8"))
            except ValueError:
                log.error("%s is no report", path)
                continue
            self._put(_WaitingReport(self._now(), path.stem, self._now(), FIRST_PAUSE, url, parameters))
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
        if self._is_taken(url, parameters):
            return
        report = _WaitingReport(self._now() + FIRST_PAUSE, uuid.uuid4().hex, self._now(), FIRST_PAUSE, url, parameters)
        try:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o750)
            self._path_of(report).write_text(json.dumps([url, parameters]), "utf-8")
        except OSError:
            log.exception("a report waits in memory alone")
        self._put(report)

    def _path_of(self, report: _WaitingReport) -> Path:
        return self._folder / f"{report.name}.json"

    def _is_taken(self, url: str, parameters: dict[str, str]) -> bool:
        try:
            status = self._transport.post(url, parameters).status
        except LineUnreachable as error:
            log.warning("a report was not taken and is tried again: %s", error)
            return False
        if status >= 400:
            log.warning("a report to %s was answered %s", url, status)
        return status < 500  # a refusal stays one

    def _put(self, report: _WaitingReport) -> None:
        with self._changed:
            heapq.heappush(self._waiting, report)
            self._changed.notify_all()

    def _work(self) -> None:
        while not self._is_over:
            with self._changed:
                pause = self._waiting[0].due - self._now() if self._waiting else None
                if pause is None or pause > 0:
                    self._changed.wait(pause)
                    continue
                report = heapq.heappop(self._waiting)
            self._try_again(report)

    def _try_again(self, report: _WaitingReport) -> None:
        is_old = self._now() - report.began > GIVE_UP_AFTER
        if self._is_taken(report.url, report.parameters) or is_old:
            if is_old:
                log.error("a report to %s was given up: %s", report.url, report.parameters.get("RecordingUrl", ""))
            self._path_of(report).unlink(missing_ok=True)
            return
        pause = min(2 * report.pause, LONGEST_PAUSE)
        self._put(replace(report, due=self._now() + pause, pause=pause))
