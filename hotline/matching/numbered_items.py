"""Finds catalogue items by a number that stands in a question: a document number (文号) or an index number (索引号)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from hotline.core.catalogue import CatalogueItem
from hotline.core.item_numbers import DocumentNumber, find_document_number, read_index_number
from hotline.matching.text.normalise import plain


class NumberedCatalogue(Protocol):
    """The part of a knowledge file that finds catalogue items by their numbers, those in force and the newest first."""

    def items_ending(self, ending: str) -> Sequence[CatalogueItem]: ...
    def items_numbered(self, year: str, serial: str) -> Sequence[CatalogueItem]: ...


@dataclass(frozen=True)
class NumberedItems:
    """The ``items`` with the number in a question, and which ``kind`` of number it is (a part of a match's reasons).

    ``is_all`` is set where the question is the number and nothing else."""

    items: tuple[CatalogueItem, ...] = ()
    kind: str = ""
    is_all: bool = True


def find_numbered_items(question: str, catalogue: NumberedCatalogue) -> NumberedItems:
    """The items whose number is in ``question`` (normalised). Most have none, and nothing is read for them."""
    ending = read_index_number(question)
    if ending and (found := catalogue.items_ending(ending)):
        return NumberedItems(tuple(found), "index_number")
    asked = find_document_number(question)
    if asked is None:
        return NumberedItems()
    number, is_all = asked
    likeness = {item: _likeness(number, item) for item in catalogue.items_numbered(number.year, number.serial)}
    best = max(likeness.values(), default=0)
    return NumberedItems(tuple(item for item in likeness if best and likeness[item] == best), "document_number", is_all)


def _likeness(asked: DocumentNumber, item: CatalogueItem) -> int:
    published = find_document_number(plain(item.document_number))
    return asked.likeness(published[0]) if published else 0
