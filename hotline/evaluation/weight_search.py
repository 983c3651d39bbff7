"""A coordinate search for the ranking weights that put the right entries highest (used by fit.py)."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial

from hotline.evaluation.candidate_scores import PARTS, RankingWeights, ScoreMatrix
from hotline.evaluation.measures import mean_reciprocal_rank
from hotline.matching.ranking.embeddings import Mode

UNIT = "text"
"""The part whose weights are never changed: only the proportions between weights matter."""
STEPS = (0.4, 0.2, 0.1)
"""Changes of a weight that are tried, the next ones when none of these helps any more."""
SHARE_STEPS = (0.1, 0.05)
"""The same for the share of nearness in meaning."""
LEAST_GAIN = 0.0002
"""The least gain in mean reciprocal rank for which a weight is changed; smaller ones are taken for chance."""

Change = Callable[[RankingWeights], RankingWeights]


def find_better_weights(sets: Sequence[ScoreMatrix], start: RankingWeights) -> RankingWeights:
    """The best weights that changing one weight at a time leads to from ``start``.

    The search raises the mean over ``sets`` of the mean reciprocal rank at 10. Each set counts the same, so that a
    large one does not decide for all. By words it changes the weights of the parts; by meaning it changes the share of
    meaning alone, because both modes share the parts' weights. Equal arguments give equal weights."""
    best, best_score = start, _mean_score(sets, start)
    by_meaning = all(questions.mode is Mode.MEANING for questions in sets)
    for step in SHARE_STEPS if by_meaning else STEPS:
        change_helped = True
        while change_helped:
            change_helped = False
            for change in _share_changes(step) if by_meaning else _part_changes(step):
                trial = change(best)
                score = _mean_score(sets, trial)
                if score > best_score + LEAST_GAIN:
                    best, best_score, change_helped = trial, score, True
    return best


def _part_changes(step: float) -> Iterator[Change]:
    """A ``step`` down and a step up for each part's weight in short and in long questions."""
    for part in PARTS:
        for column in (0, 1) if part != UNIT else ():
            for amount in (-step, step):
                yield partial(_change_part, part, column, amount)


def _change_part(part: str, column: int, amount: float, weights: RankingWeights) -> RankingWeights:
    """``weights`` with one weight of ``part`` changed; it stays at 0 or above."""
    return replace(weights, parts={**weights.parts, part: _change_column(weights.parts[part], column, amount)})


def _share_changes(step: float) -> Iterator[Change]:
    """A ``step`` down and a step up for the share of meaning in short and in long questions."""
    for column in (0, 1):
        for amount in (-step, step):
            yield partial(_change_share, column, amount)


def _change_share(column: int, amount: float, weights: RankingWeights) -> RankingWeights:
    return replace(weights, meaning_share=_change_column(weights.meaning_share, column, amount, most=1.0))


def _change_column(
    pair: tuple[float, float], column: int, amount: float, most: float = math.inf
) -> tuple[float, float]:
    """``pair`` (for short questions, for long ones) with one of the two changed, from 0 to ``most``."""
    short, long = pair
    changed = round(min(most, max(0.0, pair[column] + amount)), 2)
    return (short, changed) if column else (changed, long)


def _mean_score(sets: Sequence[ScoreMatrix], weights: RankingWeights) -> float:
    scores = [mean_reciprocal_rank(questions.places(weights)) for questions in sets]
    return sum(scores) / (len(scores) or 1)
