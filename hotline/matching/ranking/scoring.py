"""How well each candidate fits a question: every part of the score from 0 to 1, and their weighted mean.

One configuration for every office. In a short question every character tells; in a long letter most characters stand by
chance, so pairs carry, and what matters more is how much of the entry's wording the letter covers."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz, process

from hotline.core.bm25 import K1, B
from hotline.matching.ranking.embeddings import semantic_similarity
from hotline.matching.ranking.features import CandidateFeatures, QuestionFeatures
from hotline.matching.ranking.ngram_counts import Counts
from hotline.matching.ranking.retrieval import Floats, Retrieval

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
}
"""Of each part in a question of SHORT characters, and in one of LONG; between them in proportion."""
MEANING = "meaning"
MEANING_SHARE = 0.4
"""Of semantic similarity in the whole score, where the question's meaning is known."""
SHORT, LONG = 15, 45
RANKED = 10
"""Candidates told of: nobody is offered more."""


@dataclass(frozen=True)
class ScoredCandidate:
    """How a candidate fits: ``parts`` by their names in WEIGHTS, each from 0 to 1, and their ``shares`` in the score.

    ``question_length`` is ``length_of`` the rewriting of the question that scores best.

    characters, pairs, cosine: TF-IDF cosine of characters, of pairs and of both with the closest wording; covered:
    share of the closest wording, by weight, that stands in the question; asked: BM25 of characters and pairs over
    all wordings together, as a share of the most it could be (of a document with one wording: over the whole text,
    for the cosine has judged its wording already); text: the same over the whole text; ratio: RapidFuzz's, mean of the
    closest wordings; sound: share of the question's pairs, by weight, that sound like one of the closest wording's;
    wording_words and text_words: share of the question's content words, by weight, in the closest wording and in the
    whole text, ``found_words`` being the latter; meaning: how near the closest text is in meaning, where that is known."""

    key: int
    score: float
    parts: dict[str, float] = field(hash=False)
    shares: dict[str, float] = field(hash=False)
    found_words: tuple[str, ...]
    question_length: int


def rank(search: Retrieval) -> list[ScoredCandidate]:
    """The RANKED best candidates of ``search``, best first; of several wordings of the question the better counts."""
    texts = search.candidates()
    if not texts:
        return []
    laid = CandidateFeatures(tuple(texts))
    judged = [CandidateScorer(QuestionFeatures(analysis, search), laid) for analysis in search.analyses]
    scores = np.array([judgement.scores for judgement in judged])
    by_words = scores.max(axis=0)
    near = None
    if search.vector is not None:
        near = semantic_similarity(search.vector, search.collection.read_vectors([one.key for one in texts]))
    whole = by_words if near is None else by_words * (1 - MEANING_SHARE) + near * MEANING_SHARE
    best = np.argsort(-whole, kind="stable")[:RANKED].tolist()
    fits = [judged[scores[:, place].argmax()].score(place) for place in best]
    return fits if near is None else [_with_meaning(fit, float(near[p])) for fit, p in zip(fits, best, strict=True)]


def _with_meaning(fit: ScoredCandidate, meaning: float) -> ScoredCandidate:
    return replace(
        fit,
        score=fit.score * (1 - MEANING_SHARE) + meaning * MEANING_SHARE,
        parts=fit.parts | {MEANING: meaning},
        shares={part: share * (1 - MEANING_SHARE) for part, share in fit.shares.items()} | {MEANING: MEANING_SHARE},
    )


def shares_for(length: int) -> dict[str, float]:
    """Each part's share in the score of a question of ``length`` characters; together 1."""
    shortness = min(1.0, max(0.0, (LONG - length) / (LONG - SHORT)))
    mixed = {part: shortness * short + (1 - shortness) * long for part, (short, long) in WEIGHTS.items()}
    whole = sum(mixed.values())
    return {part: weight / whole for part, weight in mixed.items()}


class CandidateScorer:
    """Every part of every candidate's score for one wording of the question."""

    def __init__(self, question: QuestionFeatures, candidates: CandidateFeatures) -> None:
        self._question, self._candidates = question, candidates
        counts = question.counter.count(candidates.written)
        asked = candidates.sums(counts)
        text = asked + question.counter.count(candidates.bodies)
        self._found = self._holds(text)
        self.parts = {
            **{part: candidates.most(values) for part, values in self._cosines(counts).items()},
            **self._bm25(asked, text),
            "ratio": candidates.mean_of_closest(self._ratios()),
            "sound": candidates.most(self._sounds()),
            "wording_words": candidates.most(self._holds(counts) @ question.word_shares),
            "text_words": self._found @ question.word_shares,
        }
        self._shares = shares_for(len(question.folded))
        self.scores: Floats = np.sum([self.parts[part] * share for part, share in self._shares.items()], axis=0)

    def score(self, place: int) -> ScoredCandidate:
        """What was found of the candidate at ``place``."""
        found = tuple(word for word, holds in zip(self._question.words, self._found[place], strict=True) if holds)
        parts = {part: float(self.parts[part][place]) for part in WEIGHTS}
        key, score = self._candidates.texts[place].key, float(self.scores[place])
        return ScoredCandidate(key, score, parts, self._shares, found, self._question.length)

    def _cosines(self, counts: Counts) -> dict[str, Floats]:
        """With each wording: of characters, of pairs, of both, and the share of the wording that is covered."""
        question, lengths = self._question, self._candidates.vector_lengths
        single = len(question.counter.characters)
        weights = _one_and_logarithm(counts) * question.rarities
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

    def _bm25(self, asked: Counts, text: Counts) -> dict[str, Floats]:
        question, candidates = self._question, self._candidates
        collection, characters = question.collection, candidates.asked_lengths
        whole = characters + candidates.bodies.lengths - 1
        over_text = _bm25(question.text, text, whole / (collection.wordings_length + collection.body_length))
        over_asked = _bm25(question.asked, asked, characters / collection.wordings_length)
        return {"asked": np.where(candidates.numbers > 1, over_asked, over_text), "text": over_text}

    def _ratios(self) -> Floats:
        ratios = process.cdist([self._question.folded], self._candidates.wordings, scorer=fuzz.ratio)[0]
        shares: Floats = ratios.astype(float) / 100
        return shares

    def _sounds(self) -> Floats:
        sounding = self._question.sounding
        heard = sounding.count(self._candidates.heard)[:, len(sounding.characters) :] > 0
        sounds: Floats = heard @ self._question.sound_shares
        return sounds

    def _holds(self, counts: Counts) -> npt.NDArray[np.bool_]:
        """Which of the question's words each line of ``counts`` has."""
        made_of, held = self._question.made_of, counts[:, self._question.in_words] > 0
        holds: npt.NDArray[np.bool_] = held @ made_of >= np.maximum(1, made_of.sum(axis=0))
        return holds


def _one_and_logarithm(counts: Counts) -> Floats:
    """1 + ln of each count, 0 of none; looked up, for against a letter a million of them are taken, most of them 0.

    >>> _one_and_logarithm(np.array([[0, 1, 3]])).round(2).tolist()
    [[0.0, 1.0, 2.1]]
    """
    known = np.arange(1, counts.max(initial=0) + 1)
    values: Floats = np.concatenate(([0.0], 1 + np.log(known)))[counts]
    return values


def _bm25(shares: Floats, counts: Counts, relative_lengths: Floats) -> Floats:
    """The part of ``shares`` (of the question's weight) that each line of ``counts`` has, saturated."""
    saturation = K1 * (1 - B + B * relative_lengths)[:, None]
    fits: Floats = (counts / (counts + saturation)) @ shares
    return fits
