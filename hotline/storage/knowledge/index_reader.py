"""Reads the index of one collection of a knowledge file: posting lists, texts, and sentence embeddings."""

# ruff: noqa: S608 — only the collection's name, a constant of this program, is put into queries; values are bound.

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from hotline.core.recently_used import RecentlyUsed
from hotline.storage.knowledge.compression import Packer
from hotline.storage.knowledge.embedding_index import list_vectors, read_vectors
from hotline.storage.knowledge.index_writer import SIZE, unpack_lengths
from hotline.storage.knowledge.postings import BLOCK, unpack

MOST_RECENT = 512
"""Documents read before whose texts are kept as they were unpacked, a few kilobytes each."""


class StoredTexts(NamedTuple):
    """The folded texts of one document: its wordings, each followed by a line feed, and its body.

    ``lengths`` has a row for each wording: the lengths of its TF-IDF vectors of characters and of pairs. The wordings
    stay joined, because an office with many similar questions an entry would have thousands to split a question."""

    key: int
    wordings: str
    lengths: npt.NDArray[np.float64]
    body: str
    word_vectors: bytes
    """A vector for the wordings, then one for the whole document; ``hotline.matching`` knows their form."""
    subject: str
    """The terms that the document is about, packed."""
    asked_for: str
    """What the wordings ask for, packed."""


class StoredPosting(NamedTuple):
    """The posting list of one term in one block: the documents ``first_key`` + ``ids``, with ``weights`` from 1 to 255.

    ``short``, ``asked`` and ``long`` are document frequencies, as in ``postings.PostingRow``. Of a term that is common
    in the block, only those documents are listed where it weighs most."""

    term: str
    short: int
    asked: int
    long: int
    first_key: int
    ids: npt.NDArray[np.uint16]
    weights: npt.NDArray[np.uint8]


class StoredCollection:
    """Reads the collection ``name``. ``read`` runs a query with its values and returns the rows; it is thread-safe."""

    def __init__(self, read: Callable[[str, Sequence[Any]], list[tuple[Any, ...]]], name: str, packer: Packer) -> None:
        self._read = read
        self._name = name
        self._packer = packer
        self._recent: RecentlyUsed[int, StoredTexts] = RecentlyUsed(MOST_RECENT)
        (size,) = read(f"select {', '.join(SIZE)} from {name}_size", ())
        self.documents, self.wordings, body_characters, wording_characters = size
        self.body_length = body_characters / max(1, self.documents)
        """Mean characters of a document's body."""
        self.wordings_length = wording_characters / max(1, self.documents) or 1.0
        """Mean characters of a document's wordings together; 1 where all wordings are punctuation, never 0."""
        ((self.heading_trust,),) = read(f"select trust from {name}_headings", ())
        """How much the headings say about the bodies, from 0 to 1; see ``heading_trust``."""

    def postings(self, terms: Sequence[str]) -> list[StoredPosting]:
        """The posting lists of ``terms``, one for each block; a term that occurs nowhere has none."""
        placeholders = ",".join("?" * len(terms))
        rows = self._read(f"select * from {self._name}_postings where term in ({placeholders})", terms)
        return [
            StoredPosting(term, short, asked, long, block * BLOCK, *unpack(ids, weights))
            for term, block, short, asked, long, ids, weights in rows
        ]

    def read_vectors(self, keys: Sequence[int]) -> list[bytes]:
        """The sentence embeddings of ``keys``, in their order. KeyError when a document has none."""
        return read_vectors(self._read, self._name, keys)

    def list_vectors(self) -> Iterator[tuple[int, bytes]]:
        """(key, sentence embeddings) of each document that has some, ordered by key."""
        return list_vectors(self._read, self._name)

    def read_texts(self, keys: Sequence[int]) -> list[StoredTexts]:
        """The texts of ``keys``, in their order. KeyError when there is no such document."""
        texts = {key: known for key in keys if (known := self._recent.find(key))}
        missing = [key for key in keys if key not in texts]
        for read in self._unpack_texts(missing) if missing else ():
            self._recent.keep(read.key, read)
            texts[read.key] = read
        return [texts[key] for key in keys]

    def _unpack_texts(self, keys: Sequence[int]) -> Iterator[StoredTexts]:
        placeholders = ",".join("?" * len(keys))
        columns = "key, wordings.texts, lengths, text, word_vectors, subject, asked_for"
        query = f"select {columns} from {self._name}_wordings as wordings join {self._name}_bodies using (key)"
        for key, wordings, lengths, body, *described in self._read(f"{query} where key in ({placeholders})", keys):
            yield StoredTexts(key, wordings, unpack_lengths(lengths), self._packer.unpack(body)[0], *described)
