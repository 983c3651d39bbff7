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

WEIGHTS = {"cosine": 1.0, "asked": 0.8, "text": 1.6, "ratio": 0.2, "wording_words": 0.2, "text_words": 0.3}
_WHOLE = sum(WEIGHTS.values())
_K1, _B = 1.5, 0.75
"""BM25's usual constants."""
_CLOSEST = 3
"""Wordings whose ratios are averaged: one alone may be alike in its frame and ask about something else."""


@dataclass(frozen=True)
class Fit:
    """How a candidate fits, each part from 0 to 1.

    cosine: TF-IDF cosine of characters and pairs with the closest wording; asked: BM25 of the same over all wordings
    together, as a share of the most it could be (of a document with one wording: over the whole text, for the
    cosine has judged its wording already); text: over the whole text; ratio: RapidFuzz's mean with the closest
    wordings; wording_words and text_words: share of the question's content words, by weight, in the closest wording
    and in the whole text, ``found`` being the latter."""

    key: int
    score: float
    cosine: float
    asked: float
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
        self._collection = search.collection
        counts = Counter(analysis.grams)
        short = {term: known[term].short if term in known else 0 for term in (*counts, *analysis.content)}
        weights = {term: (1 + math.log(n)) * weigh(short[term]) for term, n in counts.items()}
        length = math.sqrt(sum(weight**2 for weight in weights.values())) or 1.0
        self._vector = {term: w * weigh(short[term]) / length for term, w in weights.items() if short[term]}
        documents = search.collection.documents
        asked = {term: known[term].asked if term in known else 0 for term in counts}
        text = {term: known[term].long if term in known else 0 for term in counts}
        self._asked = _shares({term: n * _rarity(documents, asked[term]) for term, n in counts.items()}, asked)
        self._text = _shares({term: n * _rarity(documents, text[term]) for term, n in counts.items()}, text)
        self._words = _shares({word: weigh(short[word]) for word in analysis.content})

    def fit(self, texts: Texts) -> Fit:
        wordings = [text for text, _ in texts.wordings]
        joined = "\n".join(wordings)
        # Most terms stand in no wording of most candidates: asking once for all wordings saves most of the time.
        vector = {term: weight for term, weight in self._vector.items() if term in joined}
        words = {word: share for word, share in self._words.items() if word in texts.body}
        ratios = sorted((fuzz.ratio(self._folded, text) for text in wordings), reverse=True)[:_CLOSEST]
        text = self._bm25(self._text, texts.body, self._collection.body_length)
        several = len(wordings) > 1
        parts = {
            "cosine": max(_cosine(vector, text, norm) for text, norm in texts.wordings),
            "asked": self._bm25(self._asked, joined, self._collection.wordings_length) if several else text,
            "text": text,
            "ratio": sum(ratios) / len(ratios) / 100,
            "wording_words": max(sum(s for word, s in words.items() if word in text) for text in wordings),
            "text_words": sum(words.values()),
        }
        score = sum(WEIGHTS[part] * value for part, value in parts.items()) / _WHOLE
        return Fit(texts.key, score, **parts, found=tuple(words))

    @staticmethod
    def _bm25(shares: dict[str, float], text: str, mean: float) -> float:
        saturation = _K1 * (1 - _B + _B * len(text) / mean)
        total = 0.0
        for term, share in shares.items():
            count = text.count(term)
            if count:
                total += share * count / (count + saturation)
        return total


def _cosine(vector: dict[str, float], text: str, length: float) -> float:
    """Of the question's ``vector`` (already of length 1) and that of ``text``, whose length is given."""
    total = 0.0
    for term, weight in vector.items():
        count = text.count(term)
        if count:
            total += weight * (1 + math.log(count))
    return min(1.0, total / length)


def _rarity(documents: int, rows: int) -> float:
    """BM25's inverse document frequency of a term that stands in ``rows`` of ``documents``."""
    return math.log(1 + (documents - rows + 0.5) / (rows + 0.5))


def _shares(weights: dict[str, float], rows: dict[str, int] | None = None) -> dict[str, float]:
    """Each weight as a share of all; with ``rows``, without the terms that stand nowhere (they count in the whole)."""
    whole = sum(weights.values()) or 1.0
    return {term: weight / whole for term, weight in weights.items() if rows is None or rows[term]}
