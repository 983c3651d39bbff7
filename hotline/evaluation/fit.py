"""Fits the constants of matching/confidence and matching/ranking/scoring on question sets (`hotline evaluate --fit`).

Constants are fitted on the fit half of every set (question_sets.half_of); the held half then says what they are worth,
beside today's. Nothing in the code is changed: fit_report prints the constants as they would stand there.

1. scoring.WEIGHTS, or by meaning scoring.MEANING_SHARE: a coordinate search (weight_search).
2. confidence.FITTED_WEIGHTS: a logistic regression of "the first candidate is right" on the numbers of
   confidence.MatchEvidence. Every set weighs the same (SET), however many of its questions are asked. Each of the
   office's own questions (tests/golden) weighs more, because there are few of them: OWN_ANSWERED and OWN_UNANSWERED.
   Half of these have no right entry, so that confidence learns what another subject looks like; unrelated questions are
   such too. The published wordings are put as questions as well, so that it learns what a question looks like that is
   one.
3. confidence.RELATED_STRENGTH and ANSWER_STRENGTH: the strengths that 87 of 100 unrelated questions, and 99 of 100 long
   ones, stay below. They need questions that have nothing to do with what is published here; without any they stay as
   they are.
4. confidence.ANSWER_CONFIDENCE: the confidence from which 95 of 100 outright answers are right.

Steps 2 to 4 are done with today's ranking weights and once more with the new ones. The other constants of
matching/confidence are not fitted: they are set by judgement and held by the tests in tests/matching.

A logistic regression over scores is Platt's (1999, Probabilistic Outputs for Support Vector Machines)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import get_args

import numpy as np

from hotline.core.errors import InvalidInput
from hotline.evaluation.calibration import DecisionQuality, JudgedDecision
from hotline.evaluation.candidate_scores import Floats, RankingWeights, ScoreMatrix
from hotline.evaluation.measures import Recall
from hotline.evaluation.question_sets import Half, list_sets
from hotline.evaluation.run import EvaluationOptions
from hotline.evaluation.scored_sets import (
    OWN,
    PublishedQuestions,
    Say,
    ScoredSet,
    UnrelatedQuestions,
    score_own,
    score_set,
    score_unrelated,
)
from hotline.evaluation.trial_decisions import Constants, judge_all
from hotline.evaluation.weight_search import find_better_weights
from hotline.matching.confidence import ConfidenceWeights, MatchEvidence, list_evidence
from hotline.matching.decision import Kind
from hotline.matching.ranking.embeddings import Mode

PRECISION = 0.95
"""The share of outright answers that must be right: ANSWER_CONFIDENCE is the lowest confidence that reaches it."""
UNRELATED_BELOW_RELATED, LONG_UNRELATED_BELOW_ANSWER = 0.87, 0.99
"""The share of unrelated questions that must stay below RELATED_STRENGTH, and of long ones below ANSWER_STRENGTH. That
short ones are not answered is up to the confidence."""
LONG_QUESTION = 60
"""Characters from which a question is long."""
OWN_ANSWERED, OWN_UNANSWERED = 5.0, 3.0
"""Weights of each of the office's own questions in the regression, of those that an entry answers and of others ..."""
SET, PUBLISHED, UNRELATED = 1000.0, 500.0, 320.0
"""... and of all questions of a set together, of all published wordings, and of all unrelated questions."""
RIDGE = 0.01
"""Penalty on the squares of the weights. It keeps them finite where some numbers tell right from wrong without error,
as in a tiny set, and does nothing beside thousands of questions."""
NEWTON_STEPS = 100


@dataclass(frozen=True)
class HeldResult:
    """What held questions say about some constants."""

    recall: Recall
    quality: DecisionQuality


@dataclass(frozen=True)
class FittedConstants:
    """Constants under a ``label`` and what held questions say about them.

    ``results`` are of each set, ``together`` of all their questions; ``unrelated_below`` are the shares of unrelated
    questions below RELATED_STRENGTH and below ANSWER_STRENGTH (None where there are none)."""

    label: str
    constants: Constants
    results: tuple[HeldResult, ...]
    together: HeldResult
    unrelated_below: tuple[float, float] | None


@dataclass(frozen=True)
class FitReport:
    """For each set its name and the number of questions in its fit and held halves; then the constants of today, those
    fitted with today's ranking weights, and those fitted with new ones."""

    mode: Mode
    sets: tuple[tuple[str, int, int], ...]
    fitted: tuple[FittedConstants, ...]


def fit(
    folders: Sequence[Path],
    options: EvaluationOptions,
    published: PublishedQuestions | None = None,
    say: Say = lambda step: None,
) -> FitReport:
    """Fit on all sets in ``folders`` (see question_sets.list_sets), by meaning where ``options`` have an encoder.

    ``options.limit`` is of each half of each set; halves and noise of ``options`` are not used. ``published`` are
    questions that are put to what is published here. Raises InvalidInput for a set in another form, and where the
    first candidates of all questions are right, or all are wrong."""
    mode = Mode.MEANING if options.encoder else Mode.WORDS
    sets = [score_set(folder, options, say) for folder in list_sets(folders)]
    find_ranking_on = [each.fit for each in sets if each.fit.questions]
    unrelated_fit, unrelated_held = (score_unrelated(published, half, options, say) for half in get_args(Half))
    if published and published.own:
        sets.append(score_own(published.own, published.knowledge, options, say))
    say("searching for better ranking weights")
    today = Constants.of_today(mode)
    ranking = find_better_weights(find_ranking_on, today.ranking)
    say("fitting the confidence")
    columns = {
        "today": today,
        "fitted": fit_constants(sets, today, unrelated_fit),
        "fitted, new ranking": fit_constants(sets, replace(today, ranking=ranking), unrelated_fit),
    }
    return FitReport(
        mode=mode,
        sets=tuple((each.name, len(each.fit.questions), len(each.held.questions)) for each in sets),
        fitted=tuple(_try_on_held(label, constants, sets, unrelated_held) for label, constants in columns.items()),
    )


def fit_constants(sets: Sequence[ScoredSet], start: Constants, unrelated: UnrelatedQuestions | None) -> Constants:
    """``start`` with the weights and thresholds that fit its ranking weights on the fit halves.

    RELATED_STRENGTH and ANSWER_STRENGTH stay where there are no ``unrelated`` questions."""
    fitted = replace(start, confidence_weights=_fit_confidence(sets, start.ranking, unrelated))
    if unrelated and unrelated.entries.questions:
        strengths, long = unrelated.strengths(start.ranking), unrelated.strengths(start.ranking, LONG_QUESTION)
        if len(long):
            fitted = replace(fitted, answer_strength=threshold_above(long, LONG_UNRELATED_BELOW_ANSWER))
        fitted = replace(fitted, related_strength=threshold_above(strengths, UNRELATED_BELOW_RELATED))
    decisions = [
        made for each in sets for made in judge_all(each.fit, each.wordings, replace(fitted, answer_confidence=0.0))
    ]
    answers = [decision for decision in decisions if decision.kind == Kind.ANSWER.value]
    return replace(fitted, answer_confidence=threshold_of_precision(answers, PRECISION))


def _fit_confidence(
    sets: Sequence[ScoredSet], ranking: RankingWeights, unrelated: UnrelatedQuestions | None
) -> ConfidenceWeights:
    """The weights of confidence that fit all questions, each set's with its importance: (answered, unanswered)."""
    asked = [(each.fit, (OWN_ANSWERED, OWN_UNANSWERED)) for each in sets if each.name == OWN]
    together = [(each.fit, SET) for each in sets if each.name != OWN]
    together += [(each.as_questions, PUBLISHED) for each in sets if each.as_questions]
    together += [(unrelated.entries, UNRELATED)] if unrelated else []
    asked += [(matrix, (weight / max(1, len(matrix.questions)),) * 2) for matrix, weight in together]
    rows, right, importance = [], [], []
    for matrix, (answered, unanswered) in asked:
        for question, result in zip(matrix.questions, matrix.results(ranking), strict=True):
            if result.entries:
                rows.append(list_evidence(result.entries))
                right.append(result.entries[0].key in question.relevant)
                importance.append(answered if question.relevant else unanswered)
    constant, *weights = fit_weights(np.array(rows).reshape(-1, len(MatchEvidence._fields)), right, importance)
    return ConfidenceWeights(constant, MatchEvidence(*weights))


def fit_weights(rows: Floats, right: Sequence[bool], importance: Sequence[float]) -> tuple[float, ...]:
    """Logistic regression of ``right`` on ``rows``, some numbers for each question, by Newton's method.

    A question counts ``importance`` times. Returns the constant and a weight for each number, rounded to hundredths.
    Raises InvalidInput where all are right or all are wrong."""
    wanted, counts = np.array(right, float), np.array(importance, float)
    if not 0 < wanted.sum() < len(wanted):
        reason = f"用来拟合的{len(wanted)}个问题里，排在第一的要么全对，要么全错，拟合不出把握。"
        raise InvalidInput({"fit": reason})
    inputs = np.column_stack((np.ones(len(rows)), rows))
    penalty = RIDGE * np.diag([0.0, *[1.0] * rows.shape[1]])
    weights = np.zeros(1 + rows.shape[1])
    for _ in range(NEWTON_STEPS):
        chances = 1 / (1 + np.exp(-np.clip(inputs @ weights, -30, 30)))
        gradient = inputs.T @ (counts * (wanted - chances)) - penalty @ weights
        curvature = (inputs * (counts * chances * (1 - chances))[:, None]).T @ inputs + penalty
        step = np.linalg.solve(curvature, gradient)
        weights += step
        if np.abs(step).max() < 1e-9:
            break
    return tuple(round(float(weight), 2) for weight in weights)


def threshold_above(strengths: Floats, share: float) -> float:
    """The lowest hundredth that at least ``share`` of ``strengths`` lie below.

    >>> threshold_above(np.array([0.1, 0.15, 0.2, 0.304]), 0.75)
    0.21
    """
    levels = range(int(strengths.max() * 100) + 2)
    return next(level / 100 for level in levels if (strengths < level / 100).mean() >= share)


def threshold_of_precision(answers: Sequence[JudgedDecision], precision: float) -> float:
    """The lowest hundredth of confidence from which at least ``precision`` of ``answers`` are right; 1 for none.

    >>> answers = [JudgedDecision("answer", sure, sure > 0.6) for sure in (0.5, 0.6, 0.7, 0.8)]
    >>> threshold_of_precision(answers, 0.95)
    0.61
    """
    for level in range(100):
        right = [answer.right for answer in answers if answer.confidence >= level / 100]
        if right and sum(right) >= precision * len(right):
            return level / 100
    return 1.0


def _try_on_held(
    label: str, constants: Constants, sets: Sequence[ScoredSet], unrelated: UnrelatedQuestions | None
) -> FittedConstants:
    """What the held halves say about ``constants``."""
    places = [_places_of_answered(each.held, constants.ranking) for each in sets]
    decisions = [judge_all(each.held, each.wordings, constants) for each in sets]
    results = [_result(found, made) for found, made in zip(places, decisions, strict=True)]
    together = _result(list(chain.from_iterable(places)), list(chain.from_iterable(decisions)))
    below = None
    if unrelated and unrelated.entries.questions:
        strengths = unrelated.strengths(constants.ranking)
        below = (
            float((strengths < constants.related_strength).mean()),
            float((strengths < constants.answer_strength).mean()),
        )
    return FittedConstants(label, constants, tuple(results), together, below)


def _places_of_answered(matrix: ScoreMatrix, ranking: RankingWeights) -> list[int | None]:
    """The place of the right entry for each question that has one: Recall says nothing of the others."""
    placed = zip(matrix.questions, matrix.places(ranking), strict=True)
    return [place for question, place in placed if question.relevant]


def _result(places: Sequence[int | None], decisions: Sequence[JudgedDecision]) -> HeldResult:
    return HeldResult(Recall.of(places), DecisionQuality.of(decisions))
