"""Writes the index of one collection of documents (entries, referrals, or catalogue items) in a knowledge file.

A document has short texts, its wordings: a question with its similar questions, or a title. It also has one long text,
its body. The index stores both folded, with a posting list for each term and the lengths for cosine similarity."""

# ruff: noqa: S608 — only the collection's name, a constant of this program, is put into queries; values are bound.

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from sqlite3 import Connection
from typing import Any

import numpy as np

from hotline.storage.knowledge.analysis import Analyser
from hotline.storage.knowledge.compression import Packer
from hotline.storage.knowledge.heading_trust import SAMPLE, measure_heading_trust
from hotline.storage.knowledge.ngrams import Floats, Grams, Integers, grams_of
from hotline.storage.knowledge.postings import BLOCK, DocumentBatch, PostingRow, PostingsBuilder, batches, pack, repack

Counts = tuple[int, int, int]
"""Document frequencies of a term (short, asked, long), as in PostingRow."""
_NO_COUNTS: Counts = (0, 0, 0)
SIZE = ("documents", "wordings", "body_characters", "wording_characters")
"""Columns of the one row that tells how large a collection is."""


@dataclass(frozen=True)
class Document:
    """An entry or an item as it is indexed: its key (0 or more), its wordings (``short``) and its body (``long``)."""

    key: int
    short: tuple[str, ...]
    long: str
    unsearched: tuple[str, ...] = ()
    """Texts that are packed together with the body but are not searched; empty where texts are not packed."""


class CollectionBuilder:
    """Writes the collection ``name`` ("entry", "referral" or "item") into a file that nobody reads yet."""

    def __init__(self, connection: Connection, name: str, analyse: Analyser, packer: Packer) -> None:
        self._connection = connection
        self._name = name
        self._analyse = analyse
        self._packer = packer

    def write(self, documents: Iterable[Document]) -> None:
        """Create the collection's tables and index ``documents``."""
        self._create()
        self._write_texts(documents)
        keys = [int(row[0]) for row in self._rows(f"select key from {self._name}_bodies")]
        for block, rows in self._blocks(keys):
            packed = ((row.term, block, *row.counts, *pack(row.ids, row.weights)) for row in rows)
            self._insert("postings", 7, packed)
        for batch in batches(keys):
            self._write_lengths(batch)
        self._write_heading_trust()

    def change(self, removed: Sequence[int], documents: Sequence[Document]) -> None:
        """Remove the documents of ``removed`` keys and index ``documents``; only their own terms are rewritten.

        The weights and lengths of other documents stay as they are. They depend on means over the collection, so they
        differ from those of a whole build by no more than the collection changed."""
        rows_removed = {block: list(rows) for block, rows in self._blocks(removed)}
        self._remove_texts(removed)
        self._write_texts(documents)
        keys = [document.key for document in documents]
        rows_added = {block: list(rows) for block, rows in self._blocks(keys)}
        for block in sorted({*rows_removed, *rows_added}):
            self._change_postings(block, rows_removed.get(block, []), rows_added.get(block, []))
        for batch in batches(keys):
            self._write_lengths(batch)
        self._write_heading_trust()

    def _blocks(self, keys: Iterable[int]) -> Iterator[tuple[int, Iterator[PostingRow]]]:
        """Each block of ``keys`` with its posting rows, built from the texts stored under the keys."""
        for block, members in groupby(sorted(keys), lambda key: key // BLOCK):
            yield block, PostingsBuilder().build(map(self._read, batches(members)))

    def _create(self) -> None:
        name = self._name
        for statement in (
            f"create table {name}_wordings (key integer primary key, texts text, lengths blob,"
            " word_vectors blob, subject text, asked_for text)",
            f"create table {name}_bodies (key integer primary key, text text)",
            f"create table {name}_postings (term text, block integer, short integer, asked integer, long integer,"
            " ids blob, weights blob, primary key (term, block)) without rowid",
            f"create table {name}_size ({', '.join(f'{column} integer' for column in SIZE)})",
            f"insert into {name}_size values (0, 0, 0, 0)",
            f"create table {name}_headings (trust real)",
        ):
            self._connection.execute(statement)

    def _rows(self, query: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        return self._connection.execute(query, values).fetchall()

    def _insert(self, table: str, columns: int, rows: Iterable[tuple[Any, ...]]) -> None:
        placeholders = ", ".join("?" * columns)
        self._connection.executemany(f"insert or replace into {self._name}_{table} values ({placeholders})", rows)

    def _write_texts(self, documents: Iterable[Document]) -> None:
        """Store the folded texts of ``documents``; their lengths for the cosines come later."""
        size = np.zeros(len(SIZE), np.int64)
        for document in documents:
            wordings = [self._analyse(text).folded for text in document.short]
            body = self._analyse(document.long)
            described = body.describe(document.short)
            self._insert("wordings", 6, [(document.key, join_wordings(wordings), b"", *described)])
            self._insert("bodies", 2, [(document.key, self._packer.pack((body.folded, *document.unsearched)))])
            size += (1, len(wordings), len(body.folded), sum(map(len, wordings)))
        self._resize(size)

    def _remove_texts(self, keys: Iterable[int]) -> None:
        size = np.zeros(len(SIZE), np.int64)
        for key in keys:
            removed = self._rows(f"delete from {self._name}_wordings where key = ? returning texts", (key,))
            wordings = [wording for (texts,) in removed for wording in split_wordings(texts)]
            for (packed,) in self._rows(f"delete from {self._name}_bodies where key = ? returning text", (key,)):
                body = self._packer.unpack(packed)[0]
                size += (1, len(wordings), len(body), sum(map(len, wordings)))
        self._resize(-size)

    def _resize(self, change: Integers) -> None:
        """Add ``change`` to the size row. It is kept up to date because counting half a million texts takes seconds."""
        parts = ", ".join(f"{column} = {column} + ?" for column in SIZE)
        self._connection.execute(f"update {self._name}_size set {parts}", change.tolist())

    def _read(self, keys: Sequence[int]) -> DocumentBatch:
        """The stored texts of ``keys``; a key that has none is left out."""
        among = f"where key in ({','.join('?' * len(keys))})"
        bodies = self._rows(f"select key, text from {self._name}_bodies {among} order by key", keys)
        wordings = self._wordings(keys)
        places = {key: place for place, (key, _) in enumerate(bodies)}
        sounds: list[list[str]] = [[] for _ in bodies]
        for key, text in wordings:
            sounds[places[key]] += self._analyse(text).sounds
        ((documents, _, body_characters, wording_characters),) = self._rows(f"select * from {self._name}_size")
        return DocumentBatch(
            keys=np.array(list(places), np.int64),
            owners=np.array([places[key] for key, _ in wordings], np.int64),
            wordings=tuple(text for _, text in wordings),
            bodies=tuple(self._packer.unpack(packed)[0] for _, packed in bodies),
            sounds=tuple(map(tuple, sounds)),
            mean_short=wording_characters / max(1, documents),
            mean_long=body_characters / max(1, documents),
        )

    def _write_lengths(self, keys: Sequence[int]) -> None:
        """Write the lengths of each wording's two TF-IDF vectors, of characters and of pairs, for the cosines."""
        wordings = self._wordings(keys)
        grams = Grams.of([text for _, text in wordings])
        squares = ((1 + np.log(grams.weights)) * self._inverse_frequencies(grams.codes)) ** 2
        kinds = (~grams.are_pairs, grams.are_pairs)
        lengths = np.sqrt([np.bincount(grams.rows[kind], squares[kind], len(wordings)) for kind in kinds]).T
        by_key = groupby(zip((key for key, _ in wordings), lengths, strict=True), lambda pair: pair[0])
        values = ((pack_lengths([length for _, length in pairs]), key) for key, pairs in by_key)
        self._connection.executemany(f"update {self._name}_wordings set lengths = ? where key = ?", values)

    def _write_heading_trust(self) -> None:
        """Measure on a sample how much the first wordings say about the bodies."""
        keys = [key for (key,) in self._rows(f"select key from {self._name}_wordings order by key")]
        count = min(SAMPLE, len(keys))
        sample = [keys[place * len(keys) // count] for place in range(count)]
        among = f"where key in ({','.join('?' * len(sample))})"
        query = f"select texts, text from {self._name}_wordings join {self._name}_bodies using (key) {among}"
        rows = self._rows(query, sample)
        documents = [(split_wordings(texts)[0], self._packer.unpack(packed)[0]) for texts, packed in rows]
        self._connection.execute(f"delete from {self._name}_headings")
        self._insert("headings", 1, [(measure_heading_trust(documents),)])

    def _wordings(self, keys: Sequence[int]) -> list[tuple[int, str]]:
        """(key, wording) of all wordings of ``keys``, ordered by key."""
        among = f"where key in ({','.join('?' * len(keys))})"
        rows = self._rows(f"select key, texts from {self._name}_wordings {among} order by key", keys)
        return [(key, wording) for key, texts in rows for wording in split_wordings(texts)]

    def _inverse_frequencies(self, codes: Integers) -> Floats:
        """The inverse frequency of each of ``codes`` among wordings: ln((1 + wordings) / (1 + those with it)) + 1."""
        ((_, wordings, _, _),) = self._rows(f"select * from {self._name}_size")
        distinct, places = np.unique(codes, return_inverse=True)
        query = f"select sum(short) from {self._name}_postings where term = ?"
        containing = [self._connection.execute(query, (gram,)).fetchone()[0] for gram in grams_of(distinct)]
        inverse: Floats = np.log((1 + wordings) / (1 + np.array(containing, float))) + 1
        return inverse[places]

    def _change_postings(self, block: int, removed: Sequence[PostingRow], added: Sequence[PostingRow]) -> None:
        """Rewrite the row in ``block`` of every term that a ``removed`` or an ``added`` document contains."""
        removed_ids = np.unique(np.concatenate([np.empty(0, np.uint16), *(row.ids for row in removed)]))
        removed_by_term, added_by_term = ({row.term: row for row in rows} for rows in (removed, added))
        for term in dict.fromkeys((*removed_by_term, *added_by_term)):
            added_row = added_by_term.get(term)
            before, blobs = self._read_posting(term, block)
            frequencies = zip(before, _counts_of(removed_by_term.get(term)), _counts_of(added_row), strict=True)
            counts = [count - less + more for count, less, more in frequencies]
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
    """Folded wordings in one text, each followed by a line feed; a folded text contains none."""
    return "".join(f"{wording}\n" for wording in wordings)


def split_wordings(texts: str) -> list[str]:
    """The wordings that ``join_wordings`` joined."""
    return texts.split("\n")[:-1]


def pack_lengths(lengths: Sequence[Floats]) -> bytes:
    """A blob of two little-endian doubles for each wording: the lengths of its vectors of characters and of pairs."""
    return np.array(lengths, "<f8").tobytes()


def unpack_lengths(packed: bytes) -> Floats:
    """An array with a row of two lengths for each wording."""
    return np.frombuffer(packed, "<f8").reshape(-1, 2)
