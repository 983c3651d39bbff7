"""Searches the catalogue as a list: every item whose title has the words, with their true number, page by page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hotline.matching.numbered_items import find_numbered_items
from hotline.matching.rewriting.rewrite import rewrite
from hotline.matching.search import search
from hotline.matching.text.normalise import fold, fold_for_search, normalise
from hotline.matching.text.question_analysis import analyse_question

if TYPE_CHECKING:
    from hotline.core.catalogue import CatalogueItem
    from hotline.storage.knowledge.reader import KnowledgeFile

MOST_RELATED = 10


@dataclass(frozen=True)
class CatalogueHits:
    """What a search found, as keys of the knowledge file's items.

    ``keys`` are the hits: the items with the number that was asked for, then those in whose titles all words stand; if
    there are none, those that are related. ``related`` are others that may be meant, at most MOST_RELATED."""

    keys: tuple[int, ...] = ()
    related: tuple[int, ...] = ()

    @property
    def total(self) -> int:
        return len(self.keys)


def search_catalogue(knowledge: KnowledgeFile, words: str) -> CatalogueHits:
    """The items found by ``words``: words of a title, a document number, an index number or its last digits.

    Items in force come before those whose time is over, and repealed ones last."""
    question = normalise(words)
    if not fold(question):
        return CatalogueHits()
    numbered = find_numbered_items(question, knowledge)
    first = knowledge.item_keys([item.index_number for item in numbered.items])
    if numbered.kind == "index_number":
        return CatalogueHits(tuple(first))
    result = search(question, knowledge)
    related = [found.key for found in result.items if result.is_related(found)][:MOST_RELATED]
    hits = first if numbered.items else _find_titled(knowledge, question, related)
    if not hits:
        return CatalogueHits(tuple(_sort(knowledge, related)))
    return CatalogueHits(tuple(hits), tuple(key for key in _sort(knowledge, related) if key not in hits))


def read_items(knowledge: KnowledgeFile, keys: tuple[int, ...]) -> list[CatalogueItem]:
    """The items with these keys, in their order."""
    items = knowledge.items_at(keys)
    return [items[key] for key in keys]


def _find_titled(knowledge: KnowledgeFile, question: str, related: list[int]) -> list[int]:
    """The keys of the items in whose titles all words of ``question`` stand, as asked or in official words."""
    found: dict[int, None] = {}
    for wording in rewrite(question, knowledge).wordings:
        found |= dict.fromkeys(knowledge.find_titled(_list_words(knowledge, wording)))
    return _sort(knowledge, list(found), related)


def _list_words(knowledge: KnowledgeFile, wording: str) -> list[str]:
    """The content words of ``wording``, folded as titles are; the whole of it where it has none."""
    words = analyse_question(wording, knowledge.dictionary, knowledge.stop_words).subject_words
    return [word for word in map(fold_for_search, words) if word] or [fold_for_search(wording)]


def _sort(knowledge: KnowledgeFile, keys: list[int], best: list[int] | None = None) -> list[int]:
    """``keys`` with those in force first and repealed ones last; of each, those of ``best`` first, in its order."""
    validity = knowledge.validity_of(keys)
    places = {key: place for place, key in enumerate(best or keys)}
    return sorted(keys, key=lambda key: (validity[key], places.get(key, len(places))))
