"""The index of a knowledge file by the telephone keys of first letters: 复议收费 is asked for by 3973.

A caller who cannot be heard keys a keyword, the beginning of a question, or a part of it that ends where it ends. There
is a row for each of these in ``initials``: the keys, the entry, and how much the row speaks for it."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from sqlite3 import Connection
from typing import Any

from hotline.core.entries import Entry
from hotline.storage.knowledge.analysis import Analyser

FEWEST, MOST = 2, 10
"""How many keys of a text are kept. Fewer fit everything; nobody keys more to find one of a few hundred questions."""
_KEYWORD, _QUESTION, _INSIDE, _SIMILAR = 1.0, 1.0, 0.3, 0.1
"""What a row speaks for its entry. An entry has dozens of similar questions, so each of them counts little."""
_REFERRAL = 0.3
"""How much a referral counts of this: people ring the office for its own matters first."""
_WHOLE = 2.0
"""How much more a row counts whose keys are those that were keyed, and not only begin like them."""
_PIECE = 3
"""The shortest piece of what was keyed that is looked for by itself: two keys stand in half of all texts by chance."""
_AFTER_LAST_KEY = ":"
"""The character after 9."""

Read = Callable[[str, Sequence[Any]], list[tuple[Any, ...]]]


class InitialsWriter:
    """Writes the table ``initials`` of a file that nobody reads yet."""

    def __init__(self, connection: Connection, analyse: Analyser) -> None:
        self._connection = connection
        self._analyse = analyse

    def create(self) -> None:
        """Create the table, empty."""
        columns = "keys text, entry integer, weight real, primary key (keys, entry)"
        self._connection.execute(f"create table initials ({columns}) without rowid")
        self._connection.execute("create index initials_entry on initials (entry)")

    def remove(self, numbers: Iterable[int]) -> None:
        """Remove the rows of the entries with these ``numbers``."""
        self._connection.executemany("delete from initials where entry = ?", ((number,) for number in numbers))

    def writing(self, entries: Iterable[tuple[str, Entry]]) -> Iterator[tuple[str, Entry]]:
        """Pass ``entries``, given as (digest, entry), through unchanged, and write the rows of each."""
        for digest, entry in entries:
            rows = ((keys, entry.number, weight) for keys, weight in self._weigh(entry).items())
            self._connection.executemany("insert into initials values (?, ?, ?)", rows)
            yield digest, entry

    def _weigh(self, entry: Entry) -> dict[str, float]:
        weights: dict[str, float] = defaultdict(float)
        question = self._keys_of(entry.question)
        parts = [(question[start:], _INSIDE) for start in range(1, len(question))]
        similar = [(self._keys_of(wording), _SIMILAR) for wording in entry.similar_questions]
        keywords = [(self._keys_of(word), _KEYWORD) for word in entry.keywords]
        for keys, weight in ((question, _QUESTION), *parts, *similar, *keywords):
            if len(keys) >= FEWEST:
                weights[keys[:MOST]] += weight * (_REFERRAL if entry.is_referral else 1)
        return weights

    def _keys_of(self, text: str) -> str:
        return self._analyse(text).initial_keys


def find_by_initials(read: Read, keyed: str, limit: int) -> list[int]:
    """The numbers of the entries that ``keyed`` may ask for, at most ``limit``, the likeliest first.

    Those with a text that begins with these keys come first. Where they are few, pieces of what was keyed are looked
    for too: 行政复议要花多少钱 has the keys of 行政复议 in it."""
    keys = keyed[:MOST]
    query = """
        select entry, sum(weight * case when keys = ? then ? else 1 end) from initials
        where keys >= ? and keys < ? group by entry order by 2 desc, entry limit ?"""
    found = [int(entry) for entry, _ in read(query, (keys, _WHOLE, keys, keys + _AFTER_LAST_KEY, limit))]
    if len(found) < limit:
        found += [entry for entry in _find_by_pieces(read, keyed) if entry not in found]
    return found[:limit]


def _find_by_pieces(read: Read, keyed: str) -> list[int]:
    """Our own entries that have whole keywords or questions in ``keyed``; a long one that few have counts most."""
    ends = range(_PIECE, len(keyed) + 1)
    pieces = sorted({keyed[max(0, end - length) : end] for end in ends for length in range(_PIECE, MOST + 1)})
    placeholders = ",".join("?" * len(pieces))
    query = f"select keys, entry from initials where weight >= ? and keys in ({placeholders})"  # noqa: S608 — values are bound
    entries: dict[str, list[int]] = defaultdict(list)
    for keys, entry in read(query, (_KEYWORD, *pieces)):
        entries[keys].append(entry)
    scores: dict[int, float] = defaultdict(float)
    for keys, having in entries.items():
        for entry in having:
            scores[entry] += (len(keys) - 1) / math.log2(1 + len(having))
    return sorted(scores, key=lambda entry: (-scores[entry], entry))
