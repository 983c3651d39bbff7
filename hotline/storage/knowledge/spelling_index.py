"""The published pairs of characters by how they sound and by their first letters, in the knowledge file."""

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
_AT_ONCE = 500
"""Spellings read in one query, below SQLite's limit of bound values."""

Read = Callable[[str, Sequence[Any]], list[tuple[Any, ...]]]


class SpellingWriter:
    """Counts texts as they pass, then writes or changes the table ``spellings`` of a file under construction."""

    def __init__(self, connection: Connection, analyse: Analyser) -> None:
        self._connection = connection
        self._analyse = analyse
        self._counts: Counter[str] = Counter()

    def count(self, texts: Iterable[str], times: int = 1) -> None:
        """Take in texts whose words a question may mean; out again where ``times`` is -1."""
        self._count_folded((self._analyse(text).folded for text in texts), times)

    def count_out(self, folded: Iterable[str]) -> None:
        """Take out texts as they were folded when taken in: to fold once more can change them (3.5个, 35个)."""
        self._count_folded(folded, -1)

    def _count_folded(self, texts: Iterable[str], times: int) -> None:
        for folded in texts:
            for term in chain(map("".join, pairwise(folded)), _LETTERS.findall(folded)):
                self._counts[term] += times

    def counting(self, documents: Iterable[Document]) -> Iterator[Document]:
        """``documents`` as they are, their short texts counted."""
        for document in documents:
            self.count(document.short)
            yield document

    def change(self) -> None:
        """Change the counts that differ; what stands nowhere any more is under no spelling."""
        spell = self._analyse("").spell
        for term, times in self._counts.items():
            for spelling, pair in spell(term) if times else ():
                query = "select pairs from spellings where spelling = ?"
                row = self._connection.execute(query, (spelling,)).fetchone()
                counts = Counter(_unpacked(row[0] if row else ""))
                counts[pair] += times
                packed = "".join(f"{pair}{often}" for pair, often in counts.items() if often)
                self._connection.execute("delete from spellings where spelling = ?", (spelling,))
                if packed:
                    self._connection.execute("insert into spellings values (?, ?)", (spelling, packed))

    def write(self) -> None:
        """Make the table."""
        written: dict[str, list[str]] = defaultdict(list)
        spell = self._analyse("").spell
        for term, times in self._counts.items():
            for spelling, pair in spell(term):
                written[spelling].append(f"{pair}{times}")
        self._connection.execute("create table spellings (spelling text primary key, pairs text) without rowid")
        rows = ((spelling, "".join(pairs)) for spelling, pairs in sorted(written.items()))
        self._connection.executemany("insert into spellings values (?, ?)", rows)


def read_spellings(read: Read, spellings: Sequence[str]) -> dict[str, dict[str, int]]:
    """The pairs under each of ``spellings`` and how often each stands in published wordings."""
    found: dict[str, dict[str, int]] = {}
    for start in range(0, len(spellings), _AT_ONCE):
        some = spellings[start : start + _AT_ONCE]
        marks = ",".join("?" * len(some))
        query = f"select spelling, pairs from spellings where spelling in ({marks})"  # noqa: S608 — every value is bound
        for spelling, packed in read(query, some):
            found[spelling] = _unpacked(packed)
    return found


def _unpacked(packed: str) -> dict[str, int]:
    return {pair: int(times) for pair, times in _COUNTED.findall(packed)}
