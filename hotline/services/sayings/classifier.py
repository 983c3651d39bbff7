"""Tells a saying from a question by its characters, where the grammar knows the words only in part.

A multinomial logistic regression on the characters and pairs of characters of an utterance, fitted by
``hotline/evaluation/make_saying_weights.py`` on sayings written by many hands and on the published questions. Its
weights are in the folder ``weights``: ``ngrams.npy``, the sorted characters and pairs, ``weights.npy``, a row of signed
bytes for each, and ``classes.npy``, the names of the columns. They are mapped into memory, which all workers share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from hotline.matching.text.normalise import in_standard_words

NGRAMS, WEIGHTS, CLASSES = "ngrams.npy", "weights.npy", "classes.npy"
QUESTION = "question"
BIAS = "^$"
"""The n-gram that every utterance has."""
SCALE = 0.1
"""What one unit of a signed byte weighs."""
SURE = 0.5
"""The probability from which an utterance is taken for a saying. Below it, it stays a question."""
LEAST_KNOWN = 0.5
"""The share of an utterance's n-grams that must be known. Below it nothing can be told, and it stays a question."""
_FOLDER = Path(__file__).with_name("weights")


@dataclass(frozen=True)
class Classified:
    """The likeliest class of an utterance, and how likely it is, from 0 to 1."""

    label: str
    probability: float
    question: float
    """How likely it is a question."""


def list_ngrams(bare: str) -> list[str]:
    """The different characters and pairs of characters of ``bare``, with ^ before it and $ after it.

    >>> list_ngrams("好的")
    ['^$', '好', '的', '^好', '好的', '的$']
    """
    framed = f"^{bare}$"
    pairs = (framed[place : place + 2] for place in range(len(framed) - 1))
    return list(dict.fromkeys((BIAS, *bare, *pairs)))


def fold_words(bare: str) -> str:
    """``bare`` as it is cut into n-grams: dialect in standard words."""
    return in_standard_words(bare)


class Classifier:
    """``ngrams``: sorted; ``weights``: (n-grams, classes), in units of SCALE; ``classes``: names of the columns."""

    def __init__(
        self, ngrams: npt.NDArray[np.str_], weights: npt.NDArray[np.int8], classes: npt.NDArray[np.str_]
    ) -> None:
        self._ngrams, self._weights = ngrams, weights
        self._classes = [str(name) for name in classes]

    @classmethod
    def read(cls, folder: Path) -> Classifier:
        """The classifier whose files are in ``folder``; raises OSError or ValueError when one cannot be read."""
        return cls(*(np.load(folder / name, mmap_mode="r").view(np.ndarray) for name in (NGRAMS, WEIGHTS, CLASSES)))

    def classify(self, bare: str) -> Classified:
        """The likeliest class of ``bare`` (an utterance without punctuation); a question where its n-grams are new."""
        ngrams = list_ngrams(fold_words(bare))
        known = self._find(ngrams)
        if len(known) < LEAST_KNOWN * len(ngrams):
            return Classified(QUESTION, 1.0, 1.0)
        scores = self._weights[known].sum(axis=0, dtype=np.float64) / np.sqrt(len(ngrams)) * SCALE
        exponents = np.exp(scores - scores.max())
        best, total = int(exponents.argmax()), exponents.sum()
        question = exponents[self._classes.index(QUESTION)] / total
        return Classified(self._classes[best], float(exponents[best] / total), float(question))

    def _find(self, ngrams: Sequence[str]) -> npt.NDArray[np.intp]:
        """The rows of those of ``ngrams`` that are known."""
        sought = np.array(ngrams, self._ngrams.dtype)
        places = np.minimum(np.searchsorted(self._ngrams, sought), len(self._ngrams) - 1)
        known: npt.NDArray[np.intp] = places[self._ngrams[places] == sought]
        return known


@cache
def load_classifier() -> Classifier:
    """The classifier that comes with the hotline."""
    return Classifier.read(_FOLDER)
