"""How often the same kind of line is logged: a flood of requests must not become a flood of lines."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

WINDOW_SECONDS = 60.0
MOST_ALIKE = 5
"""Lines of one kind that are written in a window; the others are counted."""
MOST_REFUSALS = 1
"""The same for refused requests, which anybody can send."""
MOST_KINDS = 256
"""Kinds that are told apart at a time. When more come, the rest count as one kind."""
_REST = "lines of many kinds"


@dataclass
class _Kind:
    began: float
    example: str
    written: int = 0
    left_out: int = 0


class RepeatLimiter:
    """Decides which lines are written. The times passed in are seconds of one clock that only grows. Not thread-safe:
    the handler that uses it holds its lock."""

    def __init__(self) -> None:
        self._kinds: dict[Hashable, _Kind] = {}

    def admits(self, kind: Hashable, example: str, now: float, most: int = MOST_ALIKE) -> bool:
        """Whether one more line of ``kind`` is written at ``now``; one that is not is counted.

        ``example`` is told with the count. Call ``close_windows`` first."""
        if kind not in self._kinds and len(self._kinds) >= MOST_KINDS:
            kind, example = _REST, _REST
        window = self._kinds.setdefault(kind, _Kind(now, example))
        if window.written < most:
            window.written += 1
            return True
        window.left_out += 1
        return False

    def close_windows(self, now: float) -> list[tuple[str, int]]:
        """Forget the kinds whose window is over; returns (example, how many were left out) of those that had more
        lines than were written."""
        over = [kind for kind, window in self._kinds.items() if now - window.began >= WINDOW_SECONDS]
        closed = [self._kinds.pop(kind) for kind in over]
        return [(window.example, window.left_out) for window in closed if window.left_out]
