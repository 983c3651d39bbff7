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
class TextBlock:
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

    def weighed(self, together: Grams) -> Grams:
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
class Sheaf:
    """The postings of one block by code: ``codes`` in order, and ``counts`` (short, asked, long) of each in columns;
    ``ids`` and ``weights`` are those of the first code, then of the second, and so on."""

    codes: Integers
    counts: Integers
    ids: Ids
    weights: Bytes

    @cached_property
    def ends(self) -> Integers:
        """Where the postings of each code end; before them stands a 0."""
        return np.concatenate(([0], np.cumsum(self.counts[:, 2])))

    def cut(self, first: int, last: int) -> Sheaf:
        """The postings of the codes from ``first`` to before ``last``."""
        a, b = np.searchsorted(self.codes, (first, last)).tolist()
        start, end = self.ends[a], self.ends[b]
        return Sheaf(self.codes[a:b], self.counts[a:b], self.ids[start:end], self.weights[start:end])


class Binder:
    """Makes Parts into rows of the index; ``sounds`` gives each sound met a code of its own."""

    def __init__(self) -> None:
        self._sounds: dict[str, int] = {}

    def bind(self, parts: Iterable[TextBlock]) -> Iterator[PostingRow]:
        """The rows of all terms of ``parts``, which are of one block and in the order of their keys."""
        sheaves = [self._sheaf(part) for part in parts]
        sample = np.concatenate([np.empty(0, np.int64), *(sheaf.codes for sheaf in sheaves[:1])])
        edges = [0, *(int(edge) for edge in np.unique(sample[:: len(sample) // _SLICES + 1])), 1 << 62]
        names = list(self._sounds)
        for first, last in pairwise(edges):
            yield from _merged([sheaf.cut(first, last) for sheaf in sheaves], names)

    def _sheaf(self, part: TextBlock) -> Sheaf:
        of_wordings = Grams.of(part.wordings)
        together = of_wordings.merged(part.owners)
        grams, sounds = part.weighed(together), self._grams_of_sounds(part.sounds)
        sounding = Grams(sounds.rows, sounds.codes, _saturated(sounds.weights * SHORT_WEIGHT))
        rows, codes, weights = (
            np.concatenate((getattr(grams, name), getattr(sounding, name))) for name in ("rows", "codes", "weights")
        )
        order = np.argsort(codes, kind="stable")
        distinct, long = np.unique(codes, return_counts=True)
        counts = np.stack([_tally(distinct, kind, sounds) for kind in (of_wordings, together)] + [long], axis=1)
        heavy = np.maximum(1, np.round(weights[order] * _HEAVIEST)).astype(np.uint8)
        return Sheaf(distinct, counts, (part.keys[rows[order]] % BLOCK).astype(np.uint16), heavy)

    def _grams_of_sounds(self, sounds: Sequence[Sequence[str]]) -> Grams:
        known = self._sounds
        codes = [known.setdefault(sound, len(known)) for sound in chain.from_iterable(sounds)]
        rows = np.repeat(np.arange(len(sounds)), [len(of_document) for of_document in sounds]).astype(np.int64)
        number = max(1, len(known))
        found, counts = np.unique(rows * number + np.array(codes, np.int64), return_counts=True)
        return Grams(found // number, _SOUNDS + found % number, counts.astype(np.float64))


def _tally(distinct: Integers, *kinds: Grams) -> Integers:
    """How often each of ``distinct`` codes stands in ``kinds`` together."""
    codes = np.concatenate([kind.codes for kind in kinds])
    return np.bincount(np.searchsorted(distinct, codes), minlength=len(distinct))


def _merged(sheaves: Sequence[Sheaf], sounds: Sequence[str]) -> Iterator[PostingRow]:
    """The rows of ``sheaves``; one code's postings stand in the order of the sheaves."""
    if not sheaves:
        return
    codes = np.concatenate([np.repeat(sheaf.codes, sheaf.counts[:, 2]) for sheaf in sheaves])
    order = np.argsort(codes, kind="stable")
    ids = np.concatenate([sheaf.ids for sheaf in sheaves])[order]
    weights = np.concatenate([sheaf.weights for sheaf in sheaves])[order]
    distinct, places = np.unique(np.concatenate([sheaf.codes for sheaf in sheaves]), return_inverse=True)
    counts = np.zeros((len(distinct), 3), np.int64)
    np.add.at(counts, places, np.concatenate([sheaf.counts for sheaf in sheaves]))
    ends = np.cumsum(counts[:, 2]).tolist()
    grams = distinct < _SOUNDS
    terms = grams_of(distinct[grams]) + [sounds[code - _SOUNDS] for code in distinct[~grams].tolist()]
    start = 0
    for term, (short, asked, long), end in zip(terms, counts.tolist(), ends, strict=True):
        yield PostingRow(term, (short, asked, long), ids[start:end], weights[start:end])
        start = end


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
