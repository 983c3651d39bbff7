"""What the line counts, for its metrics."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Mapping

from voice.sip.call_engine import KeyKind, MediaHealth


class LineCounts:
    """Counts since the start, but for ``callers``, which are on the line now."""

    def __init__(self) -> None:
        self._lock = threading.Condition()
        self.callers = 0
        self.most_callers = 0
        self.answered = 0
        self.refused: Counter[str] = Counter()
        """By reason: full, peer, dial."""
        self.keys: Counter[KeyKind] = Counter()
        self.lost_packets = 0
        self.late_packets = 0
        self.starved_frames = 0

    def enter(self, most: int) -> bool:
        """Count a caller who comes; False when ``most`` are on the line already."""
        with self._lock:
            if self.callers >= most:
                self.refused["full"] += 1
                return False
            self.callers += 1
            self.answered += 1
            self.most_callers = max(self.most_callers, self.callers)
            return True

    def leave(self, health: MediaHealth) -> None:
        with self._lock:
            self.callers -= 1
            self._lock.notify_all()
            self.lost_packets += health.lost
            self.late_packets += health.late
            self.starved_frames += health.starved

    def wait_empty(self, seconds: float) -> None:
        """Wait until the last caller is gone and reported, at most ``seconds``."""
        with self._lock:
            self._lock.wait_for(lambda: self.callers == 0, seconds)

    def refuse(self, reason: str) -> None:
        with self._lock:
            self.refused[reason] += 1

    def count_key(self, kind: KeyKind) -> None:
        with self._lock:
            self.keys[kind] += 1


def describe(counts: LineCounts, lateness: float, reports: int) -> str:
    """The metrics of the line, in the text format of Prometheus. ``lateness`` is the clock's latest tick of the last
    minute, in seconds, and ``reports`` how many reports wait for the application."""
    lines = [
        _metric("callers", "gauge", "Callers on the line now.", {"": counts.callers}),
        _metric("most_callers", "gauge", "The most callers at once since the start.", {"": counts.most_callers}),
        _metric("answered_total", "counter", "Calls that were answered.", {"": counts.answered}),
        _metric("refused_total", "counter", "Calls that were refused, by reason.", _labelled("reason", counts.refused)),
        _metric(
            "keys_total",
            "counter",
            "Keys, by the way they arrived.",
            _labelled("kind", {kind.value: counts.keys[kind] for kind in KeyKind}),
        ),
        _metric("lost_packets_total", "counter", "Packets that never came.", {"": counts.lost_packets}),
        _metric("late_packets_total", "counter", "Packets that came too late.", {"": counts.late_packets}),
        _metric("starved_frames_total", "counter", "Frames of ours that ran dry.", {"": counts.starved_frames}),
        _metric("clock_late_seconds", "gauge", "The latest tick of the last minute.", {"": round(lateness, 4)}),
        _metric("reports_waiting", "gauge", "Reports that the application has not taken.", {"": reports}),
    ]
    return "".join(lines)


def _labelled(label: str, values: Mapping[str, int]) -> dict[str, float]:
    return {f'{{{label}="{value}"}}': count for value, count in sorted(values.items())}


def _metric(name: str, kind: str, told: str, values: Mapping[str, float]) -> str:
    rows = "".join(f"hotline_sip_{name}{label} {value}\n" for label, value in values.items())
    return f"# HELP hotline_sip_{name} {told}\n# TYPE hotline_sip_{name} {kind}\n{rows}"
