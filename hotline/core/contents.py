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
from hotline.core.holidays import HolidayDecree, LocalDayOff
from hotline.core.member_offices import MemberOffice
from hotline.core.office_announcements import Announcement
from hotline.core.public_notices import PublicNotice

DIGEST_LENGTH = 32
"""Hexadecimal digits of a digest, which is the hash that identifies an entry or item with all its content."""
_RUN = DIGEST_LENGTH * 1_024
"""Characters of joined digests that are compared at once where they are equal."""


@dataclass(frozen=True)
class KnowledgeVersion:
    """``number`` grows with every change that is published; two versions with equal content have equal
    ``content_hash``. A version that is compiled again, for another analysis, keeps its number."""

    number: int
    built_at: datetime
    content_hash: str


@dataclass(frozen=True)
class Contents:
    """What the public is told: the entries that staff published, and those generated from the office's particulars.

    ``synonyms`` are (colloquial, official) pairs, ``dictionary`` holds terms that are never cut, ``stop_words`` words
    without content, ``most_asked`` entry numbers, the most asked first.

    The builder of a knowledge file reads entries and items by their digests, a few at a time. A subclass may therefore
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
    holiday_decrees: tuple[HolidayDecree, ...] = ()
    local_days_off: tuple[LocalDayOff, ...] = ()
    announcements: tuple[Announcement, ...] = ()
    public_notices: tuple[PublicNotice, ...] = ()
    member_offices: tuple[MemberOffice, ...] = ()

    def own_entries(self) -> tuple[tuple[str, Entry], ...]:
        """(digest, entry) of each entry that is generated from the office's particulars."""
        return tuple((compute_digest(entry), entry) for entry in self.entries if entry.number in OFFICE_NUMBERS)

    def entry_digests(self) -> str:
        """The digests of the entries that staff published, joined by ``join_digests``."""
        return join_digests(compute_digest(entry) for entry in self.entries if entry.number not in OFFICE_NUMBERS)

    def all_entry_digests(self) -> str:
        """The digests of all entries, also of the office's own."""
        return join_digests(chain(split_digests(self.entry_digests()), (digest for digest, _ in self.own_entries())))

    def item_digests(self) -> str:
        return join_digests(map(compute_digest, self.items))

    def read_entries(self, digests: Collection[str] | None = None) -> Iterator[tuple[str, Entry]]:
        """(digest, entry) of the entries that staff published; with ``digests``, only of those."""
        pairs = ((compute_digest(entry), entry) for entry in self.entries if entry.number not in OFFICE_NUMBERS)
        return (pair for pair in pairs if digests is None or pair[0] in digests)

    def read_items(self, digests: Collection[str] | None = None) -> Iterator[tuple[str, CatalogueItem]]:
        """(digest, item) of the catalogue items; with ``digests``, only of those."""
        pairs = ((compute_digest(item), item) for item in self.items)
        return (pair for pair in pairs if digests is None or pair[0] in digests)


def compute_digest(value: Entry | CatalogueItem) -> str:
    """A hash of all fields of ``value``, in DIGEST_LENGTH hexadecimal digits: only equal values have equal digests.

    Attachments, which came later than the digests in the records, count where there are any."""
    names = (field.name for field in fields(value) if field.name != "attachments" or value.attachments)
    content = [getattr(value, name) for name in names]
    return hashlib.blake2b(_canonical(content), digest_size=DIGEST_LENGTH // 2).hexdigest()


def join_digests(digests: Iterable[str]) -> str:
    """``digests`` sorted and joined without a separator, as they are stored in bulk."""
    return "".join(sorted(digests))


def split_digests(joined: str) -> Iterator[str]:
    return (joined[at : at + DIGEST_LENGTH] for at in range(0, len(joined), DIGEST_LENGTH))


def compare_digests(old: str, new: str) -> tuple[list[str], list[str]]:
    """The digests only in ``old`` and those only in ``new``, both joined by ``join_digests``; fast where few differ.

    >>> a, b, c = "a" * 32, "b" * 32, "c" * 32
    >>> compare_digests(join_digests([a, b]), join_digests([b, c])) == ([a], [c])
    True
    """
    only_old, only_new = [], []
    i = j = 0
    while i < len(old) and j < len(new):
        if old[i : i + _RUN] == new[j : j + _RUN]:
            i, j = i + _RUN, j + _RUN
            continue
        before, after = old[i : i + DIGEST_LENGTH], new[j : j + DIGEST_LENGTH]
        if before < after:
            only_old.append(before)
        elif after < before:
            only_new.append(after)
        i += DIGEST_LENGTH if before <= after else 0
        j += DIGEST_LENGTH if after <= before else 0
    return [*only_old, *split_digests(old[i:])], [*only_new, *split_digests(new[j:])]


def content_hash(contents: Contents) -> str:
    """SHA-256 of everything that staff published.

    The entries generated from the office's particulars follow from it, and the order of the most asked changes without
    a publish: both are left out."""
    names = (field.name for field in fields(Contents) if field.name not in ("entries", "items", "most_asked"))
    rest = _canonical({name: getattr(contents, name) for name in names})
    return hashlib.sha256(rest + f"\n{contents.entry_digests()}\n{contents.item_digests()}".encode()).hexdigest()


def _canonical(value: object) -> bytes:
    """JSON that is the same for equal values; lone surrogates, which UTF-8 cannot hold, are encoded all the same."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, default=_plain)
    return text.encode("utf-8", "surrogatepass")


def _plain(value: object) -> object:
    """``value`` in types that JSON has."""
    if is_dataclass(value) and not isinstance(value, type):
        return astuple(value)
    return value.value if isinstance(value, Enum) else str(value)
