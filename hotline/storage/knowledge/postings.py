"""Where each term stands and how much it weighs there: read from texts, counted, and packed in blocks of keys.

A term is a character, a pair of characters, or a sound, spelt as the analysis spells it: like no pair. Its weight in a
document is BM25F's (Robertson, Zaragoza and Taylor 2004): the fields' counts are scaled by length and added before they
saturate. Of a block of BLOCK keys a term has one pair of blobs: keys within the block, and weights as one byte. So a
changed document rewrites only the small blobs of its own terms."""

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
LISTED = 3_800
"""Documents of a block that are listed of a term: where it is commoner, those in which it weighs most."""
SHORT_WEIGHT = 2.0
"""How much more a term counts in a document's wordings than in its long text, to be a candidate."""
_BATCH = 2_048
_HEAVIEST = 255
_SOUNDS = 1 << 50
"""The code of the first sound: above every pair's."""
_SLICES = 16
"""Parts of the alphabet that are merged one after the other, so that a whole block is never held twice."""

_UPPER = 256
_UPPERS = np.arange(_UPPER, dtype=np.uint16) << 8
Ids = npt.NDArray[np.uint16]
Bytes = npt.NDArray[np.uint8]


def batches(keys: Iterable[int]) -> Iterator[list[int]]:
    """``keys`` in lists short enough to be worked on at once."""
    remaining = iter(keys)
    while batch := list(islice(remaining, _BATCH)):
        yield batch


@dataclass(frozen=True)
class PostingRow:
    """One term in one block: in how many wordings (short), documents' wordings together (asked) and whole documents
    (long) it stands, in which, in order, and with what weights from 1 to 255; of a sound all three counts are the
    documents whose wordings have it."""

    term: str
    counts: tuple[int, int, int]
    ids: Ids
    weights: Bytes


@dataclass(frozen=True)
class TextBatch:
    """The folded texts of some documents of one block: ``owners`` tells each wording's document by its place in
    ``keys``, which are in order.

    ``mean_short`` and ``mean_long`` are characters of a document's wordings together and of its body, the means of
    the whole collection; ``sounds`` are each document's."""

    keys: Integers
    owners: Integers
    wordings: tuple[str, ...]
    bodies: tuple[str, ...]
    sounds: tuple[tuple[str, ...], ...]
    mean_short: float
    mean_long: float

    def weigh(self, together: Grams) -> Grams:
        """Each document's grams with their weights, from 0 to 1; ``together`` are those of its wordings."""
        asked = np.bincount(self.owners, [len(text) for text in self.wordings], len(self.keys)).astype(float)
        written = np.array([len(text) for text in self.bodies], float)
        short = together.scaled(SHORT_WEIGHT / _length_norm(asked, self.mean_short))
        both = short.plus(Grams.of(self.bodies).scaled(1 / _length_norm(written, self.mean_long)))
        return Grams(both.rows, both.codes, _saturated(both.weights))


def _length_norm(lengths: Floats, mean: float) -> Floats:
    norm: Floats = 1 - B + B * lengths / (mean or 1.0)
    return norm


def _saturated(weights: Floats) -> Floats:
    return weights / (weights + K1)


@dataclass(frozen=True)
class PostingLists:
    """The posting lists of a batch of documents, one after the other, ordered by the code of their term.

    ``codes`` are the codes in order and ``counts`` has a row (short, asked, long) for each, as in PostingRow. ``ids``
    and ``weights`` hold the list of the first code, then that of the second, and so on."""

    codes: Integers
    counts: Integers
    ids: Ids
    weights: Bytes

    @property
    def lengths(self) -> Integers:
        """How many documents the list of each code has: all that hold the term."""
        lengths: Integers = self.counts[:, 2]
        return lengths

    @cached_property
    def _ends(self) -> Integers:
        """Where the list of each code ends, after a 0."""
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
        """A number for each sound met; its code is _SOUNDS plus the number."""

    def build(self, batches: Iterable[TextBatch]) -> Iterator[PostingRow]:
        """One row for each term of ``batches``, which are of one block and in the order of their keys."""
        inverted = [self._invert(batch) for batch in batches]
        sample = np.concatenate([np.empty(0, np.int64), *(lists.codes for lists in inverted[:1])])
        edges = [0, *(int(edge) for edge in np.unique(sample[:: len(sample) // _SLICES + 1])), 1 << 62]
        names = list(self._sounds)
        for first, last in pairwise(edges):
            yield from _merge([lists.cut(first, last) for lists in inverted], names)

    def _invert(self, batch: TextBatch) -> PostingLists:
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
        """How often each document has each sound, as if sounds were grams."""
        known = self._sounds
        numbers = [known.setdefault(sound, len(known)) for sound in chain.from_iterable(sounds)]
        rows = np.repeat(np.arange(len(sounds)), [len(of_document) for of_document in sounds]).astype(np.int64)
        size = max(1, len(known))
        found, counts = np.unique(rows * size + np.array(numbers, np.int64), return_counts=True)
        return Grams(found // size, _SOUNDS + found % size, counts.astype(np.float64))


def _weigh_sounds(sounds: Grams) -> Grams:
    """Sounds come from wordings alone, and their length plays no part."""
    return Grams(sounds.rows, sounds.codes, _saturated(sounds.weights * SHORT_WEIGHT))


def _in_bytes(weights: Floats) -> Bytes:
    """Weights from 0 to 1 as whole numbers from 1 to 255."""
    return np.maximum(1, np.round(weights * _HEAVIEST)).astype(np.uint8)


def _tally(codes: Integers, *kinds: Grams) -> Integers:
    """In how many rows each of ``codes``, which are ordered and distinct, stands in all ``kinds`` together."""
    every = np.concatenate([kind.codes for kind in kinds])
    return np.bincount(np.searchsorted(codes, every), minlength=len(codes))


def _merge(inverted: Sequence[PostingLists], sounds: Sequence[str]) -> Iterator[PostingRow]:
    """One row for each term of all batches; its postings stand in the order of the batches."""
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
    """The terms of ordered ``codes``: first the grams, then the sounds."""
    grams = codes < _SOUNDS
    return grams_of(codes[grams]) + [sounds[code - _SOUNDS] for code in codes[~grams].tolist()]


def pack(ids: Ids, weights: Bytes) -> tuple[bytes, bytes]:
    """The blobs of one term in one block; of a long list the upper halves of the ids are only counted."""
    if len(ids) > LISTED:
        heaviest = np.sort(np.argsort(weights, kind="stable")[-LISTED:])
        ids, weights = ids[heaviest], weights[heaviest]
    if len(ids) <= 2 * _UPPER:
        return ids.astype("<u2").tobytes(), weights.tobytes()
    upper = np.bincount(ids >> 8, minlength=_UPPER).astype("<u2")
    return upper.tobytes() + ids.astype(np.uint8).tobytes(), weights.tobytes()


def unpack(ids: bytes, weights: bytes) -> tuple[Ids, Bytes]:
    """Ids within the block, and weights from 1 to 255."""
    heavy = np.frombuffer(weights, np.uint8)
    if len(heavy) <= 2 * _UPPER:
        return np.frombuffer(ids, "<u2"), heavy
    whole: Ids = np.repeat(_UPPERS, np.frombuffer(ids, "<u2", _UPPER))
    whole |= np.frombuffer(ids, np.uint8, offset=2 * _UPPER)
    return whole, heavy


def repack(blobs: tuple[bytes, bytes], removed: Ids, put: PostingRow | None) -> tuple[bytes, bytes]:
    """``blobs`` of a term without ``removed`` ids and with those of ``put``."""
    ids, weights = unpack(*blobs)
    kept = ~np.isin(ids, removed)
    ids, weights = ids[kept], weights[kept]
    if put is not None:
        ids, weights = np.concatenate((ids, put.ids)), np.concatenate((weights, put.weights))
    order = np.argsort(ids)
    return pack(ids[order], weights[order])
