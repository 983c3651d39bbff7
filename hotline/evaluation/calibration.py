"""Measures whether confidence comes true: decisions in bins by confidence, each compared with its share right.

Fitting confidence is done in ``fit``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

BINS = 10


@dataclass(frozen=True)
class JudgedDecision:
    """A decision on a question whose right entries are known.

    ``kind`` is a decision.Kind's value: "answer", "choices" or "nothing". ``confidence`` is from 0 to 1. ``right``: the
    decision's first match is one of the right entries."""

    kind: str
    confidence: float
    right: bool


@dataclass(frozen=True)
class Bin:
    """The decisions with a confidence from ``low`` to ``high``: how many, their mean confidence and the share right."""

    low: float
    high: float
    count: int
    confidence: float
    right: float


@dataclass(frozen=True)
class Calibration:
    """A reliability diagram (``bins``, without the empty ones) and the expected calibration error.

    The error is the mean distance between a bin's confidence and its share right, weighted by the bin's count (Guo et
    al. 2017, On Calibration of Modern Neural Networks)."""

    bins: tuple[Bin, ...]
    error: float

    @classmethod
    def of(cls, decisions: Sequence[JudgedDecision]) -> Calibration:
        """Sort ``decisions`` into BINS bins of equal width.

        >>> bins = Calibration.of([JudgedDecision("answer", 1.0, True), JudgedDecision("answer", 0.75, False)]).bins
        >>> [(each.low, each.count, each.right) for each in bins]
        [(0.7, 1, 0.0), (0.9, 1, 1.0)]
        """
        by_bin: dict[int, list[JudgedDecision]] = {}
        for decision in decisions:
            by_bin.setdefault(min(int(decision.confidence * BINS), BINS - 1), []).append(decision)
        bins = tuple(_make_bin(number, members) for number, members in sorted(by_bin.items()))
        error = sum(each.count * abs(each.confidence - each.right) for each in bins) / (len(decisions) or 1)
        return cls(bins, error)


@dataclass(frozen=True)
class DecisionQuality:
    """What was decided on a set of questions. Every share is from 0 to 1.

    ``answered``, ``offered`` and ``nothing`` are the shares of the questions that got an outright answer, choices or
    nothing. ``precision`` is the share of outright answers that are right. ``answers`` is the calibration of the
    outright answers, ``firsts`` that of every decision with a first match."""

    answered: float
    precision: float
    offered: float
    nothing: float
    answers: Calibration
    firsts: Calibration

    @classmethod
    def of(cls, decisions: Sequence[JudgedDecision]) -> DecisionQuality:
        """All figures are 0 where there are no decisions."""
        count = len(decisions) or 1
        answers = [decision for decision in decisions if decision.kind == "answer"]
        firsts = [decision for decision in decisions if decision.kind != "nothing"]
        return cls(
            answered=len(answers) / count,
            precision=sum(decision.right for decision in answers) / (len(answers) or 1),
            offered=(len(firsts) - len(answers)) / count,
            nothing=(len(decisions) - len(firsts)) / count,
            answers=Calibration.of(answers),
            firsts=Calibration.of(firsts),
        )


def _make_bin(number: int, members: Sequence[JudgedDecision]) -> Bin:
    count = len(members)
    return Bin(
        low=number / BINS,
        high=(number + 1) / BINS,
        count=count,
        confidence=sum(decision.confidence for decision in members) / count,
        right=sum(decision.right for decision in members) / count,
    )
