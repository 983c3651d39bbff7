"""One searchable collection in the knowledge file: an FTS5 index over prepared terms, and the texts to rank with.

A document of a collection (an entry or a catalogue item) has short texts, its wordings (a question and its similar
questions, or a title), and one long text, its body, in which the wordings stand too. Keys are integers. What a term
is, `hotline.matching` decides; here a text comes in already analysed."""

# ruff: noqa: S608 — the collection's name in queries is given by this program; every value is bound.

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from sqlite3 import Connection
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from hotline.matching.terms import Analysis

CANDIDATE_WEIGHTS = "3.0, 1.0, 1.0"
"""Of the index's columns in the order short, long, sounds; they only choose candidates, ranking weighs anew."""


@dataclass(frozen=True)
class Document:
    """What is indexed under one key: ``short`` texts, each a way to ask for it, and one ``long``: all there is."""

    key: int
    short: tuple[str, ...]
    long: str


@dataclass(frozen=True)
class Texts:
    """Folded texts of one key: ``wordings`` as (text, length of its TF-IDF vector), and ``body``."""

    key: int
    wordings: tuple[tuple[str, float], ...]
    body: str


@dataclass(frozen=True)
class Frequency:
    """In how many wordings, documents' wordings taken together, and bodies a term stands; in how many wordings a
    sound."""

    short: int
    asked: int
    long: int
    sound: int


class CollectionBuilder:
    """Writes the collection ``name`` into a knowledge file under construction."""

    def __init__(self, connection: Connection, name: str, analyse: Callable[[str], Analysis]) -> None:
        self._connection = connection
        self._name = name
        self._analyse = analyse
        self._short_rows: Counter[str] = Counter()
        self._asked_rows: Counter[str] = Counter()
        self._long_rows: Counter[str] = Counter()
        self._sound_rows: Counter[str] = Counter()

    def write(self, documents: Iterable[Document]) -> None:
        self._create()
        vectors = [self._add(document) for document in documents]
        count = sum(map(len, vectors))
        weights = {term: inverse_frequency(count, rows) for term, rows in self._short_rows.items()}
        norms = ((_norm(counts, weights), number) for rows in vectors for number, counts in rows)
        self._connection.executemany(f"update {self._name}_wordings set norm = ? where id = ?", norms)
        counters = (self._short_rows, self._asked_rows, self._long_rows, self._sound_rows)
        rows = ((term, *(counter[term] for counter in counters)) for term in set().union(*counters))
        self._connection.executemany(f"insert into {self._name}_terms values (?, ?, ?, ?, ?)", rows)
        self._connection.execute(f"insert into {self._name}_index ({self._name}_index) values ('optimize')")

    def _create(self) -> None:
        name = self._name
        for statement in (
            # Never detail=column: bm25() is 0 for every row then (SQLite 3.40).
            f"create virtual table {name}_index using fts5(short, long, sounds, content='',"
            ' tokenize="unicode61 remove_diacritics 0")',
            f"create table {name}_wordings (id integer primary key, key integer, text text, norm real)",
            f"create table {name}_bodies (key integer primary key, text text)",
            f"create table {name}_terms"
            " (term text primary key, short integer, asked integer, long integer, sound integer) without rowid",
            f"create index {name}_wordings_key on {name}_wordings (key)",
        ):
            self._connection.execute(statement)

    def _add(self, document: Document) -> list[tuple[int, Counter[str]]]:
        """Write one document; the row numbers of its wordings and their counted grams, for the vector lengths."""
        short = [self._analyse(text) for text in document.short]
        body = self._analyse(document.long)
        numbered: list[tuple[int, Counter[str]]] = []
        for wording in short:
            counts = Counter(wording.grams)
            self._short_rows.update(set(wording.terms))
            self._sound_rows.update(set(wording.sounds))
            row = (document.key, wording.folded)
            cursor = self._connection.execute(f"insert into {self._name}_wordings values (null, ?, ?, 0)", row)
            numbered.append((int(cursor.lastrowid or 0), counts))
        self._asked_rows.update({term for wording in short for term in wording.terms})
        self._long_rows.update(set(body.terms))
        self._connection.execute(f"insert into {self._name}_bodies values (?, ?)", (document.key, body.folded))
        columns = (" ".join(t for w in short for t in w.terms), " ".join(body.terms))
        sounds = " ".join(sound for wording in short for sound in wording.sounds)
        statement = f"insert into {self._name}_index (rowid, short, long, sounds) values (?, ?, ?, ?)"
        self._connection.execute(statement, (document.key, *columns, sounds))
        return numbered


def inverse_frequency(count: int, rows: int) -> float:
    """Weight of a term that stands in ``rows`` of ``count`` texts (smoothed, never 0)."""
    return math.log((1 + count) / (1 + rows)) + 1


def _norm(counts: Counter[str], weights: dict[str, float]) -> float:
    return math.sqrt(sum(((1 + math.log(n)) * weights[term]) ** 2 for term, n in counts.items())) or 1.0


class Collection:
    """Reads one collection; ``read`` runs a query with its values and gives the rows, in any thread."""

    def __init__(self, read: Callable[[str, Sequence[Any]], list[tuple[Any, ...]]], name: str) -> None:
        self._read = read
        self._name = name
        ((self.documents, bodies),) = read(f"select count(*), total(length(text)) from {name}_bodies", ())
        ((self.wordings, wordings),) = read(f"select count(*), total(length(text)) from {name}_wordings", ())
        self.body_length = bodies / max(1, self.documents)
        self.wordings_length = wordings / max(1, self.documents)

    def weigh(self, rows: int) -> float:
        """Weight of a term that stands in ``rows`` wordings, as the vector lengths were computed with."""
        return inverse_frequency(self.wordings, rows)

    def frequencies(self, terms: Iterable[str]) -> dict[str, Frequency]:
        """How common each of ``terms`` is; a term that stands nowhere is left out."""
        asked = list(terms)
        marks = ",".join("?" * len(asked))
        rows = self._read(f"select * from {self._name}_terms where term in ({marks})", asked)
        return {term: Frequency(*counts) for term, *counts in rows}

    def find_candidates(self, terms: Sequence[str], sounds: Sequence[str], limit: int) -> list[int]:
        """Keys of the documents that hold any of ``terms`` or ``sounds``, best first by FTS5's BM25."""
        parts = [
            f"{{{column}}} : ({' OR '.join(map(_quote, words))})"
            for column, words in (("short long", terms), ("sounds", sounds))
            if words
        ]
        if not parts:
            return []
        statement = (
            f"select rowid from {self._name}_index where {self._name}_index match ?"
            f" order by bm25({self._name}_index, {CANDIDATE_WEIGHTS}) limit ?"
        )
        return [int(row[0]) for row in self._read(statement, (" OR ".join(parts), limit))]

    def read_texts(self, keys: Sequence[int]) -> list[Texts]:
        """The texts of ``keys``, in their order."""
        marks = ",".join("?" * len(keys))
        wordings: dict[int, list[tuple[str, float]]] = {key: [] for key in keys}
        rows = self._read(
            f"select key, text, norm from {self._name}_wordings where key in ({marks}) order by id", list(keys)
        )
        for key, text, norm in rows:
            wordings[key].append((text, norm))
        query = f"select key, text from {self._name}_bodies where key in ({marks})"
        bodies = dict((key, text) for key, text in self._read(query, list(keys)))
        return [Texts(key, tuple(wordings[key]), bodies[key]) for key in keys]


def _quote(term: str) -> str:
    return '"' + term.replace('"', '""') + '"'
