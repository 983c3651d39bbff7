"""How well each candidate fits a question: every part of the score from 0 to 1, and their weighted mean.

The weights are one configuration for every set in shared/eval: characters and pairs carry most, words add a little,
the closest wording carries short questions and the whole text answered ones."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass

from rapidfuzz import fuzz

from hotline.matching.candidates import Search, Texts
from hotline.matching.terms import Analysis

WEIGHTS = {"cosine": 1.0, "text": 1.6, "ratio": 0.2, "wording_words": 0.2, "text_words": 0.3}
_WHOLE = sum(WEIGHTS.values())
_K1, _B = 1.5, 0.75
"""BM25's usual constants."""


@dataclass(frozen=True)
class Fit:
    """How a candidate fits, each part from 0 to 1.

    cosine: TF-IDF cosine of characters and pairs with the closest wording; text: BM25 of the same over the whole
    text, as a share of the most it could be; ratio: RapidFuzz's with the closest wording; wording_words and
    text_words: share of the question's content words, by weight, in the closest wording and in the whole text,
    ``found`` being the latter."""

    key: int
    score: float
    cosine: float
    text: float
    ratio: float
    wording_words: float
    text_words: float
    found: tuple[str, ...]


def rank(search: Search) -> list[Fit]:
    """The candidates of ``search``, best first; of several wordings of the question the better counts."""
    scorers = [_Scorer(analysis, search) for analysis in search.analyses]
    fits = [max((s.fit(texts) for s in scorers), key=lambda fit: fit.score) for texts in search.candidates()]
    return sorted(fits, key=lambda fit: (-fit.score, fit.key))


class _Scorer:
    """One wording of the question, weighed once, to be held against many texts."""

    def __init__(self, analysis: Analysis, search: Search) -> None:
        weigh, known = search.collection.weigh, search.frequencies
        self._folded = analysis.folded
        self._average = search.collection.average_length
        counts = Counter(analysis.grams)
        short = {term: known[term].short if term in known else 0 for term in (*counts, *analysis.content)}
        weights = {term: (1 + math.log(n)) * weigh(short[term]) for term, n in counts.items()}
        length = math.sqrt(sum(weight**2 for weight in weights.values())) or 1.0
        self._vector = {term: w * weigh(short[term]) / length for term, w in weights.items() if short[term]}
        self._rarity = self._shares(
            {term: n * _rarity(search, term) for term, n in counts.items()},
        )
        self._words = self._shares({word: weigh(short[word]) for word in analysis.content})

    @staticmethod
    def _shares(weights: dict[str, float]) -> dict[str, float]:
        whole = sum(weights.values()) or 1.0
        return {term: weight / whole for term, weight in weights.items()}

    def fit(self, texts: Texts) -> Fit:
        found = {word: share for word, share in self._words.items() if word in texts.body}
        parts = {
            "cosine": max(self._cosine(text, norm) for text, norm in texts.wordings),
            "text": self._bm25(texts.body),
            "ratio": max(fuzz.ratio(self._folded, text) for text, _ in texts.wordings) / 100,
            "wording_words": max(sum(s for word, s in found.items() if word in text) for text, _ in texts.wordings),
            "text_words": sum(found.values()),
        }
        score = sum(WEIGHTS[part] * value for part, value in parts.items()) / _WHOLE
        return Fit(texts.key, score, **parts, found=tuple(found))

    def _cosine(self, text: str, norm: float) -> float:
        total = 0.0
        for term, weight in self._vector.items():
            count = text.count(term)
            if count:
                total += weight * (1 + math.log(count))
        return min(1.0, total / norm)

    def _bm25(self, text: str) -> float:
        # Lengths are counted in terms, of which a text has about twice as many as characters.
        saturation = _K1 * (1 - _B + _B * 2 * len(text) / self._average)
        total = 0.0
        for term, share in self._rarity.items():
            count = text.count(term)
            if count:
                total += share * count / (count + saturation)
        return total


def _rarity(search: Search, term: str) -> float:
    """BM25's inverse document frequency over whole texts."""
    rows = search.frequencies[term].long if term in search.frequencies else 0
    return math.log(1 + (search.collection.documents - rows + 0.5) / (rows + 0.5))
