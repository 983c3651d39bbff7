"""Counts the characters and character pairs (n-grams of length 1 and 2) of many texts at once, with numpy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt

Integers = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

_SEPARATOR = 10
"""The code of the line feed, which separates texts; a folded text contains none."""
_SHIFT = 21
"""Bits of a code point. A pair is coded as first << 21 | second, a single character as its code point."""
_CODES = 1 << (2 * _SHIFT)
"""One more than the largest code. A row and a code make one sortable number: row * _CODES + code."""


def grams_of(codes: Integers) -> list[str]:
    """The n-gram that each of ``codes`` stands for.

    >>> grams_of(np.array([ord("复"), ord("复") << 21 | ord("议")]))
    ['复', '复议']
    """
    first, second = codes >> _SHIFT, codes & ((1 << _SHIFT) - 1)
    letters = np.stack((np.where(first, first, second), np.where(first, second, 0)), axis=1).astype("<u4")
    grams: list[str] = letters.view("<U2").ravel().tolist()
    return grams


@dataclass(frozen=True)
class Grams:
    """How often each n-gram occurs in each row: three arrays of one length, ordered by row, then by code.

    A row is a text or a document. ``weights`` are counts at first, and weights between 0 and 1 once scored."""

    rows: Integers
    codes: Integers
    weights: Floats

    @classmethod
    def of(cls, texts: Sequence[str]) -> Self:
        """Count the n-grams of folded ``texts``; each text is a row.

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
        """Which n-grams are pairs, as a mask."""
        pairs: npt.NDArray[np.bool_] = self.codes >= 1 << _SHIFT
        return pairs

    def scaled(self, factors: Floats) -> Grams:
        """The weights of each row multiplied by the factor of that row."""
        return Grams(self.rows, self.codes, self.weights * factors[self.rows])

    def followed_by(self, other: Grams) -> Grams:
        """Both, one after the other. They must share no n-gram. Unlike other Grams, the result is not ordered."""
        return Grams(
            np.concatenate((self.rows, other.rows)),
            np.concatenate((self.codes, other.codes)),
            np.concatenate((self.weights, other.weights)),
        )

    def plus(self, other: Grams) -> Grams:
        """The sum of both: where both have an n-gram in a row, its weights are added."""
        numbers = np.concatenate((self.rows, other.rows)) * _CODES + np.concatenate((self.codes, other.codes))
        found, places = np.unique(numbers, return_inverse=True)
        both = np.concatenate((self.weights, other.weights))
        weights = np.bincount(places, both, len(found)).astype(np.float64)
        return Grams(found // _CODES, found % _CODES, weights)

    def merged(self, into: Integers) -> Grams:
        """Rows merged into larger rows, such as wordings into documents: row r becomes row ``into[r]``."""
        nothing = np.empty(0, np.int64)
        return Grams(into[self.rows], self.codes, self.weights).plus(Grams(nothing, nothing, nothing.astype(float)))
