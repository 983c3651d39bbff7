"""The decisions that matching would make with other constants than those in the code (used by fit.py)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hotline.evaluation.calibration import JudgedDecision
from hotline.evaluation.candidate_scores import RankingWeights, ScoreMatrix
from hotline.matching import confidence
from hotline.matching.confidence import ConfidenceWeights, chance, list_evidence, strength
from hotline.matching.contradiction.detect import find_contradiction
from hotline.matching.decision import Kind
from hotline.matching.ranking.embeddings import Mode
from hotline.matching.search import Hit, SearchResult

Wordings = Mapping[int, Sequence[str]]
"""Each entry's question and similar questions, by its number."""


@dataclass(frozen=True)
class Constants:
    """What fit.py fits, for one mode: constants of matching/confidence by their names there, and ranking weights."""

    confidence_weights: ConfidenceWeights
    answer_confidence: float
    related_strength: float
    answer_strength: float
    ranking: RankingWeights

    @classmethod
    def of_today(cls, mode: Mode) -> Constants:
        """The constants in the code."""
        return cls(
            confidence_weights=confidence.FITTED_WEIGHTS[mode],
            answer_confidence=confidence.ANSWER_CONFIDENCE,
            related_strength=confidence.RELATED_STRENGTH[mode],
            answer_strength=confidence.ANSWER_STRENGTH[mode],
            ranking=RankingWeights(),
        )


def judge(result: SearchResult, relevant: frozenset[int], wordings: Wordings, constants: Constants) -> JudgedDecision:
    """The decision of matching.decision.decide on a ``result`` without catalogue items, made with ``constants``."""
    related = [entry for entry in result.entries if strength(entry) >= constants.related_strength]
    if not related:
        return JudgedDecision(Kind.NOTHING.value, 0.0, False)
    best = related[0]
    sure = chance(constants.confidence_weights, list_evidence(result.entries))
    if not confidence.is_believable(strength(best), sure, result.mode):
        return JudgedDecision(Kind.NOTHING.value, 0.0, False)
    is_doubtful = result.is_repetitive() or result.has_rival(Hit(best, is_item=False), ())
    if is_doubtful or sure < constants.answer_confidence or strength(best) < constants.answer_strength:
        return JudgedDecision(Kind.CHOICES.value, sure, best.key in relevant)
    if find_contradiction(result.question, wordings[best.key]) is None:
        return JudgedDecision(Kind.ANSWER.value, sure, best.key in relevant)
    least = confidence.CLOSE_SCORE_SHARE * best.score
    close = [entry for entry in related if entry.score >= least][: confidence.MOST_CHOICES]
    compatible = [entry for entry in close if find_contradiction(result.question, wordings[entry.key]) is None]
    first = (compatible or close)[0]
    sure = min(sure, confidence.CONTRADICTED_CONFIDENCE)
    return JudgedDecision(Kind.CHOICES.value, sure, first.key in relevant)


def judge_all(matrix: ScoreMatrix, wordings: Wordings, constants: Constants) -> list[JudgedDecision]:
    """The decisions on all questions of ``matrix``, ranked and decided with ``constants``."""
    pairs = zip(matrix.questions, matrix.results(constants.ranking), strict=True)
    return [judge(result, question.relevant, wordings, constants) for question, result in pairs]
