"""Sentence vectors in the knowledge file: written at a publish, taken over from the file before for equal texts.

A document's texts stand under its key as two blobs in one order: eight bytes of each text's hash, and its vector. What
a vector is, `hotline.matching` decides; here it is bytes of one length."""

# ruff: noqa: S608 — table names in queries are this module's own; every value is bound.

from __future__ import annotations

import math
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from hashlib import blake2b
from itertools import islice
from pathlib import Path
from typing import Any, Protocol

from hotline.storage.knowledge.compression import Packer

_HASH = 8
"""Bytes of a text's hash: among a million texts, two are taken for one another once in forty million files."""
_BATCH = 256
"""Documents read at once."""
_KEYS = {"entry": ("entries", "number"), "item": ("items", "id")}
"""For each collection, the table of its documents and the column of their keys."""

Query = Callable[[str, Sequence[Any]], list[tuple[Any, ...]]]
Document = tuple[int, Sequence[str]]


class Embedder(Protocol):
    """Makes vectors; ``model`` names how, for those of another say nothing beside them."""

    @property
    def model(self) -> str: ...
    @property
    def most(self) -> float:
        """How many texts it reads now at most; of more it reads none."""
        ...

    def texts(self, wordings: Sequence[str], answer: str) -> Sequence[str]:
        """What is read of a document."""
        ...

    def read(self, texts: Sequence[str]) -> Mapping[str, bytes]:
        """The vectors of as many of ``texts`` as are to be read now."""
        ...


class EmbeddingTable:
    """The vectors of an opened knowledge file; ``query`` runs a query with its values, in any thread."""

    def __init__(self, query: Query) -> None:
        self._query = query
        known = query("select 1 from sqlite_master where name = 'vector_model'", ())
        row = query("select model, complete from vector_model", ())[0] if known else ("", 0)
        self.model = str(row[0])
        """What made the vectors; empty where there are none."""
        self.complete = bool(row[1])
        """Whether every document has its vectors."""

    def kept(self, name: str, documents: Iterable[Document]) -> dict[str, bytes]:
        """The vectors of those texts of ``documents`` that stand under their keys."""
        texts = {text: _hash(text) for _, those in documents for text in those}
        keys = [key for key, _ in documents]
        rows = self._query(f"select hashes, vectors from {name}_vectors where key in ({_marks(keys)})", keys)
        vectors = {hash: vector for row in rows for hash, vector in _split(*row)}
        return {text: vectors[hash] for text, hash in texts.items() if hash in vectors}


def read_vectors(query: Query, name: str, keys: Sequence[int]) -> list[bytes]:
    """The vectors of each document's texts, joined, in the order of ``keys``; of a file that is complete."""
    rows = query(f"select key, vectors from {name}_vectors where key in ({_marks(keys)})", list(keys))
    found: dict[int, bytes] = {key: vectors for key, vectors in rows}
    return [found[key] for key in keys]


def fill(path: Path, reader: Embedder, before: EmbeddingTable | None) -> None:
    """Write into the file at ``path``, which nobody reads yet, the vectors of documents that have none.

    One is taken over from ``before``, the file that serves, where the document had the text already, and read
    otherwise. A document of which a text is not read now is left without."""
    kept = before if before and before.model == reader.model else None
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("pragma journal_mode = off")
        connection.execute("pragma synchronous = off")
        _make_tables(connection, reader.model)
        if not (kept and kept.complete) and _are_more(connection, reader.most):
            # Too many to be read now: to look through half a million documents for it would hold the publish up.
            connection.execute("update vector_model set complete = 0")
            connection.commit()
            return
        new = reader.read(list(dict.fromkeys(_missing(connection, reader, kept))))
        complete = True
        for name, documents in _without_vectors(connection, reader):
            vectors = {**(kept.kept(name, documents) if kept else {}), **new}
            rows = list(_rows(documents, vectors))
            complete &= len(rows) == len(documents)
            connection.executemany(f"insert into {name}_vectors values (?, ?, ?)", rows)
        connection.execute("update vector_model set complete = ?", (complete,))
        connection.commit()


def list_missing(path: Path, reader: Embedder) -> list[str]:
    """The texts of the file at ``path`` that have no vector, each once."""
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
        _make_tables(connection, reader.model, "temp")
        return list(dict.fromkeys(_missing(connection, reader, None)))


def _are_more(connection: sqlite3.Connection, most: float) -> bool:
    """Whether more than ``most`` documents have no vectors."""
    if most == math.inf:
        return False
    for name, (table, column) in _KEYS.items():
        known = f"select 1 from {name}_vectors where key = {column}"
        query = f"select count(*) from (select 1 from {table} where not exists ({known}) limit ?)"
        most -= connection.execute(query, (int(most) + 1,)).fetchone()[0]
        if most < 0:
            return True
    return False


def _make_tables(connection: sqlite3.Connection, model: str, schema: str = "main") -> None:
    """Make empty tables where there are none, or those of another model; in ``temp`` they stand before the file's."""
    if EmbeddingTable(lambda query, values: connection.execute(query, values).fetchall()).model == model:
        return
    tables = {"vector_model": "model text, complete integer"}
    tables |= {f"{name}_vectors": "key integer, hashes blob, vectors blob" for name in _KEYS}
    for table, columns in tables.items():
        connection.execute(f"drop table if exists {schema}.{table}")
        connection.execute(f"create table {schema}.{table} ({columns})")
    connection.execute(f"insert into {schema}.vector_model values (?, 0)", (model,))
    for name, (table, column) in _KEYS.items():
        # An index of its own, so that looking for keys does not walk through the vectors.
        connection.execute(f"create unique index {schema}.{name}_vectors_key on {name}_vectors (key)")
        if schema == "main":
            _follow_changes(connection, name, column, table)


def _follow_changes(connection: sqlite3.Connection, name: str, column: str, table: str) -> None:
    """Let the vectors of a document go with it, also where a copy of the file is changed without a reader."""
    for event, statement in (
        ("delete", f"delete from {name}_vectors where key = old.{column}"),
        ("insert", "update vector_model set complete = 0"),
    ):
        trigger = f"{name}_vectors_{event}"
        connection.execute(f"drop trigger if exists {trigger}")
        connection.execute(f"create trigger {trigger} after {event} on {table} begin {statement}; end")


def _missing(connection: sqlite3.Connection, reader: Embedder, kept: EmbeddingTable | None) -> Iterator[str]:
    for name, documents in _without_vectors(connection, reader):
        known = kept.kept(name, documents) if kept else {}
        yield from (text for _, texts in documents for text in texts if text not in known)


def _without_vectors(connection: sqlite3.Connection, reader: Embedder) -> Iterator[tuple[str, list[Document]]]:
    """Batches of each collection's documents that have no vectors: (collection, documents with the texts to embed)."""
    packer = Packer(connection.execute("select text from phrases").fetchone()[0])
    for name, read_documents in (("entry", _read_entries), ("item", _read_items)):
        keys = iter(_keys_without_vectors(connection, name))
        while batch := list(islice(keys, _BATCH)):
            found = read_documents(connection, batch, packer)
            yield name, [(key, reader.texts(wordings, answer)) for key, wordings, answer in found]


def _keys_without_vectors(connection: sqlite3.Connection, name: str) -> list[int]:
    table, column = _KEYS[name]
    known = f"select 1 from {name}_vectors where key = {column}"
    rows = connection.execute(f"select {column} from {table} where not exists ({known}) order by {column}")
    return [int(key) for (key,) in rows]


def _read_entries(
    connection: sqlite3.Connection, numbers: Sequence[int], packer: Packer
) -> Iterator[tuple[int, tuple[str, ...], str]]:
    """(number, wordings, answer) of these entries, wherever the file keeps the answer."""
    similar: dict[int, list[str]] = defaultdict(list)
    query = f"select entry, question from similar_questions where entry in ({_marks(numbers)}) order by id"
    for number, question in connection.execute(query, numbers):
        similar[number].append(question)
    packed_answer = "(select text from entry_bodies where key = number)" if packer.packs else "''"
    query = f"select number, question, web_answer, {packed_answer} from entries where number in ({_marks(numbers)})"
    for number, question, answer, packed in connection.execute(query, numbers):
        yield number, (question, *similar[number]), packer.unpack(packed)[1] if packed else answer


def _read_items(
    connection: sqlite3.Connection, ids: Sequence[int], _packer: Packer
) -> Iterator[tuple[int, tuple[str, ...], str]]:
    """(id, wordings, no answer) of these items, whose only wording is the title."""
    for id, title in connection.execute(f"select id, title from items where id in ({_marks(ids)})", ids):
        yield id, (title,), ""


def _rows(documents: Iterable[Document], vectors: Mapping[str, bytes]) -> Iterator[tuple[int, bytes, bytes]]:
    for key, texts in documents:
        if all(text in vectors for text in texts):
            yield key, b"".join(map(_hash, texts)), b"".join(vectors[text] for text in texts)


def _hash(text: str) -> bytes:
    return blake2b(text.encode(), digest_size=_HASH).digest()


def _split(hashes: bytes, vectors: bytes) -> Iterator[tuple[bytes, bytes]]:
    length = len(vectors) * _HASH // len(hashes)
    for place in range(len(hashes) // _HASH):
        yield hashes[place * _HASH : (place + 1) * _HASH], vectors[place * length : (place + 1) * length]


def _marks(values: Sequence[object]) -> str:
    return ",".join("?" * len(values))
