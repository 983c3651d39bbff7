"""What was found for a question: entries and catalogue items ranked, and how strongly each fits."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Protocol

from hotline.core.catalogue import CatalogueItem
from hotline.core.entries import Entry
from hotline.matching.confidence import BARE, NAMED, RELATED, RIVAL, RIVAL_OF_A_WORD, SAID_AGAIN, SAME, longer
from hotline.matching.ranking.embeddings import Mode, SentenceEncoder
from hotline.matching.ranking.features import length_of
from hotline.matching.ranking.retrieval import Retrieval, SearchableCollection
from hotline.matching.ranking.scoring import ScoredCandidate, rank
from hotline.matching.rewriting.rewrite import rewrite
from hotline.matching.text import normalise, pinyin, terms
from hotline.matching.text.normalise import fold
from hotline.matching.text.terms import analyse


@dataclass(frozen=True)
class Reason:
    """One part of a match's score: ``value`` is 0 to 1, ``terms`` the words of the question it rests on, ``share`` its
    part of the whole score, from 0 to 1."""

    part: str
    value: float
    terms: tuple[str, ...] = ()
    share: float = 1.0


@dataclass(frozen=True)
class Match:
    """An entry or a catalogue item (exactly one is set) and how well it fits, from 0 to 1."""

    entry: Entry | None
    item: CatalogueItem | None
    score: float
    reasons: tuple[Reason, ...]

    @property
    def title(self) -> str:
        if self.entry:
            return self.entry.question
        return self.item.title if self.item else ""

    @property
    def wordings(self) -> tuple[str, ...]:
        return (self.entry.question, *self.entry.similar_questions) if self.entry else ()


class EmbeddingStatus(Protocol):
    """What made the vectors in a knowledge file, and whether every entry and item has some."""

    @property
    def model(self) -> str: ...
    @property
    def complete(self) -> bool: ...


class SearchableKnowledge(Protocol):
    """What matching needs of the knowledge file."""

    @property
    def entries(self) -> SearchableCollection: ...
    @property
    def items(self) -> SearchableCollection: ...
    @property
    def vectors(self) -> EmbeddingStatus: ...
    @property
    def synonyms(self) -> tuple[tuple[str, str], ...]: ...
    def spelt(self, spellings: Sequence[str]) -> Mapping[str, Mapping[str, int]]: ...
    @property
    def dictionary(self) -> tuple[str, ...]: ...
    @property
    def stop_words(self) -> tuple[str, ...]: ...
    def find_entry(self, number: int) -> Entry | None: ...
    def entries_at(self, numbers: Sequence[int]) -> Mapping[int, Entry]: ...
    def find_item(self, index_number: str) -> CatalogueItem | None: ...
    def items_at(self, keys: Sequence[int]) -> Mapping[int, CatalogueItem]: ...


@dataclass(frozen=True)
class Hit:
    """A ranked entry or catalogue item, not read from the knowledge yet."""

    fit: ScoredCandidate
    is_item: bool

    @property
    def reasons(self) -> tuple[Reason, ...]:
        fit = self.fit
        return tuple(
            Reason(part, value, fit.found if part == "text_words" else (), fit.shares[part])
            for part, value in fit.parts.items()
        )


def read_matches(choices: Sequence[Hit], knowledge: SearchableKnowledge) -> dict[Hit, Match]:
    """``choices``, in their order, with what is published under them, read at once."""
    entries = knowledge.entries_at([choice.fit.key for choice in choices if not choice.is_item])
    items = knowledge.items_at([choice.fit.key for choice in choices if choice.is_item])

    def as_match(choice: Hit) -> Match:
        key = choice.fit.key
        entry, item = (None, items[key]) if choice.is_item else (entries[key], None)
        return Match(entry, item, choice.fit.score, choice.reasons)

    return {choice: as_match(choice) for choice in choices}


@dataclass(frozen=True)
class SearchResult:
    """What ranking found for a ``question`` (``asked`` is its folded form), and why it looked in other words."""

    question: str
    asked: str
    rewritten: tuple[str, ...]
    entries: tuple[ScoredCandidate, ...]
    items: tuple[ScoredCandidate, ...]
    mode: Mode = Mode.WORDS

    @cached_property
    def hits(self) -> tuple[Hit, ...]:
        """Entries and items together, best first; an entry stands before an item of equal score."""
        both = [Hit(fit, False) for fit in self.entries] + [Hit(fit, True) for fit in self.items]
        return tuple(sorted(both, key=lambda choice: -choice.fit.score))

    def names(self, item: ScoredCandidate) -> bool:
        """Whether the question names ``item``: its title holds most of what the question is about."""
        said = max((fit.parts["wording_words"] for fit in self.entries), default=0.0)
        named = item.parts["wording_words"]
        return named >= NAMED and named > said + 0.01 and self.strength(item) >= NAMED * RELATED[self.mode]

    def has_rival(self) -> bool:
        """Whether the question is a word or two that fit several entries alike, such as a topic's name alone."""
        first, *others = self.entries
        share = RIVAL_OF_A_WORD if length_of(self.asked) <= BARE else RIVAL
        rivals = [fit for fit in others if fit.score >= share * first.score and fit.parts["wording_words"] > 0.99]
        return bool(rivals) and first.parts["cosine"] < SAME

    def says_again(self) -> bool:
        """Whether the question is the same few characters over and over."""
        pairs = list(pairwise(self.asked))
        return len(pairs) > SAID_AGAIN * len(set(pairs))

    def strength(self, fit: ScoredCandidate) -> float:
        """The score of ``fit``, raised where the wording that it fits is long."""
        return fit.score * math.sqrt(max(1.0, longer(fit)))


def search(normalised: str, knowledge: SearchableKnowledge, encoder: SentenceEncoder | None = None) -> SearchResult:
    """Entries and catalogue items ranked for a question, in every wording it may have been meant in, and by what it
    means in the last of them, where that can be read."""
    rewritten = rewrite(normalised, knowledge)
    can_encode = encoder and knowledge.vectors.complete and knowledge.vectors.model == encoder.model
    vector = encoder.find_vector(rewritten.wordings[-1]) if encoder and can_encode else None
    analyses = tuple(analyse(wording, knowledge.dictionary, knowledge.stop_words) for wording in rewritten.wordings)
    return SearchResult(
        question=normalised,
        asked=fold(normalised),
        rewritten=rewritten.reasons,
        entries=tuple(rank(Retrieval(analyses, knowledge.entries, vector))),
        items=tuple(rank(Retrieval(analyses, knowledge.items, vector))),
        mode=Mode.WORDS if vector is None else Mode.MEANING,
    )


def warm(dictionary: tuple[str, ...] = ()) -> None:
    """Load the conversion, pronunciation and word tables, with the terms of the knowledge that will serve."""
    normalise.warm()
    pinyin.warm()
    terms.warm(dictionary)
