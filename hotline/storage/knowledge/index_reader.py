"""Reads one searchable collection of the knowledge file: how common terms are, where they stand, and the texts."""

# ruff: noqa: S608 — the collection's name in queries is given by this program; every value is bound.

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from hotline.storage.knowledge.compression import Packer
from hotline.storage.knowledge.embedding_index import read_vectors
from hotline.storage.knowledge.index_writer import SIZE, unpack_lengths
from hotline.storage.knowledge.postings import BLOCK, unpack


class StoredTexts(NamedTuple):
    """The folded wordings of one key, each ended by a line end, and its folded long text, the body.

    ``lengths`` has a line for each wording: of its TF-IDF vectors of characters and of pairs. The wordings stay one
    text, for an office with many similar questions an entry makes thousands of them a question."""

    key: int
    wordings: str
    lengths: npt.NDArray[np.float64]
    body: str


class StoredPosting(NamedTuple):
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


class StoredCollection:
    """Reads one collection; ``read`` runs a query with its values and gives the rows, in any thread."""

    def __init__(self, read: Callable[[str, Sequence[Any]], list[tuple[Any, ...]]], name: str, packer: Packer) -> None:
        self._read = read
        self._name = name
        self._packer = packer
        ((self.documents, self.wordings, written, asked),) = read(f"select {', '.join(SIZE)} from {name}_size", ())
        self.body_length = written / max(1, self.documents)
        self.wordings_length = asked / max(1, self.documents) or 1.0  # not 0 where all wordings are mere signs

    def postings(self, terms: Sequence[str]) -> list[StoredPosting]:
        """Where ``terms`` stand; a term that stands nowhere is left out."""
        marks = ",".join("?" * len(terms))
        rows = self._read(f"select * from {self._name}_postings where term in ({marks})", terms)
        return [
            StoredPosting(term, short, asked, long, block * BLOCK, *unpack(ids, weights))
            for term, block, short, asked, long, ids, weights in rows
        ]

    def read_vectors(self, keys: Sequence[int]) -> list[bytes]:
        """The sentence vectors of ``keys``, in their order, of a file that has them all."""
        return read_vectors(self._read, self._name, keys)

    def read_texts(self, keys: Sequence[int]) -> list[StoredTexts]:
        """The texts of ``keys``, in their order."""
        marks = ",".join("?" * len(keys))
        query = f"select key, wordings.texts, lengths, text from {self._name}_wordings as wordings"
        rows = self._read(f"{query} join {self._name}_bodies using (key) where key in ({marks})", keys)
        texts = {
            key: StoredTexts(key, wordings, unpack_lengths(lengths), self._packer.unpack(body)[0])
            for key, wordings, lengths, body in rows
        }
        return [texts[key] for key in keys]
