"""Counts the characters and character pairs of a question in many texts at once, by numpy.

The index counts all n-grams of a text instead (storage.knowledge.ngrams); here only those of the question matter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Self

import numpy as np
import numpy.typing as npt

Codes = npt.NDArray[np.uint32]
Counts = npt.NDArray[np.int64]

_HIGHEST = 0xFFFF
"""Characters outside the BMP are mapped to U+FFFF, a noncharacter, so that tables by code stay small."""
END = "\n"
"""Ends each text of a batch; a folded text never contains it."""


@dataclass(frozen=True)
class TextBatch:
    """Folded texts one after another: the codes of all characters, and each text's length, both with the END."""

    codes: Codes
    lengths: Counts

    @classmethod
    def of(cls, texts: Sequence[str]) -> Self:
        return cls.ended("".join(f"{text}{END}" for text in texts))

    @classmethod
    def ended(cls, joined: str) -> Self:
        """Of texts that are joined already, each with its END."""
        codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), np.uint32)
        return cls(np.minimum(codes, _HIGHEST), np.diff(np.flatnonzero(codes == ord(END)), prepend=-1))

    def replaced(self, table: Codes) -> TextBatch:
        """The same texts with each character's code looked up in ``table``."""
        return TextBatch(table[self.codes], self.lengths)


class NgramCounter:
    """Counts the n-grams of one text in other texts.

    The columns of every count are the text's distinct ``characters`` (as codes), then its distinct ``pairs``."""

    def __init__(self, text: TextBatch) -> None:
        codes = text.codes[:-1].tolist()
        self.characters = list(dict.fromkeys(codes))
        self.pairs = list(dict.fromkeys(pairwise(codes)))
        self._width = len(self.characters) + 1

    @property
    def ngrams(self) -> tuple[str, ...]:
        """The columns as strings."""
        return (*map(chr, self.characters), *(chr(first) + chr(second) for first, second in self.pairs))

    @cached_property
    def _places(self) -> npt.NDArray[np.int32]:
        """Character code -> the number of its column, from 1; 0 for a character that the text lacks."""
        table = np.zeros(_HIGHEST + 1, np.int32)
        table[self.characters] = np.arange(1, self._width)
        return table

    @cached_property
    def _pair_places(self) -> npt.NDArray[np.int32]:
        """First character's place × width + the second's place -> the pair's column, from 1; 0 for other pairs."""
        table = np.zeros(self._width**2, np.int32)
        pairs = np.array(self.pairs, np.int64).reshape(-1, 2)
        places = self._places[pairs]
        table[places[:, 0] * self._width + places[:, 1]] = np.arange(self._width, self._width + len(pairs))
        return table

    def count(self, batch: TextBatch) -> Counts:
        """The counts, of shape (texts of ``batch``, columns)."""
        columns = self._width + len(self.pairs)  # column 0 is for all other characters, and dropped at the end
        places = self._places[batch.codes]
        offsets = np.repeat(np.arange(len(batch.lengths)) * columns, batch.lengths)
        held = np.flatnonzero(places)
        first = held[places[held + 1] > 0]  # the very last code is an END, so held + 1 exists
        pairs = self._pair_places[places[first] * self._width + places[first + 1]]
        cells = np.concatenate((offsets[held] + places[held], offsets[first] + pairs))
        counts = np.bincount(cells, minlength=len(batch.lengths) * columns)
        return counts.reshape(len(batch.lengths), columns)[:, 1:]
