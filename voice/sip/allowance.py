"""Which numbers the line may call and for how long: whoever breaks into the application must not call the world."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date

from voice.telephone_numbers import dialable


class DialAllowance:
    """``listed`` returns the numbers of the operators and the departments as they are now; ``minutes`` is how long all
    calls of a day may last together; ``today`` returns the date."""

    def __init__(self, listed: Callable[[], frozenset[str]], minutes: int, today: Callable[[], date]) -> None:
        self._listed, self._most, self._today = listed, minutes * 60, today
        self._day = today()
        self._spent = 0.0
        self._lock = threading.Lock()

    def why_not(self, number: str) -> str:
        """Why ``number`` may not be called now; "" when it may."""
        if dialable(number) not in {dialable(listed) for listed in self._listed()}:
            return "unlisted"
        with self._lock:
            self._begin_day()
            return "minutes" if self._spent >= self._most else ""

    def spend(self, seconds: float) -> None:
        with self._lock:
            self._begin_day()
            self._spent += seconds

    def _begin_day(self) -> None:
        if self._day != (today := self._today()):
            self._day, self._spent = today, 0.0
