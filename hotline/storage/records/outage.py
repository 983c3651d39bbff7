"""An outage of the records database as this process sees it: when it began, what failed meanwhile, and its end.

While the records are down every webhook fails in several places. One line in the log at the beginning of an outage and
one at its end, with the counts of what failed, say the same as a traceback for each."""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Callable
from threading import Lock

from sqlalchemy.exc import DBAPIError, SQLAlchemyError

_log = logging.getLogger(__name__)

QUIET_SECONDS = 5.0
"""An outage is over when something works and nothing has failed for so long. Where one table is locked, or the
connections fail now and then, successes and failures alternate, and each pair must not count as an outage."""
MOST_KINDS = 40
"""Kinds of failures that are counted one by one; the templates of log messages are fewer."""
_PLACEHOLDER = re.compile(r"%[-+ 0#.\d]*[a-zA-Z]")


class Outage:
    """Told of each failure and each success of the records; logs the beginning and the end. Thread-safe.

    ``monotonic`` returns seconds. Each process has its own, so each server process logs its own two lines."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._lock = Lock()
        self._began: float | None = None
        self._failed_last = 0.0
        self._counts: Counter[str] = Counter()

    def failed(self, error: SQLAlchemyError) -> None:
        """The records could not be used because of ``error``."""
        with self._lock:
            is_first = self._began is None
            self._failed_last = self._monotonic()
            if self._began is None:
                self._began = self._failed_last
        if is_first:
            _log.warning("the records cannot be used: %s. What fails is counted until they can", _cause(error))

    def worked(self) -> None:
        """The records could be used. Costs nothing while there is no outage."""
        if self._began is None:
            return
        with self._lock:
            now = self._monotonic()
            if self._began is None or now - self._failed_last < QUIET_SECONDS:
                return
            seconds, counts = now - self._began, self._counts
            self._began, self._counts = None, Counter()
        _log.warning("the records can be used again after %.0f s. Failed meanwhile: %s", seconds, _list(counts))

    def count(self, message: str) -> bool:
        """Count one failure, described by the template of its log message. Returns False when there is no outage."""
        with self._lock:
            if self._began is None:
                return False
            self._counts[message if message in self._counts or len(self._counts) < MOST_KINDS else "others"] += 1
            return True


def _cause(error: SQLAlchemyError) -> str:
    """The driver's error in one line: its class and the first line it says.

    PostgreSQL's further lines may quote a row, which holds what people said."""
    cause = error.orig if isinstance(error, DBAPIError) and error.orig is not None else error
    lines = str(cause).splitlines()
    return f"{type(cause).__name__}: {lines[0]}" if lines else type(cause).__name__


def _list(counts: Counter[str]) -> str:
    if not counts:
        return "nothing that was logged"
    return "; ".join(f"{times} x {_PLACEHOLDER.sub('…', message)}" for message, times in counts.most_common())
