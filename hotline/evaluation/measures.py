"""Measures of matching on a set of questions whose right entries are known."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from hotline.evaluation.calibration import Honesty, Judged
from hotline.matching.ranking.embeddings import Mode

DEPTH = 10


@dataclass(frozen=True)
class Evaluation:
    """Recalls and the mean reciprocal rank from 0 to 1; times of one question in milliseconds; ``mode`` is "meaning"
    where every question was matched by its meaning too."""

    recall_at_1: float
    recall_at_5: float
    mrr_at_10: float
    build_seconds: float
    p50_ms: float
    p99_ms: float
    queries: int
    entries: int
    mode: str
    honesty: Honesty
    noise: NoiseEffect | None = None


@dataclass(frozen=True)
class Recalls:
    """Shares, from 0 to 1, of questions whose right entry came first or among the first five."""

    at_1: float
    at_5: float

    @classmethod
    def of(cls, places: Collection[int | None]) -> Recalls:
        """Of the places that place_of gave; zero where there are none.

        >>> Recalls.of([0, 4, 5, None])
        Recalls(at_1=0.25, at_5=0.5)
        """
        count = len(places) or 1
        found = [place for place in places if place is not None]
        return cls(sum(place < 1 for place in found) / count, sum(place < 5 for place in found) / count)


@dataclass(frozen=True)
class NoiseEffect:
    """What noise of ``kind`` did: recalls of matching on noisy copies, and of plain BM25 on clean and noisy ones."""

    kind: str
    seed: int
    noisy: Recalls
    plain: Recalls
    plain_noisy: Recalls


@dataclass(frozen=True)
class Answered:
    """What one question of a set got: the place of its first right entry (0 is the top; None: not in DEPTH)."""

    place: int | None
    seconds: float
    mode: Mode
    judged: Judged


def place_of(relevant: AbstractSet[int], found: Sequence[int]) -> int | None:
    """Where the first of ``relevant`` stands in ``found``, within DEPTH.

    >>> place_of({7}, [5, 7, 9]), place_of({1}, [5, 7, 9])
    (1, None)
    """
    return next((place for place, key in enumerate(found[:DEPTH]) if key in relevant), None)


def summarise(answered: Sequence[Answered], *, entries: int, build_seconds: float) -> Evaluation:
    """The figures of a whole set; zero where it has no questions."""
    places = [one.place for one in answered]
    recalls = Recalls.of(places)
    times = sorted(one.seconds * 1000 for one in answered) or [0.0]
    return Evaluation(
        recall_at_1=recalls.at_1,
        recall_at_5=recalls.at_5,
        mrr_at_10=sum(1 / (place + 1) for place in places if place is not None) / (len(answered) or 1),
        build_seconds=build_seconds,
        p50_ms=times[len(times) // 2],
        p99_ms=times[min(len(times) - 1, int(len(times) * 0.99))],
        queries=len(answered),
        entries=entries,
        mode=(Mode.MEANING if all(one.mode is Mode.MEANING for one in answered) else Mode.WORDS).value,
        honesty=Honesty.of([one.judged for one in answered]),
    )
