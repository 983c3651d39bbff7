"""The published pairs of characters by how they sound and by their first letters, in the knowledge file."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from sqlite3 import Connection
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from hotline.matching.terms import Analysis
    from hotline.storage.indexing import Document

_LETTERS = re.compile("[a-z]+")
_COUNTED = re.compile(r"(\D*)(\d+)")
_AT_ONCE = 500
"""Spellings read in one query, below SQLite's limit of bound values."""

Read = Callable[[str, Sequence[Any]], list[tuple[Any, ...]]]


class SpellingWriter:
    """Counts texts as they pass, then writes the table ``spellings`` of a knowledge file under construction."""

    def __init__(self, connection: Connection, analyse: Callable[[str], Analysis]) -> None:
        self._connection = connection
        self._analyse = analyse
        self._counts: Counter[str] = Counter()

    def count(self, text: str) -> None:
        """Take in a text whose words a question may mean."""
        folded = self._analyse(text).folded
        self._counts.update(map("".join, pairwise(folded)))
        self._counts.update(_LETTERS.findall(folded))

    def counting(self, documents: Iterable[Document]) -> Iterator[Document]:
        """``documents`` as they are, their short texts counted."""
        for document in documents:
            for text in document.short:
                self.count(text)
            yield document

    def write(self) -> None:
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
            found[spelling] = {pair: int(times) for pair, times in _COUNTED.findall(packed)}
    return found
