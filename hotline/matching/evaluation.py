"""Measures of matching on a set of questions whose right entries are known."""

from collections.abc import Sequence
from dataclasses import dataclass

DEPTH = 10


@dataclass(frozen=True)
class Evaluation:
    """Recalls and the mean reciprocal rank from 0 to 1; times of one question in milliseconds."""

    recall_at_1: float
    recall_at_5: float
    mrr_at_10: float
    build_seconds: float
    p50_ms: float
    p99_ms: float
    queries: int
    entries: int


@dataclass(frozen=True)
class Answered:
    """What one question of a set got: the place of its first right entry (0 is the top; None: not in DEPTH)."""

    place: int | None
    seconds: float


def place_of(relevant: set[int], found: Sequence[int]) -> int | None:
    """Where the first of ``relevant`` stands in ``found``, within DEPTH.

    >>> place_of({7}, [5, 7, 9]), place_of({1}, [5, 7, 9])
    (1, None)
    """
    return next((place for place, key in enumerate(found[:DEPTH]) if key in relevant), None)


def summarise(answered: Sequence[Answered], *, entries: int, build_seconds: float) -> Evaluation:
    """The figures of a whole set; zero where it has no questions."""
    count = len(answered) or 1
    places = [one.place for one in answered if one.place is not None]
    times = sorted(one.seconds * 1000 for one in answered) or [0.0]
    return Evaluation(
        recall_at_1=sum(place < 1 for place in places) / count,
        recall_at_5=sum(place < 5 for place in places) / count,
        mrr_at_10=sum(1 / (place + 1) for place in places) / count,
        build_seconds=build_seconds,
        p50_ms=times[len(times) // 2],
        p99_ms=times[min(len(times) - 1, int(len(times) * 0.99))],
        queries=len(answered),
        entries=entries,
    )
