"""Word vectors: which words are near in meaning, told from a table, without a model when a question is asked.

The folder ``word_table`` holds the table, which ``hotline/evaluation/make_word_vectors.py`` made. It is two files of
numpy's format: ``words.npy``, the sorted words, and ``vectors.npy``, a row of signed bytes for each. Both are mapped
into memory, so that the workers of one machine share them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from itertools import chain
from pathlib import Path

import numpy as np
import numpy.typing as npt

from hotline.matching.text.terms import word_share

WORD_DIMENSIONS = 128
LONGEST_WORD = 5
"""Characters of the longest word in the table."""
WORDS, VECTORS = "words.npy", "vectors.npy"
COMMON_SHARE = 5e-4
"""The a of the weight a / (a + p): a word with this share of all words counts half of what a rare one does.

The weight and its range (1e-4 to 1e-3) are from Arora, Liang and Ma 2017, "A Simple but Tough-to-Beat Baseline for
Sentence Embeddings", https://openreview.net/forum?id=SyK00v5xx."""
_TABLE = Path(__file__).with_name("word_table")

Vector = npt.NDArray[np.float32]
Bytes = npt.NDArray[np.int8]


class WordVectors:
    """A table of n words: ``words``, a sorted array of type ``<U5``, and ``vectors``, of shape (n, WORD_DIMENSIONS).

    A row's length in the table means nothing; its direction does. Safe to use from any thread."""

    def __init__(self, words: npt.NDArray[np.str_], vectors: Bytes) -> None:
        self._words = words
        self._vectors = vectors

    @classmethod
    def read(cls, folder: Path) -> WordVectors:
        """The table whose two files are in ``folder``; raises OSError or ValueError when one cannot be read."""
        # Viewed as plain arrays, which numpy indexes twice as fast; the memory stays mapped.
        return cls(*(np.load(folder / name, mmap_mode="r").view(np.ndarray) for name in (WORDS, VECTORS)))

    def rows(self, words: Sequence[str]) -> Vector:
        """The unit vector of each of ``words``: shape (words, WORD_DIMENSIONS).

        A word that is not in the table has the sum of its characters' vectors, normalised. It is zeros where the table
        has none of its characters either."""
        rows = self._look_up(words)
        unknown = np.flatnonzero(~rows.any(axis=1))
        characters = [(place, character) for place in unknown.tolist() for character in words[place]]
        if characters:
            places, spelt = zip(*characters, strict=True)
            np.add.at(rows, list(places), self._look_up(spelt))
        return _unit(rows)

    def of_texts(self, texts: Sequence[Sequence[str]]) -> Vector:
        """The unit vectors of several texts, each given as its content words: shape (texts, WORD_DIMENSIONS).

        Each word is looked up once, which is most of the work for the wordings of one entry."""
        rows = self.rows_by_word(chain.from_iterable(texts))
        return np.array([weigh_together(rows, words) for words in texts])

    def rows_by_word(self, words: Iterable[str]) -> dict[str, Vector]:
        """Word -> its unit vector (``rows``), each word once."""
        distinct = list(dict.fromkeys(words))
        return dict(zip(distinct, self.rows(distinct), strict=True))

    @staticmethod
    def encode(vectors: Vector) -> bytes:
        """``vectors`` (one, or a row each) in WORD_DIMENSIONS signed bytes each, joined.

        Directions stay, and zeros stay zeros."""
        return quantise(vectors).tobytes()

    @staticmethod
    def decode(data: bytes) -> Vector:
        """The unit vectors, or zeros, whose bytes are joined in ``data``: shape (vectors, WORD_DIMENSIONS)."""
        return _unit(np.frombuffer(data, np.int8).reshape(-1, WORD_DIMENSIONS).astype(np.float32))

    def _look_up(self, words: Sequence[str]) -> Vector:
        """The unit vectors of ``words``; zeros for a word that is not in the table."""
        rows = np.zeros((len(words), WORD_DIMENSIONS), np.float32)
        # Of the table's own type, which cuts longer words: with another, numpy would copy the whole table.
        sought = np.array(words, self._words.dtype)
        places = np.minimum(np.searchsorted(self._words, sought), len(self._words) - 1)
        is_whole = np.array([len(word) <= LONGEST_WORD for word in words], bool)
        known = (self._words[places] == sought) & is_whole
        rows[known] = _unit(self._vectors[places[known]].astype(np.float32))
        return rows


def weight_in_text(word: str) -> float:
    """How much the vector of ``word`` counts in that of a text, from 0 (as frequent as can be) to 1."""
    return COMMON_SHARE / (COMMON_SHARE + word_share(word))


def weigh_together(rows: Mapping[str, Vector], words: Sequence[str]) -> Vector:
    """The unit vector of a text, given as its content ``words`` and the unit vectors of these.

    It is the sum of the words' vectors, in which frequent words weigh less (COMMON_SHARE); zeros where no word is
    known."""
    if not words:
        return np.zeros(WORD_DIMENSIONS, np.float32)
    weights = np.array([weight_in_text(word) for word in words], np.float32)
    return _unit(weights @ np.array([rows[word] for word in words]))


@cache
def find_word_vectors() -> WordVectors:
    """The table that comes with the hotline."""
    return WordVectors.read(_TABLE)


def quantise(vectors: Vector) -> Bytes:
    """``vectors`` (one, or a row each) in signed bytes, each scaled by itself, so that its largest number is 127.

    Rounding turns a vector by no more than 2.6 degrees; zeros stay zeros."""
    largest = np.abs(vectors).max(axis=-1, keepdims=True)
    # Divided before multiplied: 127 / largest is infinite for the smallest numbers.
    scaled = np.divide(vectors, largest, out=np.zeros_like(vectors), where=largest > 0)
    signed: Bytes = np.round(scaled * 127).astype(np.int8)
    return signed


def _unit(vectors: Vector) -> Vector:
    """``vectors`` (one, or a row each) with a length of 1; zeros stay zeros."""
    lengths = np.sqrt(np.einsum("...i,...i->...", vectors, vectors))[..., None]
    lengths[lengths == 0] = 1
    unit: Vector = vectors / lengths
    return unit
