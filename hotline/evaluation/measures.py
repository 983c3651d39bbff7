"""Figures for a question set whose right entries are known: recall, reciprocal rank, times, quality of decisions."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from hotline.evaluation.calibration import DecisionQuality, JudgedDecision
from hotline.matching.ranking.embeddings import Mode

DEPTH = 10
"""Ranked entries that are looked at; a right entry below them counts as not found."""


@dataclass(frozen=True)
class Evaluation:
    """The figures of one question set; the field names are also the keys of `hotline evaluate --json`.

    Recall and mean reciprocal rank are from 0 to 1; ``p50_ms`` and ``p99_ms`` are milliseconds a question; ``mode`` is
    "meaning" where every question was matched by its meaning too, else "words"; ``honesty`` is what was decided."""

    recall_at_1: float
    recall_at_5: float
    mrr_at_10: float
    build_seconds: float
    p50_ms: float
    p99_ms: float
    queries: int
    entries: int
    mode: str
    honesty: DecisionQuality
    noise: NoiseEffect | None = None


@dataclass(frozen=True)
class Recall:
    """Shares, from 0 to 1, of questions whose right entry came first, and among the first five."""

    at_1: float
    at_5: float

    @classmethod
    def of(cls, places: Collection[int | None]) -> Recall:
        """The recall of questions with these ``places`` (see find_place); 0 where there are none.

        >>> Recall.of([0, 4, 5, None])
        Recall(at_1=0.25, at_5=0.5)
        """
        count = len(places) or 1
        found = [place for place in places if place is not None]
        return cls(sum(place < 1 for place in found) / count, sum(place < 5 for place in found) / count)


@dataclass(frozen=True)
class NoiseEffect:
    """What noise of one ``kind`` costs: the recall of matching on noisy questions, and of plain BM25 on the clean
    (``plain``) and the noisy ones (``plain_noisy``)."""

    kind: str
    seed: int
    noisy: Recall
    plain: Recall
    plain_noisy: Recall


@dataclass(frozen=True)
class MeasuredQuestion:
    """The result of one question; ``place`` is that of its first right entry (see find_place)."""

    place: int | None
    seconds: float
    mode: Mode
    decision: JudgedDecision


def find_place(relevant: AbstractSet[int], found: Sequence[int]) -> int | None:
    """The place of the first of ``relevant`` in ``found``: 0 is the top, None is not within DEPTH.

    >>> find_place({7}, [5, 7, 9]), find_place({1}, [5, 7, 9])
    (1, None)
    """
    return next((place for place, key in enumerate(found[:DEPTH]) if key in relevant), None)


def mean_reciprocal_rank(places: Collection[int | None]) -> float:
    """The mean of 1 / rank over questions with these ``places``; a question whose entry was not found adds 0.

    >>> mean_reciprocal_rank([0, 1, None])
    0.5
    """
    return sum(1 / (place + 1) for place in places if place is not None) / (len(places) or 1)


def summarise(questions: Sequence[MeasuredQuestion], *, entries: int, build_seconds: float) -> Evaluation:
    """The figures of a whole set; they are 0 where it has no questions."""
    places = [question.place for question in questions]
    recall = Recall.of(places)
    times = sorted(question.seconds * 1000 for question in questions) or [0.0]
    return Evaluation(
        recall_at_1=recall.at_1,
        recall_at_5=recall.at_5,
        mrr_at_10=mean_reciprocal_rank(places),
        build_seconds=build_seconds,
        p50_ms=times[len(times) // 2],
        p99_ms=times[min(len(times) - 1, int(len(times) * 0.99))],
        queries=len(questions),
        entries=entries,
        mode=(Mode.MEANING if all(question.mode is Mode.MEANING for question in questions) else Mode.WORDS).value,
        honesty=DecisionQuality.of([question.decision for question in questions]),
    )
