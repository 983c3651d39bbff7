"""Texts as counted characters and character pairs, by numpy: what the index is built from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt

Integers = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

_SEPARATOR = 10
"""The code of the line feed that stands between texts; a folded text holds none."""
_SHIFT = 21
"""Bits of a character's code: a pair is written as first << 21 | second, a single character as its code."""
_CODES = 1 << (2 * _SHIFT)


def grams_of(codes: Integers) -> list[str]:
    """What each of ``codes`` stands for.

    >>> grams_of(np.array([ord("复"), ord("复") << 21 | ord("议")]))
    ['复', '复议']
    """
    first, second = codes >> _SHIFT, codes & ((1 << _SHIFT) - 1)
    letters = np.stack((np.where(first, first, second), np.where(first, second, 0)), axis=1).astype("<u4")
    grams: list[str] = letters.view("<U2").ravel().tolist()
    return grams


@dataclass(frozen=True)
class Grams:
    """Which gram stands in which row how often: three arrays of one length, ordered by row, then gram.

    ``weights`` are counts, or shares of a document once they are weighed."""

    rows: Integers
    codes: Integers
    weights: Floats

    @classmethod
    def of(cls, texts: Sequence[str]) -> Self:
        """Of folded ``texts``, one a row.

        >>> grams = Grams.of(["复议复", "议"])
        >>> list(zip(grams.rows.tolist(), grams_of(grams.codes), grams.weights.astype(int).tolist()))
        [(0, '复', 2), (0, '议', 1), (0, '复议', 1), (0, '议复', 1), (1, '议', 1)]
        """
        joined = "".join(f"{text}\n" for text in texts)
        codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.int64)
        rows = np.repeat(np.arange(len(texts)), np.array([len(text) + 1 for text in texts], np.int64))
        is_letter = codes != _SEPARATOR
        is_pair = is_letter[:-1] & is_letter[1:]
        pairs = (codes[:-1] << _SHIFT | codes[1:])[is_pair]
        numbers = np.concatenate((rows[is_letter], rows[:-1][is_pair])) * _CODES
        numbers += np.concatenate((codes[is_letter], pairs))
        found, counts = np.unique(numbers, return_counts=True)
        return cls(found // _CODES, found % _CODES, counts.astype(np.float64))

    @property
    def are_pairs(self) -> npt.NDArray[np.bool_]:
        pairs: npt.NDArray[np.bool_] = self.codes >= 1 << _SHIFT
        return pairs

    def scaled(self, factors: Floats) -> Grams:
        """With each row's weights times the row's factor."""
        return Grams(self.rows, self.codes, self.weights * factors[self.rows])

    def followed_by(self, other: Grams) -> Grams:
        """Both, one after the other; they must have no gram in common."""
        return Grams(
            np.concatenate((self.rows, other.rows)),
            np.concatenate((self.codes, other.codes)),
            np.concatenate((self.weights, other.weights)),
        )

    def plus(self, other: Grams) -> Grams:
        """Both together; where both have a gram in a row, the weights add up."""
        numbers = np.concatenate((self.rows, other.rows)) * _CODES + np.concatenate((self.codes, other.codes))
        found, places = np.unique(numbers, return_inverse=True)
        both = np.concatenate((self.weights, other.weights))
        weights = np.bincount(places, both, len(found)).astype(np.float64)
        return Grams(found // _CODES, found % _CODES, weights)

    def merged(self, into: Integers) -> Grams:
        """With row r counted as row ``into[r]``."""
        nothing = np.empty(0, np.int64)
        return Grams(into[self.rows], self.codes, self.weights).plus(Grams(nothing, nothing, nothing.astype(float)))
