"""The features of a question and of its candidates from which scores are computed: weighted terms, texts as arrays."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np

from hotline.matching.ranking.retrieval import NOWHERE, DocumentTexts, Floats, Retrieval, rarity
from hotline.matching.subject.asked_for import agreement, find_asked_for
from hotline.matching.text.ngram_counts import END, Counts, TextBatch
from hotline.matching.text.pinyin import homophone_codes
from hotline.matching.text.question_analysis import QuestionAnalysis
from hotline.matching.text.word_vectors import Vector, WordVectors

CLOSEST_WORDINGS = 3
"""Wordings of a candidate whose ratios are averaged: one alone may have the same phrases around another subject."""
CHARACTER_REUSE = 1.2
"""Characters of a sentence for each distinct one in it. Digits and letters repeat far more often, and so make no long
question, however many there are."""


@dataclass(frozen=True)
class CandidateFeatures:
    """The texts of all candidates as arrays, so that numpy counts in all of them at once.

    "Per wording" is an array over all wordings of all candidates, one candidate's after the other's."""

    texts: tuple[DocumentTexts, ...]

    @cached_property
    def wordings(self) -> list[str]:
        return self._joined.split(END)[:-1]

    @cached_property
    def _joined(self) -> str:
        return "".join(texts.wordings for texts in self.texts)

    @cached_property
    def wording_batch(self) -> TextBatch:
        return TextBatch.ended(self._joined)

    @cached_property
    def sound_batch(self) -> TextBatch:
        """The wordings with characters that sound alike replaced by one of them."""
        return self.wording_batch.replaced(homophone_codes())

    @cached_property
    def body_batch(self) -> TextBatch:
        return TextBatch.of([texts.body for texts in self.texts])

    @cached_property
    def word_vectors(self) -> Vector:
        """Rows of word vectors, two of each candidate: of its wordings together, then of its whole text."""
        return WordVectors.decode(b"".join(texts.word_vectors for texts in self.texts))

    @cached_property
    def vector_lengths(self) -> Floats:
        """Per wording, two columns: of its TF-IDF vectors of characters and of pairs; never 0."""
        lengths = np.concatenate([texts.lengths for texts in self.texts])
        return np.where(lengths > 0, lengths, 1.0)

    @cached_property
    def wording_counts(self) -> Counts:
        """How many wordings each candidate has."""
        return np.array([len(texts.lengths) for texts in self.texts])

    @cached_property
    def starts(self) -> Counts:
        """The place of each candidate's first wording among all wordings."""
        return np.cumsum(self.wording_counts) - self.wording_counts

    @cached_property
    def wordings_lengths(self) -> Floats:
        """Characters of each candidate's wordings together."""
        return self.sum_wordings(self.wording_batch.lengths - 1).astype(float)

    def agree(self, asked_for: Set[str]) -> Floats:
        """How far each candidate's wordings ask for the same (asked_for.agreement)."""
        packed = [texts.asked_for for texts in self.texts]
        values = {each: agreement(asked_for, each) for each in {*packed}}
        return np.array([values[each] for each in packed])

    def sum_wordings(self, values: Counts) -> Counts:
        """Each candidate's sum of ``values`` per wording."""
        return np.add.reduceat(values, self.starts) if len(self.wording_counts) < len(values) else values

    def best_wording(self, values: Floats) -> Floats:
        """Each candidate's greatest of ``values`` per wording."""
        return np.maximum.reduceat(values, self.starts) if len(self.wording_counts) < len(values) else values

    def mean_of_closest_wordings(self, values: Floats) -> Floats:
        """The mean of each candidate's CLOSEST_WORDINGS greatest of ``values`` per wording."""
        if len(self.wording_counts) == len(values):
            return values
        owners = np.repeat(np.arange(len(self.wording_counts)), self.wording_counts)
        order = np.lexsort((-values, owners))
        is_close = np.arange(len(values)) - self.starts[owners] < CLOSEST_WORDINGS
        sums = np.bincount(owners, np.where(is_close, values[order], 0))
        means: Floats = sums / np.minimum(self.wording_counts, CLOSEST_WORDINGS)
        return means


def length_of(folded: str) -> int:
    """The length of a wording in characters, of which repetitions count once.

    >>> [length_of(said) for said in ("申请行政复议要交钱吗", "复议复议复议复议", "13800138000")]
    [10, 2, 4]
    """
    return min(1 + len(set(pairwise(folded))), int(CHARACTER_REUSE * len(set(folded))))


class QuestionFeatures:
    """The n-grams, words and sounds of one rewriting of the question, weighted by their rarity in the collection.

    ``rarities``, ``vector`` (TF-IDF), ``asked_shares`` and ``text_shares`` are arrays over the columns of ``counter``.
    The last two are BM25 weights, over all wordings and over whole documents; each sums to 1. ``word_shares`` and
    ``sound_shares`` are the weights of words and sounds (``text.question_ngrams``)."""

    def __init__(self, analysis: QuestionAnalysis, retrieval: Retrieval) -> None:
        collection, ngrams = retrieval.collection, analysis.ngrams
        self.folded, self.collection = analysis.folded, collection
        self.length = length_of(analysis.folded)
        self.words, self.in_words, self.made_of = ngrams.words, ngrams.in_words, ngrams.made_of
        self.counter, self.sound_counter = ngrams.counter, ngrams.sound_counter
        frequencies = [retrieval.frequencies.get(ngram, NOWHERE) for ngram in ngrams.ngrams]
        rows = np.array([(f.short, f.asked, f.long) for f in frequencies], float)
        self.rarities: Floats = np.log((1 + collection.wordings) / (1 + rows[:, 0])) + 1
        self.vector: Floats = (1 + np.log(ngrams.times)) * self.rarities
        self.asked_shares = _shares(ngrams.times * rarity(collection.documents, rows[:, 1]))
        self.text_shares = _shares(ngrams.times * rarity(collection.documents, rows[:, 2]))
        self.word_shares = _shares((self.made_of * self.rarities[self.in_words, None]).max(axis=0, initial=0.0))
        self.sound_shares = self._weigh_sounds(ngrams.sound_columns)
        self.analysis = analysis
        self.word_vector = analysis.word_vector
        self.asked_for = find_asked_for(analysis.folded)

    def _weigh_sounds(self, columns: Counts) -> Floats:
        """The weights of sounds: a pair of sounds weighs as much as the rarest pair of characters that sounds so."""
        weights = np.zeros(len(self.sound_counter.pairs))
        np.maximum.at(weights, columns, self.rarities[len(self.counter.characters) :])
        return _shares(weights)


def _shares(weights: Floats) -> Floats:
    shares: Floats = weights / (weights.sum() or 1.0)
    return shares
