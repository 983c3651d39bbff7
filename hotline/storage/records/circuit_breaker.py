"""A circuit breaker: once the records database made somebody wait in vain, nobody waits for it until it answers.

The pattern: https://learn.microsoft.com/azure/architecture/patterns/circuit-breaker"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextvars import ContextVar

PATIENCE = 2.5
"""Seconds that one unit of work waits for the database. A caller hears nothing meanwhile."""
SHORT_PATIENCE = 0.8
"""The same for the time after a failure: the database answers again, but may hang again, or still be locked."""
DISTRUST = 30.0
"""Seconds after the last failure in which units have only SHORT_PATIENCE."""
SLOW = 0.5
"""Seconds. A failure that came sooner made nobody wait and does not open the circuit."""
PROBE_EVERY = 1.0
"""Seconds between two looks at a database that is down."""


class WaitBudget:
    """The ``seconds`` that a unit of work may wait for the database, and how many of them are ``left``."""

    def __init__(self, seconds: float) -> None:
        self.seconds = self.left = seconds


wait_budget: ContextVar[WaitBudget | None] = ContextVar("wait_budget", default=None)
"""The budget of the unit of work that runs in this thread; None outside any, where nothing limits the waiting."""


class CircuitBreaker:
    """Closed, units pass. Open, they are refused at once, and a thread probes the database until it answers.

    Only a database that says nothing opens the circuit. One that says that something is locked may still be read, or
    write elsewhere: units go on, with less patience for a while. ``probe`` returns whether the database answers, within
    about two seconds; ``monotonic`` returns seconds."""

    def __init__(self, probe: Callable[[], bool], monotonic: Callable[[], float] = time.monotonic) -> None:
        self._probe = probe
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._prober: threading.Thread | None = None
        self._is_open = False
        self._failed_at: float | None = None

    def admit(self) -> float | None:
        """The seconds that a unit which begins now may wait for the database; None when it must not begin at all."""
        if self._is_open:
            self._start_prober()  # the thread that probed does not survive a fork
            return None
        failed_at = self._failed_at
        if failed_at is not None and self._monotonic() - failed_at < DISTRUST:
            return SHORT_PATIENCE
        return PATIENCE

    def record_lock(self) -> None:
        """Take note that a unit waited in vain for a lock of somebody else's."""
        self._failed_at = self._monotonic()

    def record_silence(self, seconds: float) -> bool:
        """Take note that the database said nothing for ``seconds``. Returns whether that opened the circuit."""
        if seconds < SLOW:
            return False
        with self._lock:
            self._failed_at = self._monotonic()
            opened = not self._is_open
            self._is_open = True
        self._start_prober()
        return opened

    def _start_prober(self) -> None:
        with self._lock:
            if self._is_open and (self._prober is None or not self._prober.is_alive()):
                self._prober = threading.Thread(target=self._probe_until_it_answers, name="records-probe", daemon=True)
                self._prober.start()

    def _probe_until_it_answers(self) -> None:
        while True:
            time.sleep(PROBE_EVERY)
            if self._probe():
                with self._lock:
                    self._failed_at = self._monotonic()
                    self._is_open = False
                return
