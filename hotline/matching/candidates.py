"""The few texts worth ranking for a question, found through the index by the question's rarest terms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from hotline.matching.terms import Analysis

CANDIDATES = 60
POSTINGS = 2_000
"""Index rows one search reads at most (the rarest term is always read). Measured on 10,000 entries: more than this
costs milliseconds and finds the right entry hardly more often; it also keeps the time flat as entries grow."""


class Frequency(Protocol):
    """In how many wordings (short), documents' wordings taken together (asked) and bodies (long) a term stands, and
    in how many wordings a sound."""

    @property
    def short(self) -> int: ...
    @property
    def asked(self) -> int: ...
    @property
    def long(self) -> int: ...
    @property
    def sound(self) -> int: ...


class Texts(Protocol):
    """Folded texts of one key: ``wordings`` as (text, length of its vector), and ``body``."""

    @property
    def key(self) -> int: ...
    @property
    def wordings(self) -> tuple[tuple[str, float], ...]: ...
    @property
    def body(self) -> str: ...


class Collection(Protocol):
    """What matching needs of a searchable collection; the knowledge file has one of entries and one of items.

    The lengths are characters, the mean of all documents: of a body, and of a document's wordings together."""

    @property
    def documents(self) -> int: ...
    @property
    def body_length(self) -> float: ...
    @property
    def wordings_length(self) -> float: ...
    def weigh(self, rows: int) -> float:
        """Weight of a term that stands in ``rows`` wordings: the rarer the heavier."""
        ...

    def frequencies(self, terms: Iterable[str]) -> Mapping[str, Frequency]: ...
    def find_candidates(self, terms: Sequence[str], sounds: Sequence[str], limit: int) -> list[int]: ...
    def read_texts(self, keys: Sequence[int]) -> Sequence[Texts]: ...


@dataclass(frozen=True)
class Search:
    """A question put to a collection, in one wording or several (as asked, in official words)."""

    analyses: tuple[Analysis, ...]
    collection: Collection

    @cached_property
    def frequencies(self) -> Mapping[str, Frequency]:
        """Of every term and sound of the question that the collection knows."""
        known = dict.fromkeys(term for a in self.analyses for term in (*a.terms, *a.words, *a.sounds))
        return self.collection.frequencies(known)

    def candidates(self) -> Sequence[Texts]:
        """At most CANDIDATES texts that share the question's rarest terms or sounds, best first."""
        terms: list[str] = []
        sounds: list[str] = []
        spent = 0
        for rows, term, is_sound in sorted(self._costs()):
            spent += rows
            if spent > POSTINGS and (terms or sounds):
                break
            (sounds if is_sound else terms).append(term)
        return self.collection.read_texts(self.collection.find_candidates(terms, sounds, CANDIDATES))

    def _costs(self) -> Iterable[tuple[int, str, bool]]:
        """The index rows that each term or sound makes a search read."""
        known = self.frequencies
        for term in {term for a in self.analyses for term in a.terms if term in known}:
            rows = max(known[term].short, known[term].long)
            if rows:
                yield rows, term, False
        for sound in {sound for a in self.analyses for sound in a.sounds if sound in known}:
            if known[sound].sound:
                yield known[sound].sound, sound, True
