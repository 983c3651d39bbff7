"""Scores candidates: the parts of each score, from 0 to 1, and their weighted mean.

The weights are the same for every office. In a short question every character matters. In a long one most characters
match by chance, so pairs matter more, and so does how much of the entry's wording the question covers."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from itertools import compress
from typing import TypeVar

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz, process

from hotline.core.bm25 import K1, B
from hotline.matching.ranking.features import CandidateFeatures, QuestionFeatures
from hotline.matching.ranking.retrieval import Floats, Retrieval
from hotline.matching.subject.comparison import SubjectEvidence, compare_subjects
from hotline.matching.text.ngram_counts import END, Counts

WEIGHTS = {
    "cosine": (1.0, 0.5),
    "characters": (0.6, 0.0),
    "pairs": (0.0, 0.5),
    "covered": (0.0, 0.4),
    "asked": (1.0, 0.8),
    "text": (1.6, 1.6),
    "ratio": (0.2, 0.2),
    "sound": (0.0, 0.2),
    "wording_words": (0.2, 0.2),
    "text_words": (0.3, 0.3),
    "word_vectors": (1.2, 0.25),
    "asked_for": (0.2, 0.0),
}
"""Weights of each part: for questions of up to SHORT characters, and from LONG; interpolated between them."""
WORDING_PARTS = ("cosine", "characters", "pairs", "covered", "asked", "ratio")
"""The parts that compare the question with the wordings alone. They say little where the headings of a base say little
about what is below them, and where a wording holds few of the question's words that the whole text holds. As far as
that is so, BM25 over the whole text takes their place (CandidateScorer)."""
MEANING = "meaning"
MEANING_SHARE = (0.5, 0.2)
"""Share of semantic similarity in the whole score, where the question has a sentence vector: for questions of up to
SHORT characters, and from LONG. Of a long question little is encoded."""
SHORT, LONG = 15, 45
Shortness = TypeVar("Shortness", float, Floats)
RANKED = 10
"""Candidates that are returned: nobody is offered more."""


@dataclass(frozen=True)
class ScoredCandidate:
    """A candidate and its score: ``parts`` by their names in WEIGHTS, from 0 to 1, and their ``shares`` in the score.

    The parts, all between the question and the candidate:
    - cosine, characters, pairs: TF-IDF cosine with the closest wording, of both kinds of n-grams together and of each
    - covered: share of the closest wording, by weight, that the question contains
    - asked: BM25 over all wordings together, relative to its maximum; for a candidate with one wording the same as text
    - text: BM25 over all wordings and the body together, relative to its maximum
    - ratio: RapidFuzz's ratio, the mean of the closest wordings
    - sound: share of the question's pairs, by weight, that sound like a pair of the closest wording
    - wording_words, text_words: share of the question's content words, by weight, in the closest wording and in the
      whole text; ``found_words`` are those in the whole text, of all rewritings
    - word_vectors: similarity of the question's words and the entry's, each text as the sum of its words' vectors
    - asked_for: of what the question asks for (price, place ...), how much the wordings ask for
    - meaning: semantic similarity to the closest text, where the question has a sentence vector

    ``heading`` is the candidate's first wording, folded. ``question_length`` is ``length_of`` the rewriting of the
    question that scores best. ``compare`` compares its subject with the candidate's."""

    key: int
    score: float
    parts: dict[str, float] = field(hash=False)
    shares: dict[str, float] = field(hash=False)
    found_words: tuple[str, ...]
    heading: str
    question_length: int
    compare: Callable[[], SubjectEvidence] = field(compare=False, repr=False)

    @cached_property
    def subject(self) -> SubjectEvidence:
        """How far the question's subject is the candidate's; made when it is asked for, mostly of the first alone."""
        return self.compare()


def rank(retrieval: Retrieval) -> list[ScoredCandidate]:
    """The RANKED best candidates of ``retrieval``, best first; each is scored by the rewriting that fits it best."""
    texts = retrieval.candidates()
    if not texts:
        return []
    candidates = CandidateFeatures(tuple(texts))
    scorers = [CandidateScorer(QuestionFeatures(analysis, retrieval), candidates) for analysis in retrieval.analyses]
    scores = np.array([scorer.scores for scorer in scorers])
    total = scores.max(axis=0)
    if retrieval.vector is None:
        best = np.argsort(-total, kind="stable")[:RANKED].tolist()
        return [_score(scorers, scores, place) for place in best]
    share = meaning_share_for(len(retrieval.analyses[0].folded))
    meaning = retrieval.compare_meanings(retrieval.vector, texts)
    total = total * (1 - share) + meaning * share
    best = np.argsort(-total, kind="stable")[:RANKED].tolist()
    return [_with_meaning(_score(scorers, scores, at), float(meaning[at]), share) for at in best]


def _score(scorers: Sequence[CandidateScorer], scores: Floats, place: int) -> ScoredCandidate:
    """The candidate at ``place``, scored by the rewriting that fits it best, with the words found of them all."""
    found = dict.fromkeys(word for scorer in scorers for word in scorer.found_words(place))
    return scorers[int(scores[:, place].argmax())].score(place, tuple(found))


def _with_meaning(scored: ScoredCandidate, meaning: float, share: float) -> ScoredCandidate:
    """``scored`` with semantic similarity as a part of its score."""
    return replace(
        scored,
        score=scored.score * (1 - share) + meaning * share,
        parts=scored.parts | {MEANING: meaning},
        shares={part: of_words * (1 - share) for part, of_words in scored.shares.items()} | {MEANING: share},
    )


def shares_for(length: int) -> dict[str, float]:
    """Each part's share in the score by words of a question of ``length`` characters; the shares sum to 1."""
    shortness = shortness_of(length)
    mixed = {part: mix(weights, shortness) for part, weights in WEIGHTS.items()}
    whole = sum(mixed.values())
    return {part: weight / whole for part, weight in mixed.items()}


def meaning_share_for(length: int) -> float:
    """The share of semantic similarity in the score of a question of ``length`` characters."""
    return mix(MEANING_SHARE, shortness_of(length))


def shortness_of(length: int) -> float:
    """1 for a question of up to SHORT characters, 0 from LONG, and evenly less in between."""
    return min(1.0, max(0.0, (LONG - length) / (LONG - SHORT)))


def mix(weights: tuple[float, float], shortness: Shortness) -> Shortness:
    """The weight for questions of this ``shortness``, one or an array, of those for SHORT and for LONG."""
    return shortness * weights[0] + (1 - shortness) * weights[1]


class CandidateScorer:
    """All parts of all candidates' scores for one rewriting of the question: arrays with a place for each candidate."""

    def __init__(self, question: QuestionFeatures, candidates: CandidateFeatures) -> None:
        self._question, self._candidates = question, candidates
        counts = question.counter.count(candidates.wording_batch)
        in_wordings = candidates.sum_wordings(counts)
        in_text = in_wordings + question.counter.count(candidates.body_batch)
        self._found = self._contains_words(in_text)
        self.parts = {
            **{part: candidates.best_wording(values) for part, values in self._cosines(counts).items()},
            **self._bm25(in_wordings, in_text),
            "ratio": candidates.mean_of_closest_wordings(self._ratios()),
            "sound": candidates.best_wording(self._sounds()),
            "wording_words": candidates.best_wording(self._contains_words(counts) @ question.word_shares),
            "text_words": self._found @ question.word_shares,
            "asked_for": candidates.agree(question.asked_for),
        }
        self._weigh_wordings(self._trust_in_wordings())
        self._shares = shares_for(len(question.folded))
        self.scores: Floats = np.sum([self.parts[part] * share for part, share in self._shares.items()], axis=0)

    def score(self, place: int, found: tuple[str, ...]) -> ScoredCandidate:
        """The candidate at ``place`` with its score; ``found`` are the words of all rewritings in its text."""
        parts = {part: float(self.parts[part][place]) for part in WEIGHTS}
        texts, score = self._candidates.texts[place], float(self.scores[place])
        heading = texts.wordings.partition(END)[0]
        compare = partial(compare_subjects, self._question.analysis, texts)
        return ScoredCandidate(texts.key, score, parts, self._shares, found, heading, self._question.length, compare)

    def found_words(self, place: int) -> tuple[str, ...]:
        """The question's content words that are in the text of the candidate at ``place``."""
        return tuple(compress(self._question.words, self._found[place].tolist()))

    def _trust_in_wordings(self) -> Floats:
        """How far each candidate's wordings count, from 0 to 1 (see WORDING_PARTS)."""
        in_text = np.maximum(self.parts["text_words"], 1e-6)
        held: Floats = np.sqrt(np.minimum(1.0, self.parts["wording_words"] / in_text))
        return self._question.collection.heading_trust * held

    def _cosines(self, counts: Counts) -> dict[str, Floats]:
        """The TF-IDF parts per wording: cosine, characters, pairs and covered."""
        question, lengths = self._question, self._candidates.vector_lengths
        single = len(question.counter.characters)
        weights = _log_counts(counts) * question.rarities
        whole = np.hypot(lengths[:, 0], lengths[:, 1])
        characters = weights[:, :single] @ question.vector[:single]
        pairs = weights[:, single:] @ question.vector[single:]
        own = [float(np.sqrt((part**2).sum())) or 1.0 for part in np.split(question.vector, [single])]
        return {
            "cosine": np.minimum(1.0, (characters + pairs) / (whole * math.hypot(*own))),
            "characters": np.minimum(1.0, characters / (lengths[:, 0] * own[0])),
            "pairs": np.minimum(1.0, pairs / (lengths[:, 1] * own[1])),
            "covered": np.minimum(1.0, np.sqrt((weights**2).sum(axis=1)) / whole),
        }

    def _bm25(self, in_wordings: Counts, in_text: Counts) -> dict[str, Floats]:
        """The parts asked and text, of counts per candidate."""
        question, candidates = self._question, self._candidates
        collection, characters = question.collection, candidates.wordings_lengths
        whole = characters + candidates.body_batch.lengths - 1
        over_text = _bm25(question.text_shares, in_text, whole / (collection.wordings_length + collection.body_length))
        over_asked = _bm25(question.asked_shares, in_wordings, characters / collection.wordings_length)
        return {"asked": np.where(candidates.wording_counts > 1, over_asked, over_text), "text": over_text}

    def _ratios(self) -> Floats:
        """The part ratio per wording."""
        ratios = process.cdist([self._question.folded], self._candidates.wordings, scorer=fuzz.ratio)[0]
        shares: Floats = ratios.astype(float) / 100
        return shares

    def _sounds(self) -> Floats:
        """The part sound per wording."""
        counter = self._question.sound_counter
        has_pair = counter.count(self._candidates.sound_batch)[:, len(counter.characters) :] > 0
        sounds: Floats = has_pair @ self._question.sound_shares
        return sounds

    def _weigh_wordings(self, trust: Floats) -> None:
        """Mix the parts on wordings with those on the whole text, as far as wordings are trusted; add word_vectors."""
        for part in WORDING_PARTS:
            self.parts[part] = trust * self.parts[part] + (1 - trust) * self.parts["text"]
        in_wordings, in_text = (self._candidates.word_vectors @ self._question.word_vector).reshape(-1, 2).T
        self.parts["word_vectors"] = np.maximum(0.0, trust * in_wordings + (1 - trust) * in_text)

    def _contains_words(self, counts: Counts) -> npt.NDArray[np.bool_]:
        """Which of the question's words each row of ``counts`` contains: shape (rows, words)."""
        made_of, has_ngram = self._question.made_of, counts[:, self._question.in_words] > 0
        contains: npt.NDArray[np.bool_] = has_ngram @ made_of >= np.maximum(1, made_of.sum(axis=0))
        return contains


def _log_counts(counts: Counts) -> Floats:
    """1 + ln(count), or 0 for a count of 0. A long question has a million counts, mostly 0: a table is faster.

    >>> _log_counts(np.array([[0, 1, 3]])).round(2).tolist()
    [[0.0, 1.0, 2.1]]
    """
    known = np.arange(1, counts.max(initial=0) + 1)
    values: Floats = np.concatenate(([0.0], 1 + np.log(known)))[counts]
    return values


def _bm25(shares: Floats, counts: Counts, relative_lengths: Floats) -> Floats:
    """BM25 of each row of ``counts``, from 0 to 1: ``shares`` are the terms' weights and sum to 1.

    ``relative_lengths`` are the rows' lengths relative to the mean."""
    saturation = K1 * (1 - B + B * relative_lengths)[:, None]
    scores: Floats = (counts / (counts + saturation)) @ shares
    return scores
