"""The inverted index: builds posting lists from texts, and packs them into blobs.

A term is a character, a pair of characters, or a sound; the analysis spells sounds so that none looks like a pair. The
weight of a term in a document is that of BM25F (Robertson, Zaragoza and Taylor 2004): the counts in each field are
scaled by the field's length and added, and the sum saturates. Documents are divided by key into blocks of BLOCK. Each
term has a pair of blobs in each block: the document ids and the weights, one byte each. A changed document therefore
rewrites only small blobs, those of its own terms in its own block."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, islice, pairwise

import numpy as np
import numpy.typing as npt

from hotline.core.bm25 import K1, B
from hotline.storage.knowledge.ngrams import Floats, Grams, Integers, grams_of

BLOCK = 65_536
"""Documents in a block; the id of a document in its block is its key modulo BLOCK, and fits in 16 bits."""
LISTED = 3_800
"""Longest posting list of a term in a block. Of a term in more documents only those are listed where it weighs most."""
SHORT_WEIGHT = 2.0
"""BM25F's field weight: how much more a term counts in a document's wordings than in its long text."""
_BATCH = 2_048
"""Documents that are read and inverted at once."""
_HEAVIEST = 255
_SOUNDS = 1 << 50
"""The code of the first sound, above the code of every pair."""
_SLICES = 16
"""Codes are merged in so many ranges, one after the other, so that a whole block is never in memory twice."""

_UPPER = 256
"""Values of the upper byte of an id."""
_UPPERS = np.arange(_UPPER, dtype=np.uint16) << 8
Ids = npt.NDArray[np.uint16]
Bytes = npt.NDArray[np.uint8]


def batches(keys: Iterable[int]) -> Iterator[list[int]]:
    """``keys`` in lists short enough to be read and inverted at once."""
    remaining = iter(keys)
    while batch := list(islice(remaining, _BATCH)):
        yield batch


@dataclass(frozen=True)
class PostingRow:
    """The posting list of one term in one block.

    ``counts`` are document frequencies: how many single wordings contain the term (short), how many documents contain
    it in any wording (asked) and how many contain it anywhere (long). For a sound, all three are the number of
    documents that have it in a wording. ``ids`` are ordered, and ``weights`` are from 1 to 255."""

    term: str
    counts: tuple[int, int, int]
    ids: Ids
    weights: Bytes


@dataclass(frozen=True)
class DocumentBatch:
    """The folded texts of a batch of documents, all of one block.

    ``keys`` are ordered; ``bodies`` and ``sounds`` have one element for each key. ``owners`` has, for each wording, the
    position of its document in ``keys``. ``mean_short`` and ``mean_long`` are means over the whole collection, in
    characters: of a document's wordings together, and of its body."""

    keys: Integers
    owners: Integers
    wordings: tuple[str, ...]
    bodies: tuple[str, ...]
    sounds: tuple[tuple[str, ...], ...]
    mean_short: float
    mean_long: float

    def weigh(self, together: Grams) -> Grams:
        """The n-grams of each document with BM25F's weights from 0 to 1; ``together`` counts those of its wordings."""
        wordings_lengths = np.bincount(self.owners, [len(text) for text in self.wordings], len(self.keys)).astype(float)
        body_lengths = np.array([len(text) for text in self.bodies], float)
        short = together.scaled(SHORT_WEIGHT / _length_norm(wordings_lengths, self.mean_short))
        both = short.plus(Grams.of(self.bodies).scaled(1 / _length_norm(body_lengths, self.mean_long)))
        return Grams(both.rows, both.codes, _saturated(both.weights))


def _length_norm(lengths: Floats, mean: float) -> Floats:
    """BM25's normalisation: 1 for a text of ``mean`` length, more for a longer one."""
    norm: Floats = 1 - B + B * lengths / (mean or 1.0)
    return norm


def _saturated(weights: Floats) -> Floats:
    """BM25's saturation, without the inverse document frequency: it tends to 1 for a term that is repeated."""
    return weights / (weights + K1)


@dataclass(frozen=True)
class PostingLists:
    """The posting lists of a batch of documents, end to end, ordered by the code of their term.

    ``codes`` are distinct and ordered. ``counts`` has a row for each code: (short, asked, long) as in PostingRow.
    ``ids`` and ``weights`` hold the list of the first code, then that of the second, and so on."""

    codes: Integers
    counts: Integers
    ids: Ids
    weights: Bytes

    @property
    def lengths(self) -> Integers:
        """The length of each code's list: the number of documents that contain the term."""
        lengths: Integers = self.counts[:, 2]
        return lengths

    @cached_property
    def _ends(self) -> Integers:
        """0, then where the list of each code ends."""
        return np.concatenate(([0], np.cumsum(self.lengths)))

    def cut(self, first: int, last: int) -> PostingLists:
        """The lists of the codes from ``first`` to before ``last``."""
        a, b = np.searchsorted(self.codes, (first, last)).tolist()
        start, end = self._ends[a], self._ends[b]
        return PostingLists(self.codes[a:b], self.counts[a:b], self.ids[start:end], self.weights[start:end])


class PostingsBuilder:
    """Inverts texts: from what each document says to the documents that hold each term."""

    def __init__(self) -> None:
        self._sounds: dict[str, int] = {}
        """Sound -> a number from 0; the code of the sound is _SOUNDS plus that number."""

    def build(self, batches: Iterable[DocumentBatch]) -> Iterator[PostingRow]:
        """A row for each term of ``batches``, which must be of one block and ordered by key."""
        inverted = [self._invert(batch) for batch in batches]
        sample = np.concatenate([np.empty(0, np.int64), *(lists.codes for lists in inverted[:1])])
        edges = [0, *(int(edge) for edge in np.unique(sample[:: len(sample) // _SLICES + 1])), 1 << 62]
        names = list(self._sounds)
        for first, last in pairwise(edges):
            yield from _merge([lists.cut(first, last) for lists in inverted], names)

    def _invert(self, batch: DocumentBatch) -> PostingLists:
        """The posting lists of one batch: n-grams of wordings and bodies, and the sounds of wordings."""
        in_wordings = Grams.of(batch.wordings)
        in_questions = in_wordings.merged(batch.owners)
        sounds = self._count_sounds(batch.sounds)
        weighed = batch.weigh(in_questions).followed_by(_weigh_sounds(sounds))
        codes, long = np.unique(weighed.codes, return_counts=True)
        short, asked = _tally(codes, in_wordings, sounds), _tally(codes, in_questions, sounds)
        by_code = np.argsort(weighed.codes, kind="stable")
        ids = (batch.keys[weighed.rows[by_code]] % BLOCK).astype(np.uint16)
        return PostingLists(codes, np.stack((short, asked, long), axis=1), ids, _in_bytes(weighed.weights[by_code]))

    def _count_sounds(self, sounds: Sequence[Sequence[str]]) -> Grams:
        """How often each document has each sound, counted as if sounds were n-grams."""
        known = self._sounds
        numbers = [known.setdefault(sound, len(known)) for sound in chain.from_iterable(sounds)]
        rows = np.repeat(np.arange(len(sounds)), [len(of_document) for of_document in sounds]).astype(np.int64)
        size = max(1, len(known))
        found, counts = np.unique(rows * size + np.array(numbers, np.int64), return_counts=True)
        return Grams(found // size, _SOUNDS + found % size, counts.astype(np.float64))


def _weigh_sounds(sounds: Grams) -> Grams:
    """Weights of sounds, from 0 to 1. Sounds come from wordings alone and are not normalised by length."""
    return Grams(sounds.rows, sounds.codes, _saturated(sounds.weights * SHORT_WEIGHT))


def _in_bytes(weights: Floats) -> Bytes:
    """Weights from 0 to 1 in one byte each, from 1 to 255."""
    return np.maximum(1, np.round(weights * _HEAVIEST)).astype(np.uint8)


def _tally(codes: Integers, *kinds: Grams) -> Integers:
    """For each of ``codes`` (ordered and distinct), the number of rows of all ``kinds`` that contain it."""
    every = np.concatenate([kind.codes for kind in kinds])
    return np.bincount(np.searchsorted(codes, every), minlength=len(codes))


def _merge(inverted: Sequence[PostingLists], sounds: Sequence[str]) -> Iterator[PostingRow]:
    """A row for each term of all batches. Its list has the documents of the first batch, then the second, and so on."""
    if not inverted:
        return
    codes, places = np.unique(np.concatenate([lists.codes for lists in inverted]), return_inverse=True)
    counts = np.zeros((len(codes), 3), np.int64)
    np.add.at(counts, places, np.concatenate([lists.counts for lists in inverted]))
    code_of_each = np.concatenate([np.repeat(lists.codes, lists.lengths) for lists in inverted])
    by_code = np.argsort(code_of_each, kind="stable")
    ids = np.concatenate([lists.ids for lists in inverted])[by_code]
    weights = np.concatenate([lists.weights for lists in inverted])[by_code]
    ends = np.cumsum(counts[:, 2]).tolist()
    start = 0
    for term, (short, asked, long), end in zip(_terms_of(codes, sounds), counts.tolist(), ends, strict=True):
        yield PostingRow(term, (short, asked, long), ids[start:end], weights[start:end])
        start = end


def _terms_of(codes: Integers, sounds: Sequence[str]) -> list[str]:
    """The terms of ordered ``codes``: n-grams come first, sounds after them."""
    grams = codes < _SOUNDS
    return grams_of(codes[grams]) + [sounds[code - _SOUNDS] for code in codes[~grams].tolist()]


def pack(ids: Ids, weights: Bytes) -> tuple[bytes, bytes]:
    """A posting list as two blobs: ids and weights.

    A short list has 2 bytes for each id. In a long list, where more than 512 ids are ordered, 256 counters tell how
    many ids have each upper byte, and only the lower bytes follow."""
    if len(ids) > LISTED:
        heaviest = np.sort(np.argsort(weights, kind="stable")[-LISTED:])
        ids, weights = ids[heaviest], weights[heaviest]
    if len(ids) <= 2 * _UPPER:
        return ids.astype("<u2").tobytes(), weights.tobytes()
    upper = np.bincount(ids >> 8, minlength=_UPPER).astype("<u2")
    return upper.tobytes() + ids.astype(np.uint8).tobytes(), weights.tobytes()


def unpack(ids: bytes, weights: bytes) -> tuple[Ids, Bytes]:
    """The posting list that ``pack`` packed: ids within the block, and weights from 1 to 255."""
    heavy = np.frombuffer(weights, np.uint8)
    if len(heavy) <= 2 * _UPPER:
        return np.frombuffer(ids, "<u2"), heavy
    whole: Ids = np.repeat(_UPPERS, np.frombuffer(ids, "<u2", _UPPER))
    whole |= np.frombuffer(ids, np.uint8, offset=2 * _UPPER)
    return whole, heavy


def repack(blobs: tuple[bytes, bytes], removed: Ids, added: PostingRow | None) -> tuple[bytes, bytes]:
    """The blobs of a posting list without the ``removed`` ids and with those of ``added``."""
    ids, weights = unpack(*blobs)
    kept = ~np.isin(ids, removed)
    ids, weights = ids[kept], weights[kept]
    if added is not None:
        ids, weights = np.concatenate((ids, added.ids)), np.concatenate((weights, added.weights))
    order = np.argsort(ids)
    return pack(ids[order], weights[order])
