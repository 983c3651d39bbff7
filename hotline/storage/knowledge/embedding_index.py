"""Sentence embeddings in a knowledge file: computed at a publish, or copied from the serving file for equal texts.

Each document has a row under its key with two blobs: the hashes of its texts, 8 bytes each, and their vectors in the
same order. ``hotline.matching`` decides what a vector is; here it is a number of bytes, the same for every vector."""

# ruff: noqa: S608 — only names of tables and columns, constants of this module, are put into queries.

from __future__ import annotations

import math
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from functools import partial
from hashlib import blake2b
from itertools import islice
from pathlib import Path
from typing import Any, Protocol

from hotline.core.entries import REFERRAL_NUMBERS
from hotline.storage.knowledge.compression import Packer

_HASH = 8
"""Bytes of a text's hash. Among a million texts, two have the same hash in one file out of forty million."""
_BATCH = 256
"""Documents read at once."""
_KEYS = {
    "entry": ("entries", "number", f"number not between {REFERRAL_NUMBERS.start} and {REFERRAL_NUMBERS.stop - 1}"),
    "referral": ("entries", "number", f"number between {REFERRAL_NUMBERS.start} and {REFERRAL_NUMBERS.stop - 1}"),
    "item": ("items", "id", "1"),
}
"""For each collection, the table of its documents, the column of their keys, and the condition for its rows."""

Query = Callable[[str, Sequence[Any]], list[tuple[Any, ...]]]
DocumentTexts = tuple[int, Sequence[str]]
"""The key of a document and its texts that are embedded."""


class Embedder(Protocol):
    """Computes embeddings."""

    @property
    def model(self) -> str:
        """The name of the model. Vectors of different models cannot be compared."""
        ...

    @property
    def most(self) -> float:
        """The largest number of texts that are embedded at once; of more, none is."""
        ...

    def texts(self, wordings: Sequence[str], answer: str) -> Sequence[str]:
        """The texts of a document that are embedded."""
        ...

    def read(self, texts: Sequence[str]) -> Mapping[str, bytes]:
        """The vectors of ``texts``; a text may be left out."""
        ...


class EmbeddingTable:
    """The embeddings of an open knowledge file. ``query`` runs a query with its values; it is thread-safe."""

    def __init__(self, query: Query) -> None:
        self._query = query
        has_table = query("select 1 from sqlite_master where name = 'vector_model'", ())
        row = query("select model, complete from vector_model", ())[0] if has_table else ("", 0)
        self.model = str(row[0])
        """The model that computed the vectors; empty where there are none."""
        self.complete = bool(row[1])
        """Whether every document has vectors."""

    def find_vectors(self, name: str, documents: Iterable[DocumentTexts]) -> dict[str, bytes]:
        """Text -> vector, for the texts of ``documents`` (of collection ``name``) that have one under the same key."""
        hashes = {text: _hash(text) for _, texts in documents for text in texts}
        keys = [key for key, _ in documents]
        rows = self._query(f"select hashes, vectors from {name}_vectors where key in ({_placeholders(keys)})", keys)
        vectors = {hash: vector for row in rows for hash, vector in _split(*row)}
        return {text: vectors[hash] for text, hash in hashes.items() if hash in vectors}


def read_vectors(query: Query, name: str, keys: Sequence[int]) -> list[bytes]:
    """For each of ``keys``, the vectors of the document's texts, joined. KeyError when a document has none."""
    rows = query(f"select key, vectors from {name}_vectors where key in ({_placeholders(keys)})", list(keys))
    found: dict[int, bytes] = {key: vectors for key, vectors in rows}
    return [found[key] for key in keys]


def list_vectors(query: Query, name: str) -> Iterator[tuple[int, bytes]]:
    """(key, vectors of its texts, joined) of each document that has some, ordered by key."""
    keys = [key for (key,) in query(f"select key from {name}_vectors order by key", ())]
    for start in range(0, len(keys), _BATCH):
        batch = keys[start : start + _BATCH]
        yield from zip(batch, read_vectors(query, name, batch), strict=True)


def fill(path: Path, embedder: Embedder, serving: EmbeddingTable | None) -> None:
    """Write vectors for the documents that have none into the file at ``path``, which nobody reads yet.

    A vector is copied from the ``serving`` file where the document had the text there, and computed otherwise. A
    document with a text that is not embedded now gets no vectors; then the file is not complete."""
    before = serving if serving and serving.model == embedder.model else None
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("pragma journal_mode = off")
        connection.execute("pragma synchronous = off")
        _create_tables(connection, embedder.model)
        if not (before and before.complete) and _are_more(connection, embedder.most):
            # Too many to embed now. Reading half a million documents to find that out would hold up the publish.
            connection.execute("update vector_model set complete = 0")
            connection.commit()
            return
        computed = embedder.read(list(dict.fromkeys(_missing(connection, embedder, before))))
        complete = True
        for name, documents in _without_vectors(connection, embedder):
            vectors = {**(before.find_vectors(name, documents) if before else {}), **computed}
            rows = list(_rows(documents, vectors))
            complete &= len(rows) == len(documents)
            connection.executemany(f"insert into {name}_vectors values (?, ?, ?)", rows)
        connection.execute("update vector_model set complete = ?", (complete,))
        connection.commit()


def list_missing(path: Path, embedder: Embedder) -> list[str]:
    """The texts of the file at ``path`` that have no vector of this model, each once."""
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
        _create_tables(connection, embedder.model, "temp")
        return list(dict.fromkeys(_missing(connection, embedder, None)))


def _are_more(connection: sqlite3.Connection, most: float) -> bool:
    """Whether more than ``most`` documents have no vectors, found without reading them."""
    if most == math.inf:
        return False
    for name, (table, column, condition) in _KEYS.items():
        known = f"select 1 from {name}_vectors where key = {column}"
        query = f"select count(*) from (select 1 from {table} where {condition} and not exists ({known}) limit ?)"
        most -= connection.execute(query, (int(most) + 1,)).fetchone()[0]
        if most < 0:
            return True
    return False


def _create_tables(connection: sqlite3.Connection, model: str, schema: str = "main") -> None:
    """Create empty tables, unless the file has those of ``model``.

    In schema ``temp`` they hide the tables of the file, so that a file opened read-only seems to have no vectors."""
    if EmbeddingTable(lambda query, values: connection.execute(query, values).fetchall()).model == model:
        return
    tables = {"vector_model": "model text, complete integer"}
    tables |= {f"{name}_vectors": "key integer, hashes blob, vectors blob" for name in _KEYS}
    for table, columns in tables.items():
        connection.execute(f"drop table if exists {schema}.{table}")
        connection.execute(f"create table {schema}.{table} ({columns})")
    connection.execute(f"insert into {schema}.vector_model values (?, 0)", (model,))
    for name, (table, column, _) in _KEYS.items():
        # A separate index, so that a search for keys does not read the pages with the vectors.
        connection.execute(f"create unique index {schema}.{name}_vectors_key on {name}_vectors (key)")
        if schema == "main":
            _create_triggers(connection, name, column, table)


def _create_triggers(connection: sqlite3.Connection, name: str, column: str, table: str) -> None:
    """Delete vectors with their document, also where a copy of the file is changed without an embedder."""
    for event, statement in (
        ("delete", f"delete from {name}_vectors where key = old.{column}"),
        ("insert", "update vector_model set complete = 0"),
    ):
        trigger = f"{name}_vectors_{event}"
        connection.execute(f"drop trigger if exists {trigger}")
        connection.execute(f"create trigger {trigger} after {event} on {table} begin {statement}; end")


def _missing(connection: sqlite3.Connection, embedder: Embedder, before: EmbeddingTable | None) -> Iterator[str]:
    """The texts of documents without vectors that have none in ``before`` either; a text may come twice."""
    for name, documents in _without_vectors(connection, embedder):
        known = before.find_vectors(name, documents) if before else {}
        yield from (text for _, texts in documents for text in texts if text not in known)


def _without_vectors(connection: sqlite3.Connection, embedder: Embedder) -> Iterator[tuple[str, list[DocumentTexts]]]:
    """Batches of each collection's documents that have no vectors: (collection, documents with the texts to embed)."""
    packer = Packer(connection.execute("select text from phrases").fetchone()[0])
    for name in _KEYS:
        read_documents = _read_items if name == "item" else partial(_read_entries, name)
        keys = iter(_keys_without_vectors(connection, name))
        while batch := list(islice(keys, _BATCH)):
            found = read_documents(connection, batch, packer)
            yield name, [(key, embedder.texts(wordings, answer)) for key, wordings, answer in found]


def _keys_without_vectors(connection: sqlite3.Connection, name: str) -> list[int]:
    """The keys of a collection's documents that have no vectors, in order."""
    table, column, condition = _KEYS[name]
    known = f"select 1 from {name}_vectors where key = {column}"
    query = f"select {column} from {table} where {condition} and not exists ({known}) order by {column}"
    return [int(key) for (key,) in connection.execute(query)]


def _read_entries(
    name: str, connection: sqlite3.Connection, numbers: Sequence[int], packer: Packer
) -> Iterator[tuple[int, tuple[str, ...], str]]:
    """(number, wordings, answer) of these entries of a collection, whether the answer is packed or not."""
    similar: dict[int, list[str]] = defaultdict(list)
    query = f"select entry, question from similar_questions where entry in ({_placeholders(numbers)}) order by id"
    for number, question in connection.execute(query, numbers):
        similar[number].append(question)
    packed_answer = f"(select text from {name}_bodies where key = number)" if packer.packs else "''"
    columns = f"number, question, web_answer, {packed_answer}"
    rows = connection.execute(f"select {columns} from entries where number in ({_placeholders(numbers)})", numbers)
    for number, question, answer, packed in rows:
        yield number, (question, *similar[number]), packer.unpack(packed)[1] if packed else answer


def _read_items(
    connection: sqlite3.Connection, ids: Sequence[int], _packer: Packer
) -> Iterator[tuple[int, tuple[str, ...], str]]:
    """(id, wordings, "") of these items. Their only wording is the title, and no answer is embedded."""
    for id, title in connection.execute(f"select id, title from items where id in ({_placeholders(ids)})", ids):
        yield id, (title,), ""


def _rows(documents: Iterable[DocumentTexts], vectors: Mapping[str, bytes]) -> Iterator[tuple[int, bytes, bytes]]:
    """The rows (key, hashes, vectors) of the documents whose texts all have a vector."""
    for key, texts in documents:
        if all(text in vectors for text in texts):
            yield key, b"".join(map(_hash, texts)), b"".join(vectors[text] for text in texts)


def _hash(text: str) -> bytes:
    return blake2b(text.encode(), digest_size=_HASH).digest()


def _split(hashes: bytes, vectors: bytes) -> Iterator[tuple[bytes, bytes]]:
    """(hash, vector) of each text of a row."""
    length = len(vectors) * _HASH // len(hashes)
    for place in range(len(hashes) // _HASH):
        yield hashes[place * _HASH : (place + 1) * _HASH], vectors[place * length : (place + 1) * length]


def _placeholders(values: Sequence[object]) -> str:
    return ",".join("?" * len(values))
