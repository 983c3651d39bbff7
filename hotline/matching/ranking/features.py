"""A question and its candidates made ready to be held against each other: terms weighed, texts laid out."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np

from hotline.matching.ranking.ngram_counts import END, Counts, NgramCounter, TextBatch
from hotline.matching.ranking.retrieval import NOWHERE, DocumentTexts, Floats, Retrieval, rarity
from hotline.matching.text.pinyin import voices
from hotline.matching.text.terms import Analysis

CLOSEST = 3
"""Wordings whose ratios are averaged: one alone may be alike in its frame and ask about something else."""


@dataclass(frozen=True)
class CandidateFeatures:
    """Candidates' texts laid out for counting: every wording is a line, and every body."""

    texts: tuple[DocumentTexts, ...]

    @cached_property
    def wordings(self) -> list[str]:
        return self._joined.split(END)[:-1]

    @cached_property
    def _joined(self) -> str:
        return "".join(texts.wordings for texts in self.texts)

    @cached_property
    def written(self) -> TextBatch:
        return TextBatch.ended(self._joined)

    @cached_property
    def heard(self) -> TextBatch:
        return self.written.replaced(voices())

    @cached_property
    def bodies(self) -> TextBatch:
        return TextBatch.of([texts.body for texts in self.texts])

    @cached_property
    def vector_lengths(self) -> Floats:
        """Two columns: of each wording's characters, and of its pairs; never 0."""
        lengths = np.concatenate([texts.lengths for texts in self.texts])
        return np.where(lengths > 0, lengths, 1.0)

    @cached_property
    def numbers(self) -> Counts:
        """How many wordings each candidate has."""
        return np.array([len(texts.lengths) for texts in self.texts])

    @cached_property
    def starts(self) -> Counts:
        """The line of each candidate's first wording."""
        return np.cumsum(self.numbers) - self.numbers

    @cached_property
    def asked_lengths(self) -> Floats:
        """Characters of each candidate's wordings together."""
        return self.sums(self.written.lengths - 1).astype(float)

    def sums(self, values: Counts) -> Counts:
        """Of ``values`` of wordings, each candidate's sum."""
        return np.add.reduceat(values, self.starts) if len(self.numbers) < len(values) else values

    def most(self, values: Floats) -> Floats:
        """Of ``values`` of wordings, each candidate's greatest."""
        return np.maximum.reduceat(values, self.starts) if len(self.numbers) < len(values) else values

    def mean_of_closest(self, values: Floats) -> Floats:
        """Of ``values`` of wordings, the mean of each candidate's CLOSEST greatest."""
        if len(self.numbers) == len(values):
            return values
        owners = np.repeat(np.arange(len(self.numbers)), self.numbers)
        order = np.lexsort((-values, owners))
        is_close = np.arange(len(values)) - self.starts[owners] < CLOSEST
        sums = np.bincount(owners, np.where(is_close, values[order], 0))
        means: Floats = sums / np.minimum(self.numbers, CLOSEST)
        return means


VARIED = 1.2
"""Characters of a sentence for each different one in it, at the least that people say: digits and letters, drawn from
a few, make up no long question however many there are."""


def length_of(folded: str) -> int:
    """Characters of a wording as far as they say something: what is said again counts once.

    >>> [length_of(said) for said in ("申请行政复议要交钱吗", "复议复议复议复议", "13800138000")]
    [10, 2, 4]
    """
    return min(1 + len(set(pairwise(folded))), int(VARIED * len(set(folded))))


MOST_WORDS = 100
"""Content words of a question that are looked for: a message of 70 characters has 25, and time grows with them."""


class QuestionFeatures:
    """One wording of the question, its terms weighed by how rare they are in the collection."""

    def __init__(self, analysis: Analysis, search: Retrieval) -> None:
        collection = search.collection
        self.folded, self.collection = analysis.folded, collection
        self.length = length_of(analysis.folded)
        self.words = analysis.content[:MOST_WORDS]
        written = TextBatch.of([analysis.folded])
        self.counter = NgramCounter(written)
        grams = self.counter.grams
        times = self.counter.count(written)[0]
        known = [search.frequencies.get(gram, NOWHERE) for gram in grams]
        rows = np.array([(f.short, f.asked, f.long) for f in known], float)
        self.rarities: Floats = np.log((1 + collection.wordings) / (1 + rows[:, 0])) + 1
        self.vector: Floats = (1 + np.log(times)) * self.rarities
        self.asked = _shares(times * rarity(collection.documents, rows[:, 1]))
        self.text = _shares(times * rarity(collection.documents, rows[:, 2]))
        self._cut(grams)
        self.sounding = NgramCounter(written.replaced(voices()))
        self._listen()

    def _cut(self, grams: tuple[str, ...]) -> None:
        """Which grams each word is made of (a text that holds them all holds the word), and the words' weights.

        A letter has ten times as many grams as its words are made of, so only the latter, ``in_words``, have a line."""
        places = {gram: place for place, gram in enumerate(grams)}
        made_of = np.zeros((len(grams), len(self.words)))
        for column, word in enumerate(self.words):
            parts = [word[i : i + 2] for i in range(len(word) - 1)] or [word]
            made_of[[places[part] for part in parts if part in places], column] = 1
        self.in_words = np.flatnonzero(made_of.any(axis=1))
        self.made_of = made_of[self.in_words]
        self.word_shares = _shares((self.made_of * self.rarities[self.in_words, None]).max(axis=0, initial=0.0))

    def _listen(self) -> None:
        """The weight of each pair of sounds: of the rarest pair of characters that sounds so."""
        table, single = voices(), len(self.counter.characters)
        column = {pair: place for place, pair in enumerate(self.sounding.pairs)}
        weights = np.zeros(len(column))
        for (first, second), weight in zip(self.counter.pairs, self.rarities[single:], strict=True):
            place = column[int(table[first]), int(table[second])]
            weights[place] = max(weights[place], weight)
        self.sound_shares = _shares(weights)


def _shares(weights: Floats) -> Floats:
    shares: Floats = weights / (weights.sum() or 1.0)
    return shares
