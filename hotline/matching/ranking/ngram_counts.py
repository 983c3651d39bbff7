"""How often each character and pair of a question stands in each of many texts, counted at once by numpy."""

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

_PLANE = 0xFFFF
"""Rarer characters than the basic plane's count as this one, which is none."""
END = "\n"
"""Ends each text; a folded text holds none."""


@dataclass(frozen=True)
class TextBatch:
    """Folded texts laid out one after another: ``lengths`` are characters, ends included."""

    codes: Codes
    lengths: Counts

    @classmethod
    def of(cls, texts: Sequence[str]) -> Self:
        return cls.ended("".join(f"{text}{END}" for text in texts))

    @classmethod
    def ended(cls, joined: str) -> Self:
        """Of texts that are one already, each ended by END."""
        codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), np.uint32)
        return cls(np.minimum(codes, _PLANE), np.diff(np.flatnonzero(codes == ord(END)), prepend=-1))

    def replaced(self, table: Codes) -> TextBatch:
        """With each character's code looked up in ``table``."""
        return TextBatch(table[self.codes], self.lengths)


class NgramCounter:
    """Counts the characters and pairs of one text: every count's columns are ``characters``, then ``pairs``, each
    once and as codes."""

    def __init__(self, text: TextBatch) -> None:
        codes = text.codes[:-1].tolist()
        self.characters = list(dict.fromkeys(codes))
        self.pairs = list(dict.fromkeys(pairwise(codes)))
        self._width = len(self.characters) + 1

    @property
    def grams(self) -> tuple[str, ...]:
        """The columns as text."""
        return (*map(chr, self.characters), *(chr(first) + chr(second) for first, second in self.pairs))

    @cached_property
    def _places(self) -> npt.NDArray[np.int32]:
        """From a character's code to its place, from 1; 0 for every other character."""
        table = np.zeros(_PLANE + 1, np.int32)
        table[self.characters] = np.arange(1, self._width)
        return table

    @cached_property
    def _pair_places(self) -> npt.NDArray[np.int32]:
        """From place of the first × width + place of the second to the pair's column, from 1; 0 for other pairs."""
        table = np.zeros(self._width**2, np.int32)
        pairs = np.array(self.pairs, np.int64).reshape(-1, 2)
        places = self._places[pairs]
        table[places[:, 0] * self._width + places[:, 1]] = np.arange(self._width, self._width + len(pairs))
        return table

    def count(self, rows: TextBatch) -> Counts:
        """A matrix with a line for each text of ``rows``."""
        columns = self._width + len(self.pairs)  # column 0 gathers all that the text does not hold, and is cut off
        places = self._places[rows.codes]
        offsets = np.repeat(np.arange(len(rows.lengths)) * columns, rows.lengths)
        held = np.flatnonzero(places)
        first = held[places[held + 1] > 0]  # the last character of all is an end, so one more is always there
        pairs = self._pair_places[places[first] * self._width + places[first + 1]]
        cells = np.concatenate((offsets[held] + places[held], offsets[first] + pairs))
        counts = np.bincount(cells, minlength=len(rows.lengths) * columns)
        return counts.reshape(len(rows.lengths), columns)[:, 1:]
