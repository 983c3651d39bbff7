"""The spelling index of a knowledge file: published character pairs by their sound and by their first letters.

A question typed in pinyin, or with wrong characters that sound right, is corrected to a pair that is published."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, pairwise
from sqlite3 import Connection
from typing import Any

from hotline.storage.knowledge.analysis import Analyser
from hotline.storage.knowledge.index_writer import Document

_LETTERS = re.compile("[a-z]+")
_COUNTED = re.compile(r"(\D*)(\d+)")
"""A pair and how often it is published, in the text of a row."""
_BATCH = 500
"""Spellings read in one query, fewer than SQLite's limit of bound values."""

Read = Callable[[str, Sequence[Any]], list[tuple[Any, ...]]]


class SpellingWriter:
    """Counts the pairs of texts, then writes or changes the table ``spellings`` of a file that nobody reads yet."""

    def __init__(self, connection: Connection, analyse: Analyser) -> None:
        self._connection = connection
        self._analyse = analyse
        self._counts: Counter[str] = Counter()

    def count(self, texts: Iterable[str], times: int = 1) -> None:
        """Count the pairs of published ``texts`` so many times; -1 for texts that are no longer published."""
        self._count_folded((self._analyse(text).folded for text in texts), times)

    def count_out(self, folded: Iterable[str]) -> None:
        """Subtract texts that are folded already, as they were when they were counted.

        They must not be folded once more, because that can change them: 3.5个 becomes 35个."""
        self._count_folded(folded, -1)

    def _count_folded(self, texts: Iterable[str], times: int) -> None:
        for folded in texts:
            for term in chain(map("".join, pairwise(folded)), _LETTERS.findall(folded)):
                self._counts[term] += times

    def counting(self, documents: Iterable[Document]) -> Iterator[Document]:
        """Pass ``documents`` through unchanged, and count their wordings."""
        for document in documents:
            self.count(document.short)
            yield document

    def change(self) -> None:
        """Add the counts to the table that is there; a pair whose count becomes 0 is removed."""
        spell = self._analyse("").spell
        for term, times in self._counts.items():
            for spelling, pair in spell(term) if times else ():
                query = "select pairs from spellings where spelling = ?"
                row = self._connection.execute(query, (spelling,)).fetchone()
                counts = Counter(_unpack(row[0] if row else ""))
                counts[pair] += times
                packed = "".join(f"{pair}{count}" for pair, count in counts.items() if count)
                self._connection.execute("delete from spellings where spelling = ?", (spelling,))
                if packed:
                    self._connection.execute("insert into spellings values (?, ?)", (spelling, packed))

    def write(self) -> None:
        """Create the table and fill it with the counts."""
        pairs_by_spelling: dict[str, list[str]] = defaultdict(list)
        spell = self._analyse("").spell
        for term, times in self._counts.items():
            for spelling, pair in spell(term):
                pairs_by_spelling[spelling].append(f"{pair}{times}")
        self._connection.execute("create table spellings (spelling text primary key, pairs text) without rowid")
        rows = ((spelling, "".join(pairs)) for spelling, pairs in sorted(pairs_by_spelling.items()))
        self._connection.executemany("insert into spellings values (?, ?)", rows)


def read_spellings(read: Read, spellings: Sequence[str]) -> dict[str, dict[str, int]]:
    """For each of ``spellings`` that is there, the pairs it may mean and how often each is published."""
    found: dict[str, dict[str, int]] = {}
    for start in range(0, len(spellings), _BATCH):
        batch = spellings[start : start + _BATCH]
        placeholders = ",".join("?" * len(batch))
        query = f"select spelling, pairs from spellings where spelling in ({placeholders})"  # noqa: S608 — values are bound
        for spelling, packed in read(query, batch):
            found[spelling] = _unpack(packed)
    return found


def _unpack(packed: str) -> dict[str, int]:
    """The pairs of a row with their counts.

    >>> _unpack("复议12附议3")
    {'复议': 12, '附议': 3}
    """
    return {pair: int(times) for pair, times in _COUNTED.findall(packed)}
