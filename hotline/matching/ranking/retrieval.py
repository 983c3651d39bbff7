"""Retrieves the candidates for a question from the index: the documents with the highest BM25F over its terms, and
those that are nearest to it in meaning."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple, Protocol

import numpy as np
import numpy.typing as npt

from hotline.matching.ranking.embeddings import QuestionVector, Similarities, semantic_similarity
from hotline.matching.ranking.nearest import VectorCollection, find_nearest
from hotline.matching.subject.comparison import EntryTexts
from hotline.matching.text.question_analysis import QuestionAnalysis
from hotline.matching.text.terms import SOUND

Floats = npt.NDArray[np.float64]

MOST_BY_WORDS = 60
"""The most entries or items found by words that are scored."""
MOST_REFERRALS = 20
"""The most referrals that are scored: the words of their matter tell them apart, and scoring 60 would take half as long
again."""
MOST_BY_MEANING = 30
MOST_CANDIDATES = MOST_BY_WORDS + MOST_BY_MEANING
MOST_POSTINGS = 300_000
"""Postings that one search sums up at most, those of rare terms first; those of the rarest term always are."""
SOUND_WEIGHT = 0.3
"""Weight of a pair of syllables relative to an equally rare pair of characters: many words sound alike."""


class Posting(Protocol):
    """The postings of one term in one block of keys.

    ``short`` is the number of wordings that contain the term, ``asked`` that of documents with it in any wording, and
    ``long`` that of documents with it in any wording or in the body. These documents have the keys ``first_key`` +
    ``ids``, and the term weighs ``weights`` (1 to 255) in them."""

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


class DocumentTexts(EntryTexts, Protocol):
    """The folded texts of the document ``key``: its wordings, each ended by a newline, and its long text, the body.

    ``lengths`` has shape (wordings, 2): the lengths of each wording's TF-IDF vectors of characters and of pairs.
    ``word_vectors``, ``subject`` and ``asked_for`` are what ``matching.indexing`` made of the document."""

    @property
    def key(self) -> int: ...
    @property
    def lengths(self) -> Floats: ...
    @property
    def word_vectors(self) -> bytes: ...
    @property
    def asked_for(self) -> str: ...


class SearchableCollection(VectorCollection, Protocol):
    """The part of an index that matching uses; a knowledge file has one of entries and one of items.

    ``documents`` and ``wordings`` are counts. ``body_length`` and ``wordings_length`` are means over all documents, in
    characters: of the body, and of all wordings together. ``heading_trust`` tells how much wordings say about bodies,
    from 0 to 1."""

    @property
    def documents(self) -> int: ...
    @property
    def body_length(self) -> float: ...
    @property
    def wordings_length(self) -> float: ...
    @property
    def heading_trust(self) -> float: ...
    def postings(self, terms: Sequence[str]) -> Sequence[Posting]: ...
    def read_texts(self, keys: Sequence[int]) -> Sequence[DocumentTexts]: ...


class DocumentFrequency(NamedTuple):
    """In how many wordings (short), documents' wordings together (asked) and whole documents (long) a term occurs."""

    short: int = 0
    asked: int = 0
    long: int = 0


NOWHERE = DocumentFrequency()
"""The frequency of a term that does not occur."""


def rarity(documents: int, rows: Floats) -> Floats:
    """BM25's inverse document frequency of terms, each of which occurs in ``rows`` of ``documents``."""
    rarities: Floats = np.log(1 + (documents - rows + 0.5) / (rows + 0.5))
    return rarities


@dataclass(frozen=True)
class Retrieval:
    """The search for a question in one collection.

    ``analyses`` are of the question as asked and of its rewritings. With the question's sentence ``vector``, the
    candidates are also scored by meaning. Documents with ``excluded`` keys are no candidates. At most
    ``most_by_words`` are found by their terms."""

    analyses: tuple[QuestionAnalysis, ...]
    collection: SearchableCollection
    vector: QuestionVector | None = None
    excluded: Container[int] = ()
    most_by_words: int = MOST_BY_WORDS

    @cached_property
    def _gram_postings(self) -> Sequence[Posting]:
        grams = dict.fromkeys(gram for analysis in self.analyses for gram in analysis.grams)
        return self.collection.postings(list(grams)) if self.collection.documents else ()

    @cached_property
    def frequencies(self) -> Mapping[str, DocumentFrequency]:
        """Of every n-gram of the question that occurs in the collection."""
        return _frequencies(self._gram_postings)

    @cached_property
    def _sound_postings(self) -> Sequence[Posting]:
        """Postings of the sounds of pairs that occur in no wording: a recogniser or typist may have confused them."""
        sounds = dict.fromkeys(
            sound
            for analysis in self.analyses
            for pair, sound in zip(analysis.pairs, analysis.sounds, strict=True)
            if not self.frequencies.get(pair, NOWHERE).short
        )
        return self.collection.postings(list(sounds)) if self.collection.documents and sounds else ()

    def candidates(self) -> Sequence[DocumentTexts]:
        """The documents to be scored: those in which the question's terms weigh most, then others by their meaning."""
        keys = dict.fromkeys((*self._find_by_words(), *self._find_by_meaning()))
        return self.collection.read_texts(list(keys))

    def _find_by_words(self) -> list[int]:
        """The keys of at most ``most_by_words`` documents, those in which the question's terms weigh most first."""
        weights = self._weights()
        blocks: dict[int, list[Posting]] = {}
        for posting in (*self._gram_postings, *self._sound_postings):
            if posting.term in weights and len(posting.ids):
                blocks.setdefault(posting.first_key, []).append(posting)
        best = [found for first_key in blocks for found in _heaviest(first_key, blocks[first_key], weights)]
        best = [found for found in best if found[1] not in self.excluded]
        best.sort(key=lambda found: (-found[0], found[1]))
        return [key for _, key in best[: self.most_by_words]]

    def _find_by_meaning(self) -> list[int]:
        """The keys of at most MOST_BY_MEANING documents, the nearest first; none without a vector of the question."""
        nearest = find_nearest(self.vector, self.collection, MOST_BY_MEANING) if self.vector else []
        return [key for key in nearest if key not in self.excluded]

    def compare_meanings(self, vector: QuestionVector, candidates: Sequence[DocumentTexts]) -> Similarities:
        """The semantic similarity of each of ``candidates`` to the question with this ``vector``."""
        vectors = self.collection.read_vectors([candidate.key for candidate in candidates])
        wordings = np.array([len(candidate.lengths) for candidate in candidates])
        return semantic_similarity(vector, vectors, wordings, self.collection.heading_trust)

    def _weights(self) -> dict[str, float]:
        """Term -> its weight, for the rarest terms that together have no more than MOST_POSTINGS."""
        frequencies = {**self.frequencies, **_frequencies(self._sound_postings)}
        rows = {term: frequency.long for term, frequency in frequencies.items()}
        terms = sorted(rows, key=lambda term: rows[term])
        counts = np.array([rows[term] for term in terms], float)
        weights = rarity(self.collection.documents, counts).tolist()
        affordable = max(1, int(np.searchsorted(np.cumsum(counts), MOST_POSTINGS, "right")))
        return {
            term: weight * (SOUND_WEIGHT if term.startswith(SOUND) else 1.0)
            for term, weight in zip(terms[:affordable], weights, strict=False)
        }


def _frequencies(postings: Iterable[Posting]) -> dict[str, DocumentFrequency]:
    """Term -> its frequency in all blocks together."""
    found: dict[str, DocumentFrequency] = {}
    for p in postings:
        so_far = found.get(p.term, NOWHERE)
        found[p.term] = DocumentFrequency(so_far.short + p.short, so_far.asked + p.asked, so_far.long + p.long)
    return found


def _heaviest(first_key: int, postings: Sequence[Posting], weights: Mapping[str, float]) -> Iterator[tuple[float, int]]:
    """(weight, key) of at most MOST_BY_WORDS documents of a block, those in which ``postings`` weigh most."""
    factors = np.repeat([weights[p.term] for p in postings], [len(p.ids) for p in postings])
    heavy = np.concatenate([p.weights for p in postings]) * factors
    sums = np.bincount(np.concatenate([p.ids for p in postings]), heavy)
    places = np.flatnonzero(sums)
    if len(places) > MOST_BY_WORDS:
        places = places[np.argpartition(-sums[places], MOST_BY_WORDS)[:MOST_BY_WORDS]]
    return zip(sums[places].tolist(), (places + first_key).tolist(), strict=True)
