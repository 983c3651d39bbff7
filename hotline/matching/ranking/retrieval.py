"""The few texts worth ranking for a question: those that weigh most by BM25F over its terms, found in the index."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import numpy as np
import numpy.typing as npt

from hotline.matching.ranking.embeddings import Vector
from hotline.matching.text.terms import SOUND, Analysis

Floats = npt.NDArray[np.float64]

CANDIDATES = 60
POSTINGS = 300_000
"""Postings one search weighs at most, those of rare terms first (the rarest term's are always weighed)."""
SOUND_WEIGHT = 0.3
"""Of a pair of syllables against a pair of characters that is as rare: many words sound alike."""


class Posting(Protocol):
    """One term in one block of keys: in how many wordings (short), documents' wordings together (asked) and whole
    documents (long) it stands, and in which: ``first_key`` + ``ids``, with ``weights`` from 1 to 255."""

    @property
    def term(self) -> str: ...
    @property
    def short(self) -> int: ...
    @property
    def asked(self) -> int: ...
    @property
    def long(self) -> int: ...
    @property
    def first_key(self) -> int: ...
    @property
    def ids(self) -> npt.NDArray[np.uint16]: ...
    @property
    def weights(self) -> npt.NDArray[np.uint8]: ...


class DocumentTexts(Protocol):
    """The folded wordings of one key, each ended by a line end, and its folded long text, the body.

    ``lengths`` has a line for each wording: of its TF-IDF vectors of characters and of pairs."""

    @property
    def key(self) -> int: ...
    @property
    def wordings(self) -> str: ...
    @property
    def lengths(self) -> Floats: ...
    @property
    def body(self) -> str: ...


class SearchableCollection(Protocol):
    """What matching needs of a searchable collection; the knowledge file has one of entries and one of items.

    The lengths are characters, the mean of all documents: of a body, and of a document's wordings together."""

    @property
    def documents(self) -> int: ...
    @property
    def wordings(self) -> int: ...
    @property
    def body_length(self) -> float: ...
    @property
    def wordings_length(self) -> float: ...
    def postings(self, terms: Sequence[str]) -> Sequence[Posting]: ...
    def read_texts(self, keys: Sequence[int]) -> Sequence[DocumentTexts]: ...
    def read_vectors(self, keys: Sequence[int]) -> Sequence[bytes]: ...


@dataclass(frozen=True)
class DocumentFrequency:
    """In how many wordings, documents' wordings together, and whole documents a term stands."""

    short: int = 0
    asked: int = 0
    long: int = 0


NOWHERE = DocumentFrequency()


def rarity(documents: int, rows: Floats) -> Floats:
    """BM25's inverse document frequency of terms that stand in ``rows`` of ``documents``."""
    rarities: Floats = np.log(1 + (documents - rows + 0.5) / (rows + 0.5))
    return rarities


@dataclass(frozen=True)
class Retrieval:
    """A question put to a collection, in one wording or several (as asked, in official words).

    With a ``vector``, that of the question's meaning, candidates are ranked by their meaning too."""

    analyses: tuple[Analysis, ...]
    collection: SearchableCollection
    vector: Vector | None = None

    @cached_property
    def _grams(self) -> Sequence[Posting]:
        grams = dict.fromkeys(gram for analysis in self.analyses for gram in analysis.grams)
        return self.collection.postings(list(grams)) if self.collection.documents else ()

    @cached_property
    def frequencies(self) -> Mapping[str, DocumentFrequency]:
        """Of every gram of the question that the collection knows."""
        return _frequencies(self._grams)

    @cached_property
    def _sounds(self) -> Sequence[Posting]:
        """Of the pairs that stand in no wording: perhaps they were heard or typed by their sound."""
        sounds = dict.fromkeys(
            sound
            for analysis in self.analyses
            for pair, sound in zip(analysis.pairs, analysis.sounds, strict=True)
            if not self.frequencies.get(pair, NOWHERE).short
        )
        return self.collection.postings(list(sounds)) if self.collection.documents and sounds else ()

    def candidates(self) -> Sequence[DocumentTexts]:
        """At most CANDIDATES texts, those that the question's terms weigh most in first."""
        weights = self._weights()
        blocks: dict[int, list[Posting]] = {}
        for posting in (*self._grams, *self._sounds):
            if posting.term in weights and len(posting.ids):
                blocks.setdefault(posting.first_key, []).append(posting)
        best = [found for first_key in blocks for found in _heaviest(first_key, blocks[first_key], weights)]
        best.sort(key=lambda found: (-found[0], found[1]))
        return self.collection.read_texts([key for _, key in best[:CANDIDATES]])

    def _weights(self) -> dict[str, float]:
        """The terms to weigh, rarest first until POSTINGS are spent, each with what it adds."""
        rows = {term: found.long for term, found in (*self.frequencies.items(), *_frequencies(self._sounds).items())}
        terms = sorted(rows, key=lambda term: rows[term])
        counts = np.array([rows[term] for term in terms], float)
        weights = rarity(self.collection.documents, counts).tolist()
        affordable = max(1, int(np.searchsorted(np.cumsum(counts), POSTINGS, "right")))
        return {
            term: weight * (SOUND_WEIGHT if term.startswith(SOUND) else 1.0)
            for term, weight in zip(terms[:affordable], weights, strict=False)
        }


def _frequencies(postings: Iterable[Posting]) -> dict[str, DocumentFrequency]:
    """Of each term, all blocks together."""
    found: dict[str, DocumentFrequency] = {}
    for p in postings:
        before = found.get(p.term, NOWHERE)
        found[p.term] = DocumentFrequency(before.short + p.short, before.asked + p.asked, before.long + p.long)
    return found


def _heaviest(first_key: int, postings: Sequence[Posting], weights: Mapping[str, float]) -> Iterator[tuple[float, int]]:
    """(weight, key) of the CANDIDATES of a block in which ``postings`` weigh most."""
    factors = np.repeat([weights[p.term] for p in postings], [len(p.ids) for p in postings])
    heavy = np.concatenate([p.weights for p in postings]) * factors
    sums = np.bincount(np.concatenate([p.ids for p in postings]), heavy)
    places = np.flatnonzero(sums)
    if len(places) > CANDIDATES:
        places = places[np.argpartition(-sums[places], CANDIDATES)[:CANDIDATES]]
    return zip(sums[places].tolist(), (places + first_key).tolist(), strict=True)
