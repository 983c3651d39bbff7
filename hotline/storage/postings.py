"""Where each term stands and how much it weighs there: read from texts, counted, and packed in blocks of keys.

A term is a character, a pair of characters, or a sound with SOUND before it. Its weight in a document is BM25F's
(Robertson, Zaragoza and Taylor 2004): the fields' counts are scaled by length and added before they saturate. Of a
block of BLOCK keys a term has one pair of blobs: keys as two bytes within the block, weights as one byte. So a changed
document rewrites only the small blobs of its own terms."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

import numpy as np
import numpy.typing as npt

from hotline.storage.gramming import Floats, Grams, Integers, gram_of

BLOCK = 65_536
LISTED = 16_384
"""Documents of a block in which a term may stand to be listed: a commoner one tells too little for its size."""
SOUND = "~"
"""No folded text holds it."""
K1, B = 1.5, 0.75
"""BM25's usual constants."""
SHORT_WEIGHT = 2.0
"""How much more a term counts in a document's wordings than in its long text, to be a candidate."""
_BATCH = 2_048
_HEAVIEST = 255

Blobs = tuple[bytes, bytes] | tuple[None, None]
Standing = tuple[Integers, Floats]
"""A term's keys, and its weight in each from 0 to 1."""
Counts = list[int]
"""Three: of wordings (short), documents' wordings together (asked) and whole documents (long)."""
UNLISTED = (None, None)


def batches(keys: Iterable[int]) -> Iterator[list[int]]:
    """``keys`` in lists short enough to be worked on at once."""
    remaining = iter(keys)
    while batch := list(islice(remaining, _BATCH)):
        yield batch


@dataclass(frozen=True)
class Part:
    """The folded texts of some documents: ``owners`` tells each wording's document by its place in ``keys``.

    ``mean_short`` and ``mean_long`` are characters of a document's wordings together and of its body, the means of
    the whole collection; ``sounds`` are each document's."""

    keys: Integers
    owners: Integers
    wordings: tuple[str, ...]
    bodies: tuple[str, ...]
    sounds: tuple[tuple[str, ...], ...]
    mean_short: float
    mean_long: float

    @cached_property
    def of_wordings(self) -> Grams:
        return Grams.of(self.wordings)

    @cached_property
    def of_wordings_together(self) -> Grams:
        return self.of_wordings.merged(self.owners)

    @cached_property
    def weighed(self) -> Grams:
        """Each document's grams with their weights, from 0 to 1."""
        asked = np.bincount(self.owners, [len(text) for text in self.wordings], len(self.keys)).astype(float)
        written = np.array([len(text) for text in self.bodies], float)
        short = self.of_wordings_together.scaled(SHORT_WEIGHT / _length_norm(asked, self.mean_short))
        both = short.plus(Grams.of(self.bodies).scaled(1 / _length_norm(written, self.mean_long)))
        return Grams(both.rows, both.codes, both.weights / (both.weights + K1))

    def postings(self) -> Iterator[tuple[str, Integers, Floats]]:
        """Each term's keys in order, and its weights there."""
        grams = self.weighed
        order = np.lexsort((grams.rows, grams.codes))
        codes, starts = np.unique(grams.codes[order], return_index=True)
        keys = np.split(self.keys[grams.rows[order]], starts[1:])
        weights = np.split(grams.weights[order], starts[1:])
        for code, its_keys, its_weights in zip(codes.tolist(), keys, weights, strict=True):
            yield gram_of(code), its_keys, its_weights
        yield from self._sound_postings()

    def _sound_postings(self) -> Iterator[tuple[str, Integers, Floats]]:
        places: dict[str, dict[int, int]] = {}
        for place, sounds in enumerate(self.sounds):
            for sound, count in Counter(sounds).items():
                places.setdefault(SOUND + sound, {})[place] = count
        for term, counts in places.items():
            weights = np.array(list(counts.values()), float) * SHORT_WEIGHT
            yield term, self.keys[list(counts)], weights / (weights + K1)


def _length_norm(lengths: Floats, mean: float) -> Floats:
    norm: Floats = 1 - B + B * lengths / (mean or 1.0)
    return norm


def frequencies(parts: Sequence[Part]) -> dict[str, Counts]:
    """In how many wordings, documents' wordings together, and whole documents each term of ``parts`` stands; of a
    sound all three are the documents whose wordings have it."""
    kinds = ("of_wordings", "of_wordings_together", "weighed")
    nothing = np.empty(0, np.int64)
    found = [np.concatenate([nothing, *(getattr(part, kind).codes for part in parts)]) for kind in kinds]
    codes = np.unique(found[-1])
    sums = [np.bincount(np.searchsorted(codes, one), minlength=len(codes)).tolist() for one in found]
    counted = {gram_of(code): counts for code, *counts in zip(codes.tolist(), *sums, strict=True)}
    sounds = Counter(SOUND + sound for part in parts for of_document in part.sounds for sound in set(of_document))
    return counted | {sound: [rows] * len(kinds) for sound, rows in sounds.items()}


def standing(parts: Sequence[Part]) -> dict[str, Standing]:
    """Where each term of ``parts`` stands; their keys in order."""
    gathered: dict[str, list[Standing]] = {}
    for part in parts:
        for term, keys, weights in part.postings():
            gathered.setdefault(term, []).append((keys, weights))
    return {term: _joined(pieces) for term, pieces in gathered.items()}


def _joined(pieces: Sequence[Standing]) -> Standing:
    if len(pieces) == 1:  # as almost every term has, and joining would copy it
        return pieces[0]
    return np.concatenate([keys for keys, _ in pieces]), np.concatenate([weights for _, weights in pieces])


def pack(keys: Integers, weights: Floats) -> Blobs:
    """The blobs of one term in one block; UNLISTED when it stands in too many of the block's documents."""
    if len(keys) > LISTED:
        return UNLISTED
    heavy = np.maximum(1, np.round(weights * _HEAVIEST)).astype(np.uint8)
    return (keys % BLOCK).astype("<u2").tobytes(), heavy.tobytes()


def unpack(ids: bytes, weights: bytes) -> tuple[npt.NDArray[np.uint16], npt.NDArray[np.uint8]]:
    """Keys within the block, and weights from 1 to 255."""
    return np.frombuffer(ids, "<u2"), np.frombuffer(weights, np.uint8)


def repack(blobs: Blobs, removed: Integers, put: Standing) -> Blobs:
    """``blobs`` of a term without ``removed`` keys and with ``put``; what is UNLISTED stays so till a full build."""
    if blobs[0] is None or blobs[1] is None:
        return UNLISTED
    ids, weights = unpack(*blobs)
    kept = ~np.isin(ids, removed % BLOCK)
    keys = np.concatenate((ids[kept].astype(np.int64), put[0] % BLOCK))
    order = np.argsort(keys)
    return pack(keys[order], np.concatenate((weights[kept] / _HEAVIEST, put[1]))[order])
