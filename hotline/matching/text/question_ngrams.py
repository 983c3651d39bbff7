"""What is counted of a question, wherever it is searched for: its n-grams, its words' n-grams, and its sounds."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from hotline.matching.text.ngram_counts import Counts, NgramCounter, TextBatch
from hotline.matching.text.pinyin import homophone_codes

MOST_WORDS = 100
"""Content words of a question that are looked for: a message of 70 characters has 25, and time grows with them."""


class QuestionNgrams:
    """The n-grams of a ``folded`` question with ``content`` words; how rare they are, each collection says for itself.

    ``times`` tells how often each of ``ngrams``, the columns of ``counter``, is in the question. A text that contains
    all n-grams of a word contains the word. Most n-grams of a long question are in no word: ``made_of``, of shape
    (n-grams in words, words), has only rows for those in ``in_words``. ``sound_columns`` has, for each pair of
    ``counter``, the place of its sound among the pairs of ``sound_counter``."""

    def __init__(self, folded: str, content: Sequence[str]) -> None:
        self.words = tuple(content[:MOST_WORDS])
        text = TextBatch.of([folded])
        self.counter = NgramCounter(text)
        self.ngrams = self.counter.ngrams
        self.times: Counts = self.counter.count(text)[0]
        self.in_words, self.made_of = self._compose_words()
        self.sound_counter = NgramCounter(text.replaced(homophone_codes()))
        self.sound_columns = self._place_sounds()

    def _compose_words(self) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.float64]]:
        places = {ngram: place for place, ngram in enumerate(self.ngrams)}
        made_of = np.zeros((len(self.ngrams), len(self.words)))
        for column, word in enumerate(self.words):
            parts = [word[i : i + 2] for i in range(len(word) - 1)] or [word]
            made_of[[places[part] for part in parts if part in places], column] = 1
        in_words = np.flatnonzero(made_of.any(axis=1))
        return in_words, made_of[in_words]

    def _place_sounds(self) -> Counts:
        codes = homophone_codes()
        column = {pair: place for place, pair in enumerate(self.sound_counter.pairs)}
        sounds = [column[int(codes[first]), int(codes[second])] for first, second in self.counter.pairs]
        return np.array(sounds, np.int64)
