"""Builds one searchable collection in a knowledge file, or changes some of its documents.

A document of a collection (an entry or a catalogue item) has short texts, its wordings (a question and its similar
questions, or a title), and one long text. A text comes in folded by ``analyse``, which tells its sounds, too."""

# ruff: noqa: S608 — the collection's name in queries is given by this program; every value is bound.

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from sqlite3 import Connection
from typing import Any

import numpy as np

from hotline.storage.knowledge.analysis import Analyser
from hotline.storage.knowledge.compression import Packer
from hotline.storage.knowledge.ngrams import Floats, Grams, Integers, grams_of
from hotline.storage.knowledge.postings import BLOCK, PostingRow, PostingsBuilder, TextBatch, batches, pack, repack

Counts = tuple[int, int, int]
_NO_COUNTS: Counts = (0, 0, 0)
SIZE = ("documents", "wordings", "body_characters", "wording_characters")
"""Columns of a collection's one row on how large it is."""


@dataclass(frozen=True)
class Document:
    """What is indexed under one key (0 or more): ``short`` texts, each a way to ask for it, and one ``long``."""

    key: int
    short: tuple[str, ...]
    long: str
    told: tuple[str, ...] = ()
    """What is not searched and kept beside ``long`` where texts are packed."""


class CollectionBuilder:
    """Writes the collection ``name``; the file is under construction, so nobody reads it meanwhile."""

    def __init__(self, connection: Connection, name: str, analyse: Analyser, packer: Packer) -> None:
        self._connection = connection
        self._name = name
        self._analyse = analyse
        self._packer = packer

    def write(self, documents: Iterable[Document]) -> None:
        """Make the collection's tables and fill them."""
        self._create()
        self._write_texts(documents)
        keys = [int(row[0]) for row in self._rows(f"select key from {self._name}_bodies")]
        for block, rows in self._blocks(keys):
            packed = ((row.term, block, *row.counts, *pack(row.ids, row.weights)) for row in rows)
            self._insert("postings", 7, packed)
        for batch in batches(keys):
            self._write_lengths(batch)

    def change(self, removed: Sequence[int], documents: Sequence[Document]) -> None:
        """Take the documents of ``removed`` keys out and put ``documents`` in; only their own terms are touched.

        Weights and lengths written before stay: they drift from a full build's by no more than was changed."""
        rows_removed = {block: list(rows) for block, rows in self._blocks(removed)}
        self._remove_texts(removed)
        self._write_texts(documents)
        keys = [document.key for document in documents]
        rows_added = {block: list(rows) for block, rows in self._blocks(keys)}
        for block in sorted({*rows_removed, *rows_added}):
            self._change_postings(block, rows_removed.get(block, []), rows_added.get(block, []))
        for batch in batches(keys):
            self._write_lengths(batch)

    def _blocks(self, keys: Iterable[int]) -> Iterator[tuple[int, Iterator[PostingRow]]]:
        for block, members in groupby(sorted(keys), lambda key: key // BLOCK):
            yield block, PostingsBuilder().build(map(self._read, batches(members)))

    def _create(self) -> None:
        name = self._name
        for statement in (
            f"create table {name}_wordings (key integer primary key, texts text, lengths blob)",
            f"create table {name}_bodies (key integer primary key, text text)",
            f"create table {name}_postings (term text, block integer, short integer, asked integer, long integer,"
            " ids blob, weights blob, primary key (term, block)) without rowid",
            f"create table {name}_size ({', '.join(f'{column} integer' for column in SIZE)})",
            f"insert into {name}_size values (0, 0, 0, 0)",
        ):
            self._connection.execute(statement)

    def _rows(self, query: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        return self._connection.execute(query, values).fetchall()

    def _insert(self, table: str, columns: int, rows: Iterable[tuple[Any, ...]]) -> None:
        marks = ", ".join("?" * columns)
        self._connection.executemany(f"insert or replace into {self._name}_{table} values ({marks})", rows)

    def _write_texts(self, documents: Iterable[Document]) -> None:
        size = np.zeros(len(SIZE), np.int64)
        for document in documents:
            wordings = [self._analyse(text).folded for text in document.short]
            body = self._analyse(document.long).folded
            self._insert("wordings", 3, [(document.key, join_wordings(wordings), b"")])
            self._insert("bodies", 2, [(document.key, self._packer.pack((body, *document.told)))])
            size += (1, len(wordings), len(body), sum(map(len, wordings)))
        self._resize(size)

    def _remove_texts(self, keys: Iterable[int]) -> None:
        size = np.zeros(len(SIZE), np.int64)
        for key in keys:
            gone = self._rows(f"delete from {self._name}_wordings where key = ? returning texts", (key,))
            wordings = [wording for (texts,) in gone for wording in split_wordings(texts)]
            for (packed,) in self._rows(f"delete from {self._name}_bodies where key = ? returning text", (key,)):
                body = self._packer.unpack(packed)[0]
                size += (1, len(wordings), len(body), sum(map(len, wordings)))
        self._resize(-size)

    def _resize(self, change: Integers) -> None:
        """Sizes are kept up to date, for to measure the texts of half a million documents takes seconds."""
        parts = ", ".join(f"{column} = {column} + ?" for column in SIZE)
        self._connection.execute(f"update {self._name}_size set {parts}", change.tolist())

    def _read(self, keys: Sequence[int]) -> TextBatch:
        """The texts of ``keys``, those that are there."""
        marks = ",".join("?" * len(keys))
        bodies = self._rows(f"select key, text from {self._name}_bodies where key in ({marks}) order by key", keys)
        wordings = self._wordings(keys)
        places = {key: place for place, (key, _) in enumerate(bodies)}
        sounds: list[list[str]] = [[] for _ in bodies]
        for key, text in wordings:
            sounds[places[key]] += self._analyse(text).sounds
        ((documents, _, written, asked),) = self._rows(f"select * from {self._name}_size")
        return TextBatch(
            keys=np.array(list(places), np.int64),
            owners=np.array([places[key] for key, _ in wordings], np.int64),
            wordings=tuple(text for _, text in wordings),
            bodies=tuple(self._packer.unpack(packed)[0] for _, packed in bodies),
            sounds=tuple(map(tuple, sounds)),
            mean_short=asked / max(1, documents),
            mean_long=written / max(1, documents),
        )

    def _write_lengths(self, keys: Sequence[int]) -> None:
        """The lengths of each wording's TF-IDF vectors of characters and of pairs, for the cosines."""
        wordings = self._wordings(keys)
        grams = Grams.of([text for _, text in wordings])
        squares = ((1 + np.log(grams.weights)) * self._rarities(grams.codes)) ** 2
        kinds = (~grams.are_pairs, grams.are_pairs)
        lengths = np.sqrt([np.bincount(grams.rows[kind], squares[kind], len(wordings)) for kind in kinds]).T
        owned = groupby(zip((key for key, _ in wordings), lengths, strict=True), lambda one: one[0])
        values = ((pack_lengths([length for _, length in lines]), key) for key, lines in owned)
        self._connection.executemany(f"update {self._name}_wordings set lengths = ? where key = ?", values)

    def _wordings(self, keys: Sequence[int]) -> list[tuple[int, str]]:
        """(key, wording) of all wordings of ``keys``, in their order."""
        marks = ",".join("?" * len(keys))
        rows = self._rows(f"select key, texts from {self._name}_wordings where key in ({marks}) order by key", keys)
        return [(key, wording) for key, texts in rows for wording in split_wordings(texts)]

    def _rarities(self, codes: Integers) -> Floats:
        """The inverse frequency among wordings of each gram of ``codes``."""
        ((_, wordings, _, _),) = self._rows(f"select * from {self._name}_size")
        distinct, places = np.unique(codes, return_inverse=True)
        query = f"select sum(short) from {self._name}_postings where term = ?"
        short = [self._connection.execute(query, (gram,)).fetchone()[0] for gram in grams_of(distinct)]
        rarities: Floats = np.log((1 + wordings) / (1 + np.array(short, float))) + 1
        return rarities[places]

    def _change_postings(self, block: int, removed: Sequence[PostingRow], added: Sequence[PostingRow]) -> None:
        """Rewrite in ``block`` the row of every term that a ``removed`` or an ``added`` document has."""
        removed_ids = np.unique(np.concatenate([np.empty(0, np.uint16), *(row.ids for row in removed)]))
        removed_by_term, added_by_term = ({row.term: row for row in rows} for rows in (removed, added))
        for term in dict.fromkeys((*removed_by_term, *added_by_term)):
            added_row = added_by_term.get(term)
            before, blobs = self._read_posting(term, block)
            changes = zip(before, _counts_of(removed_by_term.get(term)), _counts_of(added_row), strict=True)
            counts = [count - less + more for count, less, more in changes]
            if any(counts):
                self._insert("postings", 7, [(term, block, *counts, *repack(blobs, removed_ids, added_row))])
            else:
                query = f"delete from {self._name}_postings where term = ? and block = ?"
                self._connection.execute(query, (term, block))

    def _read_posting(self, term: str, block: int) -> tuple[Counts, tuple[bytes, bytes]]:
        """The counts and the blobs of a term in a block; zeros and empty blobs when it has no row there."""
        query = f"select short, asked, long, ids, weights from {self._name}_postings where term = ? and block = ?"
        for short, asked, long, ids, weights in self._rows(query, (term, block)):
            return (short, asked, long), (ids, weights)
        return _NO_COUNTS, (b"", b"")


def _counts_of(row: PostingRow | None) -> Counts:
    return _NO_COUNTS if row is None else row.counts


def join_wordings(wordings: Iterable[str]) -> str:
    """Folded texts as one, each ended by a line end; none holds one."""
    return "".join(f"{wording}\n" for wording in wordings)


def split_wordings(texts: str) -> list[str]:
    return texts.split("\n")[:-1]


def pack_lengths(lengths: Sequence[Floats]) -> bytes:
    """Two for each wording: of its TF-IDF vectors of characters and of pairs."""
    return np.array(lengths, "<f8").tobytes()


def unpack_lengths(packed: bytes) -> Floats:
    """A line for each wording."""
    return np.frombuffer(packed, "<f8").reshape(-1, 2)
