"""Reads one searchable collection of the knowledge file: how common terms are, where they stand, and the texts."""

# ruff: noqa: S608 — the collection's name in queries is given by this program; every value is bound.

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from hotline.storage.indexing import SIZE
from hotline.storage.packing import Packer
from hotline.storage.postings import BLOCK, unpack
from hotline.storage.vectors import read_vectors


class Wording(NamedTuple):
    """A folded wording, and the lengths of its TF-IDF vectors of characters and of pairs.

    A tuple, for an office with many similar questions an entry makes thousands of them a question."""

    text: str
    characters: float
    pairs: float


@dataclass(frozen=True)
class Texts:
    """The wordings of one key, and its folded long text, the body."""

    key: int
    wordings: tuple[Wording, ...]
    body: str


class Posting(NamedTuple):
    """One term in one block of keys: in how many wordings (short), documents' wordings together (asked) and whole
    documents (long) it stands, and in which: ``first_key`` + ``ids``, with ``weights`` from 1 to 255.

    Of a term that is common in the block only those documents are listed in which it weighs most."""

    term: str
    short: int
    asked: int
    long: int
    first_key: int
    ids: npt.NDArray[np.uint16]
    weights: npt.NDArray[np.uint8]


class Collection:
    """Reads one collection; ``read`` runs a query with its values and gives the rows, in any thread."""

    def __init__(self, read: Callable[[str, Sequence[Any]], list[tuple[Any, ...]]], name: str, packer: Packer) -> None:
        self._read = read
        self._name = name
        self._packer = packer
        ((self.documents, self.wordings, written, asked),) = read(f"select {', '.join(SIZE)} from {name}_size", ())
        self.body_length = written / max(1, self.documents)
        self.wordings_length = asked / max(1, self.documents) or 1.0  # not 0 where all wordings are mere signs

    def postings(self, terms: Sequence[str]) -> list[Posting]:
        """Where ``terms`` stand; a term that stands nowhere is left out."""
        marks = ",".join("?" * len(terms))
        rows = self._read(f"select * from {self._name}_postings where term in ({marks})", terms)
        return [
            Posting(term, short, asked, long, block * BLOCK, *unpack(ids, weights))
            for term, block, short, asked, long, ids, weights in rows
        ]

    def read_vectors(self, keys: Sequence[int]) -> list[bytes]:
        """The sentence vectors of ``keys``, in their order, of a file that has them all."""
        return read_vectors(self._read, self._name, keys)

    def read_texts(self, keys: Sequence[int]) -> list[Texts]:
        """The texts of ``keys``, in their order."""
        marks = ",".join("?" * len(keys))
        wordings: dict[int, list[Wording]] = {key: [] for key in keys}
        query = f"select key, text, characters, pairs from {self._name}_wordings where key in ({marks}) order by id"
        for row in self._read(query, keys):
            wordings[row[0]].append(Wording._make(row[1:]))
        bodies = dict(self._read(f"select key, text from {self._name}_bodies where key in ({marks})", keys))
        return [Texts(key, tuple(wordings[key]), self._packer.unpack(bodies[key])[0]) for key in keys]
