"""Everything that is published at one moment: what a knowledge file is built from, and the file's version."""

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
"""Hexadecimal digits of a mark, which is the hash that identifies an entry or item with all its content."""
_RUN = MARK * 1_024
"""Characters of joined marks that are compared at once where they are equal."""


@dataclass(frozen=True)
class KnowledgeVersion:
    """``number`` grows by one with every publish; two versions with equal content have equal ``content_hash``."""

    number: int
    built_at: datetime
    content_hash: str


@dataclass(frozen=True)
class Contents:
    """What the public is told: the entries that staff published, and those generated from the office's particulars.

    ``synonyms`` are (colloquial, official) pairs, ``dictionary`` holds terms that are never cut, ``stop_words`` words
    without content, ``most_asked`` entry numbers, the most asked first.

    The builder of a knowledge file reads entries and items by their marks, a few at a time. A subclass may therefore
    load half a million of them on demand, and hold only the office's own entries in ``entries``."""

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
        """(mark, entry) of each entry that is generated from the office's particulars."""
        return tuple((mark(entry), entry) for entry in self.entries if entry.number in OFFICE_NUMBERS)

    def entry_marks(self) -> str:
        """The marks of the entries that staff published, joined by ``join_marks``."""
        return join_marks(mark(entry) for entry in self.entries if entry.number not in OFFICE_NUMBERS)

    def all_entry_marks(self) -> str:
        """The marks of all entries, also of the office's own."""
        return join_marks(chain(split_marks(self.entry_marks()), (mark for mark, _ in self.own_entries())))

    def item_marks(self) -> str:
        return join_marks(map(mark, self.items))

    def read_entries(self, marks: Collection[str] | None = None) -> Iterator[tuple[str, Entry]]:
        """(mark, entry) of the entries that staff published; with ``marks``, only of those."""
        marked = ((mark(entry), entry) for entry in self.entries if entry.number not in OFFICE_NUMBERS)
        return (pair for pair in marked if marks is None or pair[0] in marks)

    def read_items(self, marks: Collection[str] | None = None) -> Iterator[tuple[str, CatalogueItem]]:
        """(mark, item) of the catalogue items; with ``marks``, only of those."""
        marked = ((mark(item), item) for item in self.items)
        return (pair for pair in marked if marks is None or pair[0] in marks)


def mark(value: Entry | CatalogueItem) -> str:
    """A hash of all fields of ``value``, as MARK hexadecimal digits: equal values have equal marks, others do not."""
    content = [getattr(value, field.name) for field in fields(value)]
    return hashlib.blake2b(_canonical(content), digest_size=MARK // 2).hexdigest()


def join_marks(marks: Iterable[str]) -> str:
    """``marks`` sorted and joined without a separator, as they are stored in bulk."""
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
    """SHA-256 of everything that staff published.

    The entries generated from the office's particulars follow from it, and the order of the most asked changes without
    a publish: both are left out."""
    names = (field.name for field in fields(Contents) if field.name not in ("entries", "items", "most_asked"))
    rest = _canonical({name: getattr(contents, name) for name in names})
    return hashlib.sha256(rest + f"\n{contents.entry_marks()}\n{contents.item_marks()}".encode()).hexdigest()


def _canonical(value: object) -> bytes:
    """JSON that is the same for equal values; lone surrogates, which UTF-8 cannot hold, are encoded all the same."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, default=_plain)
    return text.encode("utf-8", "surrogatepass")


def _plain(value: object) -> object:
    """``value`` in types that JSON has."""
    if is_dataclass(value) and not isinstance(value, type):
        return astuple(value)
    return value.value if isinstance(value, Enum) else str(value)
