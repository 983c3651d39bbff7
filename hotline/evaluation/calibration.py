"""Whether confidence can be believed: decisions sorted into bins by confidence, each held against the share right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

BINS = 10


@dataclass(frozen=True)
class Judged:
    """A decision on a question whose right entries are known.

    ``kind`` is the decision's (answer, choices, nothing); ``right``: its first match is one of the right entries."""

    kind: str
    confidence: float
    right: bool


@dataclass(frozen=True)
class Bin:
    """Decisions with a confidence from ``low`` to ``high``: how many, their mean confidence and the share right."""

    low: float
    high: float
    count: int
    confidence: float
    right: float


@dataclass(frozen=True)
class Calibration:
    """``bins`` without the empty ones; ``error`` is the expected calibration error: the mean distance of a bin's
    confidence from its share right, by count (Guo et al. 2017, On Calibration of Modern Neural Networks)."""

    bins: tuple[Bin, ...]
    error: float

    @classmethod
    def of(cls, judged: Sequence[Judged]) -> Calibration:
        """Over BINS bins of equal width.

        >>> bins = Calibration.of([Judged("answer", 1.0, True), Judged("answer", 0.75, False)]).bins
        >>> [(one.low, one.count, one.right) for one in bins]
        [(0.7, 1, 0.0), (0.9, 1, 1.0)]
        """
        sorted_in: dict[int, list[Judged]] = {}
        for one in judged:
            sorted_in.setdefault(min(int(one.confidence * BINS), BINS - 1), []).append(one)
        bins = tuple(_bin(place, held) for place, held in sorted(sorted_in.items()))
        error = sum(one.count * abs(one.confidence - one.right) for one in bins) / (len(judged) or 1)
        return cls(bins, error)


@dataclass(frozen=True)
class Honesty:
    """What was decided on a set of questions, shares from 0 to 1.

    ``precision`` is the share right of those answered outright; ``answers`` calibrates these, ``firsts`` every
    decision that has a first match."""

    answered: float
    precision: float
    offered: float
    nothing: float
    answers: Calibration
    firsts: Calibration

    @classmethod
    def of(cls, judged: Sequence[Judged]) -> Honesty:
        count = len(judged) or 1
        outright = [one for one in judged if one.kind == "answer"]
        firsts = [one for one in judged if one.kind != "nothing"]
        return cls(
            answered=len(outright) / count,
            precision=sum(one.right for one in outright) / (len(outright) or 1),
            offered=(len(firsts) - len(outright)) / count,
            nothing=(len(judged) - len(firsts)) / count,
            answers=Calibration.of(outright),
            firsts=Calibration.of(firsts),
        )


def _bin(place: int, held: Sequence[Judged]) -> Bin:
    count = len(held)
    return Bin(
        low=place / BINS,
        high=(place + 1) / BINS,
        count=count,
        confidence=sum(one.confidence for one in held) / count,
        right=sum(one.right for one in held) / count,
    )
