"""Every part of every candidate's score for the questions of a set, so that other ranking weights need no new search.

Searching a set takes seconds or minutes. Scoring it again with other weights takes milliseconds, so fit.py can try
hundreds of weights."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from hotline.core.errors import Unavailable
from hotline.evaluation.measures import DEPTH
from hotline.evaluation.question_sets import LabelledQuestion
from hotline.matching.ranking.embeddings import Mode, SentenceEncoder
from hotline.matching.ranking.features import CandidateFeatures, QuestionFeatures
from hotline.matching.ranking.retrieval import MOST_CANDIDATES, DocumentTexts, Retrieval, SearchableCollection
from hotline.matching.ranking.scoring import (
    MEANING_SHARE,
    RANKED,
    WEIGHTS,
    CandidateScorer,
    ScoredCandidate,
    mix,
    shortness_of,
)
from hotline.matching.rewriting.rewrite import rewrite
from hotline.matching.search import SearchResult
from hotline.matching.subject.comparison import SubjectEvidence, compare_subjects
from hotline.matching.text.ngram_counts import END
from hotline.matching.text.normalise import fold, normalise
from hotline.matching.text.question_analysis import QuestionAnalysis, analyse_question
from hotline.services.content.embed import Progress, report_nothing

if TYPE_CHECKING:
    from hotline.matching.search import SearchableKnowledge

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
PARTS = tuple(WEIGHTS)
"""The parts of a score by words, in the order in which scoring sums them."""


@dataclass(frozen=True)
class RankingWeights:
    """The weights of matching/ranking/scoring; the defaults are those in the code.

    ``parts`` has each part's weight in a short question and in a long one (scoring.WEIGHTS); ``meaning_share`` is the
    share of semantic similarity in the whole score, in a short and in a long one (scoring.MEANING_SHARE)."""

    parts: Mapping[str, tuple[float, float]] = field(default_factory=lambda: dict(WEIGHTS))
    meaning_share: tuple[float, float] = MEANING_SHARE

    def shares(self, characters: Integers) -> Floats:
        """Each part's share in the score, as scoring.shares_for gives it: a row for each of PARTS, a column for each
        number of ``characters`` of a folded question; columns sum to 1."""
        shortness = _shortness_of(characters)
        mixed = [mix(self.parts[part], shortness) for part in PARTS]
        shares: Floats = np.array(mixed) / sum(mixed)
        return shares

    def meaning_shares(self, characters: Integers) -> Floats:
        """The share of semantic similarity, as scoring.meaning_share_for gives it."""
        return mix(self.meaning_share, _shortness_of(characters))


def _shortness_of(characters: Integers) -> Floats:
    return np.array([shortness_of(count) for count in characters.tolist()], float)


@dataclass(frozen=True)
class ScoredQuestion:
    """One question with the score parts of its candidates.

    ``question`` is normalised; ``keys`` are the candidates' entry numbers; ``parts`` has the axes wordings of the
    question, PARTS, candidates; ``characters`` are those of each folded wording, ``lengths`` as far as they say
    something (features.length_of); ``headings`` are the candidates' first wordings, folded; ``near`` is each one's
    semantic similarity, None in a match by words.
    ``compare_subjects`` compares the subjects of a wording and of a candidate, told by their places."""

    question: str
    relevant: frozenset[int]
    keys: tuple[int, ...]
    parts: Floats
    characters: tuple[int, ...]
    lengths: tuple[int, ...]
    headings: tuple[str, ...]
    near: Floats | None
    compare_subjects: Callable[[int, int], SubjectEvidence] = field(compare=False)


def score_questions(
    asked: Sequence[LabelledQuestion],
    knowledge: SearchableKnowledge,
    collection: SearchableCollection,
    encoder: SentenceEncoder | None = None,
    progress: Progress = report_nothing,
) -> list[ScoredQuestion]:
    """Search a ``collection`` of ``knowledge`` (its entries or its items) as matching.search.search does.

    ``progress`` is called with the number of questions done and the number of all. With an ``encoder``, every document
    of the collection must have its vectors; raises Unavailable where a question's vector cannot be made."""
    scored = []
    texts: dict[int, DocumentTexts] = {}  # kept once for all questions: a set has far fewer entries than candidates
    for done, labelled in enumerate(asked):
        progress(done, len(asked))
        scored.append(_score(labelled, knowledge, collection, encoder, texts))
    return scored


def _score(
    labelled: LabelledQuestion,
    knowledge: SearchableKnowledge,
    collection: SearchableCollection,
    encoder: SentenceEncoder | None,
    known: dict[int, DocumentTexts],
) -> ScoredQuestion:
    question = normalise(labelled.question)
    wordings = rewrite(question, knowledge).wordings
    vector = encoder.find_vector(wordings[-1]) if encoder else None
    if encoder and vector is None:
        raise Unavailable("句向量读不出来，拟合停止。")
    analyses = tuple(analyse_question(wording, knowledge.dictionary, knowledge.stop_words) for wording in wordings)
    retrieval = Retrieval(analyses, collection, vector)
    texts = [known.setdefault(text.key, text) for text in retrieval.candidates()]
    questions = [QuestionFeatures(analysis, retrieval) for analysis in analyses]
    parts, near = np.zeros((len(questions), len(PARTS), 0)), None
    if texts:
        candidates = CandidateFeatures(tuple(texts))
        parts_by_name = [CandidateScorer(each, candidates).parts for each in questions]
        parts = np.array([[found[part] for part in PARTS] for found in parts_by_name], float)
        if vector is not None:
            near = retrieval.compare_meanings(vector, texts)
    return ScoredQuestion(
        question=question,
        relevant=labelled.relevant,
        keys=tuple(text.key for text in texts),
        parts=parts,
        characters=tuple(len(each.folded) for each in questions),
        lengths=tuple(each.length for each in questions),
        headings=tuple(text.wordings.partition(END)[0] for text in texts),
        near=near,
        compare_subjects=partial(_compare_subjects, analyses, texts),
    )


def _compare_subjects(
    analyses: Sequence[QuestionAnalysis], texts: Sequence[DocumentTexts], wording: int, place: int
) -> SubjectEvidence:
    return compare_subjects(analyses[wording], texts[place])


class ScoreMatrix:
    """Scored questions laid out in arrays, so that other weights are tried on all of them at once.

    Each question has MOST_CANDIDATES columns; those without a candidate score -1, below every candidate."""

    def __init__(self, questions: Sequence[ScoredQuestion], mode: Mode) -> None:
        self.questions, self.mode = tuple(questions), mode
        wordings = np.array([len(question.parts) for question in questions], np.int64)
        self._starts: Integers = np.cumsum(wordings) - wordings
        """The row of each question's first wording in ``_parts``."""
        self._characters = np.array([count for question in questions for count in question.characters], np.int64)
        self._parts = np.zeros((len(PARTS), int(wordings.sum()), MOST_CANDIDATES))
        self._absent = np.ones((len(questions), MOST_CANDIDATES), bool)
        self._right = np.zeros((len(questions), MOST_CANDIDATES), bool)
        self._near = np.zeros((len(questions), MOST_CANDIDATES))
        for row, (start, question) in enumerate(zip(self._starts.tolist(), questions, strict=True)):
            count = len(question.keys)
            self._parts[:, start : start + len(question.parts), :count] = question.parts.swapaxes(0, 1)
            self._absent[row, :count] = False
            self._right[row, :count] = [key in question.relevant for key in question.keys]
            if question.near is not None:
                self._near[row, :count] = question.near

    def places(self, weights: RankingWeights) -> list[int | None]:
        """The place of each question's first right entry under ``weights`` (see measures.find_place)."""
        scores, _ = self._scores(weights)
        best = np.where(self._right, scores, -1.0)
        column = best.argmax(axis=1)[:, None]
        right = np.take_along_axis(best, column, axis=1)
        before = (scores > right) | ((scores == right) & (np.arange(MOST_CANDIDATES) < column))
        places = np.where(right[:, 0] < 0, DEPTH, before.sum(axis=1)).tolist()
        return [place if place < DEPTH else None for place in places]

    def results(self, weights: RankingWeights) -> list[SearchResult]:
        """What matching.search.search finds for each question when ranking has these ``weights``.

        The rewriting reasons and the words found are left out."""
        scores, by_wording = self._scores(weights)
        order = np.argsort(-scores, axis=1, kind="stable")[:, :RANKED]
        return [
            SearchResult(
                question=question.question,
                folded=fold(question.question),
                rewriting_reasons=(),
                entries=tuple(
                    self._candidate(question, column, float(scores[row, column]), by_wording[start:])
                    for column in order[row, : len(question.keys)].tolist()
                ),
                items=(),
                mode=self.mode,
            )
            for row, (start, question) in enumerate(zip(self._starts.tolist(), self.questions, strict=True))
        ]

    @staticmethod
    def _candidate(question: ScoredQuestion, column: int, score: float, by_wording: Floats) -> ScoredCandidate:
        """The candidate in ``column`` as scoring.rank describes it, with the parts of its best wording.

        The first rows of ``by_wording`` are those of the question's wordings."""
        wording = int(by_wording[: len(question.parts), column].argmax())
        parts = dict(zip(PARTS, question.parts[wording, :, column].tolist(), strict=True))
        compare = partial(question.compare_subjects, wording, column)
        key, heading, length = question.keys[column], question.headings[column], question.lengths[wording]
        return ScoredCandidate(key, score, parts, {}, (), heading, length, compare)

    def _scores(self, weights: RankingWeights) -> tuple[Floats, Floats]:
        """The scores of the candidates under ``weights``: a row for each question, and by words a row for each wording.

        The parts are added in scoring's order, so that today's weights give the very scores of a search."""
        shares = weights.shares(self._characters)
        by_wording: Floats = np.zeros(self._parts.shape[1:])
        for part, share in zip(self._parts, shares, strict=True):
            by_wording += part * share[:, None]
        by_words = np.maximum.reduceat(by_wording, self._starts, axis=0) if self.questions else by_wording
        share = weights.meaning_shares(self._characters[self._starts])[:, None]
        scores = by_words if self.mode is Mode.WORDS else by_words * (1 - share) + self._near * share
        return np.where(self._absent, -1.0, scores), by_wording
