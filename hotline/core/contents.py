"""Everything published at one moment, as the knowledge file is built from it, and the version that names the file."""

import hashlib
import json
from collections.abc import Collection, Iterable, Iterator
from dataclasses import astuple, dataclass, fields, is_dataclass
from datetime import datetime
from enum import Enum
from itertools import chain

from hotline.core.catalogue import CatalogueItem
from hotline.core.departments import Department, Office
from hotline.core.entries import OFFICE_NUMBERS, Entry, Topic

MARK = 32
"""Characters of a mark."""
_RUN = MARK * 1_024
"""Characters of joined marks that are compared at once where they are equal."""


@dataclass(frozen=True)
class KnowledgeVersion:
    """``number`` grows by one with every publish; ``content_hash`` is equal where the published content is equal."""

    number: int
    built_at: datetime
    content_hash: str


@dataclass(frozen=True)
class Contents:
    """What the public is told: entries staff published and those generated from the office's particulars.

    ``synonyms`` are (colloquial, official) pairs, ``dictionary`` terms that stay whole, ``stop_words`` words that say
    nothing, ``most_asked`` entry numbers with the most asked first.

    Who builds from it asks for entries and items by their marks, so that half a million need not be held at once:
    another kind of contents may read them when they are asked for, and hold only the office's own in ``entries``."""

    office: Office
    departments: tuple[Department, ...]
    topics: tuple[Topic, ...]
    entries: tuple[Entry, ...]
    items: tuple[CatalogueItem, ...]
    synonyms: tuple[tuple[str, str], ...]
    dictionary: tuple[str, ...]
    stop_words: tuple[str, ...]
    most_asked: tuple[int, ...]

    def own_entries(self) -> tuple[tuple[str, Entry], ...]:
        """The entries generated from the office's particulars, with their marks."""
        return tuple((mark(entry), entry) for entry in self.entries if entry.number in OFFICE_NUMBERS)

    def entry_marks(self) -> str:
        """The marks of the entries staff published, sorted and joined."""
        return join_marks(mark(entry) for entry in self.entries if entry.number not in OFFICE_NUMBERS)

    def all_entry_marks(self) -> str:
        """The marks of the entries staff published and of the office's own."""
        return join_marks(chain(split_marks(self.entry_marks()), (mark for mark, _ in self.own_entries())))

    def item_marks(self) -> str:
        return join_marks(map(mark, self.items))

    def read_entries(self, marks: Collection[str] | None = None) -> Iterator[tuple[str, Entry]]:
        """The entries staff published with their marks, those of ``marks`` when given."""
        marked = ((mark(entry), entry) for entry in self.entries if entry.number not in OFFICE_NUMBERS)
        return (one for one in marked if marks is None or one[0] in marks)

    def read_items(self, marks: Collection[str] | None = None) -> Iterator[tuple[str, CatalogueItem]]:
        """The catalogue items with their marks, those of ``marks`` when given."""
        marked = ((mark(item), item) for item in self.items)
        return (one for one in marked if marks is None or one[0] in marks)


def mark(value: Entry | CatalogueItem) -> str:
    """What ``value`` is known by: MARK hexadecimal digits that no other value has."""
    told = [getattr(value, field.name) for field in fields(value)]
    return hashlib.blake2b(_canonical(told), digest_size=MARK // 2).hexdigest()


def join_marks(marks: Iterable[str]) -> str:
    """Marks as they are kept in bulk: sorted, without anything between them."""
    return "".join(sorted(marks))


def split_marks(joined: str) -> Iterator[str]:
    return (joined[at : at + MARK] for at in range(0, len(joined), MARK))


def compare_marks(old: str, new: str) -> tuple[list[str], list[str]]:
    """The marks only in ``old`` and those only in ``new``, both joined by ``join_marks``; fast where few differ.

    >>> compare_marks(join_marks(["a" * 32, "b" * 32]), join_marks(["b" * 32, "c" * 32])) == (["a" * 32], ["c" * 32])
    True
    """
    only_old, only_new = [], []
    i = j = 0
    while i < len(old) and j < len(new):
        if old[i : i + _RUN] == new[j : j + _RUN]:
            i, j = i + _RUN, j + _RUN
            continue
        before, after = old[i : i + MARK], new[j : j + MARK]
        if before < after:
            only_old.append(before)
        elif after < before:
            only_new.append(after)
        i += MARK if before <= after else 0
        j += MARK if after <= before else 0
    return [*only_old, *split_marks(old[i:])], [*only_new, *split_marks(new[j:])]


def content_hash(contents: Contents) -> str:
    """SHA-256 of everything staff published; what follows from it or changes by itself is left out: the entries
    generated from the office's particulars, and the order of the most asked."""
    small = (field.name for field in fields(Contents) if field.name not in ("entries", "items", "most_asked"))
    told = _canonical({name: getattr(contents, name) for name in small})
    return hashlib.sha256(told + f"\n{contents.entry_marks()}\n{contents.item_marks()}".encode()).hexdigest()


def _canonical(value: object) -> bytes:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, default=_plain)
    return text.encode("utf-8", "surrogatepass")


def _plain(value: object) -> object:
    if is_dataclass(value) and not isinstance(value, type):
        return astuple(value)
    return value.value if isinstance(value, Enum) else str(value)
