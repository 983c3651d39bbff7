"""Writing a knowledge file: the tables that are read back and the collections that are searched."""

# ruff: noqa: S608 — column and table names in queries are this module's own; every value is bound.

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import fields
from datetime import date
from enum import Enum
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlite_utils
from sqlite_utils.db import DescIndex

from hotline.core.catalogue import CatalogueItem
from hotline.core.contents import Contents, KnowledgeVersion
from hotline.core.departments import Department, Office
from hotline.core.entries import Entry
from hotline.storage.indexing import CollectionBuilder, Document
from hotline.storage.knowledge import ENTRY_COLUMNS, FORMAT, ITEM_COLUMNS
from hotline.storage.spellings import SpellingWriter

if TYPE_CHECKING:
    from hotline.matching.terms import Analysis

_INTEGERS = frozenset({"number", "entry", "format"})
_OFFICE, _DEPARTMENT = (tuple(field.name for field in fields(noun)) for noun in (Office, Department))
_TABLES = {
    "version": ("number", "built_at", "content_hash", "format"),
    "office": _OFFICE,
    "departments": _DEPARTMENT,
    "topics": ("digit", "name", "description"),
    "entries": (*ENTRY_COLUMNS, "mark"),
    "similar_questions": ("entry", "question"),
    "legal_bases": ("entry", "title", "article", "in_force"),
    "items": (*ITEM_COLUMNS, "mark"),
    "synonyms": ("colloquial", "official"),
    "dictionary": ("term",),
    "stop_words": ("word",),
    "most_asked": ("number",),
}
"""Columns by table; each has a row number, ``id``, before them."""
_INDEXES = (
    ("entries", ("number",), True),
    ("entries", ("mark",), False),
    ("entries", ("topic", "number"), False),
    ("similar_questions", ("entry",), False),
    ("legal_bases", ("entry",), False),
    ("items", ("index_number",), True),
    ("items", ("mark",), False),
    ("items", ("section", DescIndex("published_date"), "index_number"), False),
)


def build(path: Path, contents: Contents, version: KnowledgeVersion, analyse: Callable[[str], Analysis]) -> None:
    """Write the knowledge file ``path`` (which must not exist); after any failure it is incomplete: remove it."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("pragma journal_mode = off")
        connection.execute("pragma synchronous = off")
        db = sqlite_utils.Database(connection)
        for table, columns in _TABLES.items():
            types = {column: int if column in _INTEGERS else str for column in columns}
            db.table(table).create({"id": int, **types}, pk="id")
        _write_small(connection, contents, version)
        entries = chain(contents.read_entries(), contents.own_entries())
        spellings = SpellingWriter(connection, analyse)
        for text in (*(topic.name for topic in contents.topics), *contents.dictionary):
            spellings.count(text)
        written = spellings.counting(_written_entries(connection, entries))
        CollectionBuilder(connection, "entry", analyse).write(written)
        written = spellings.counting(_written_items(connection, contents.read_items()))
        CollectionBuilder(connection, "item", analyse).write(written)
        spellings.write()
        for table, indexed, unique in _INDEXES:
            db.table(table).create_index(indexed, unique=unique)
        connection.commit()
        connection.execute("analyze")
        connection.commit()


def _write_small(connection: sqlite3.Connection, contents: Contents, version: KnowledgeVersion) -> None:
    """The tables that are few rows."""
    about = (version.number, version.built_at.isoformat(), version.content_hash, FORMAT)
    _insert(connection, "version", [about])
    _insert(connection, "office", [_values(contents.office, _OFFICE)])
    _insert(connection, "departments", (_values(one, _DEPARTMENT) for one in contents.departments))
    _insert(connection, "topics", ((topic.digit, topic.name, topic.description) for topic in contents.topics))
    _insert(connection, "synonyms", contents.synonyms)
    _insert(connection, "dictionary", ((term,) for term in contents.dictionary))
    _insert(connection, "stop_words", ((word,) for word in contents.stop_words))
    _insert(connection, "most_asked", ((number,) for number in contents.most_asked))


def _written_entries(connection: sqlite3.Connection, marked: Iterable[tuple[str, Entry]]) -> Iterator[Document]:
    """Writes each entry as it passes, so that never all of them are held, and gives what is searched of it."""
    for mark, entry in marked:
        number = entry.number
        _insert(connection, "entries", [(*_values(entry, ENTRY_COLUMNS), mark)])
        _insert(connection, "similar_questions", ((number, question) for question in entry.similar_questions))
        bases = ((number, basis.title, basis.article, basis.in_force.isoformat()) for basis in entry.legal_bases)
        _insert(connection, "legal_bases", bases)
        wordings = (entry.question, *entry.similar_questions)
        yield Document(number, wordings, "\n".join((*entry.keywords, entry.web_answer)))


def _written_items(connection: sqlite3.Connection, marked: Iterable[tuple[str, CatalogueItem]]) -> Iterator[Document]:
    """The same for items; the row number is the key of their collection."""
    for id, (mark, item) in enumerate(marked, start=1):
        _insert(connection, "items", [(*_values(item, ITEM_COLUMNS), mark)])
        long = (item.summary, item.document_number, item.genre, item.body)
        yield Document(id, (item.title,), "\n".join(long))


def _insert(connection: sqlite3.Connection, table: str, rows: Iterable[Sequence[Any]]) -> None:
    """Append ``rows``; ``id`` counts them on."""
    marks = ", ".join("?" * len(_TABLES[table]))
    connection.executemany(f"insert into {table} values (null, {marks})", rows)


def _values(noun: object, columns: Sequence[str]) -> tuple[Any, ...]:
    return tuple(_plain(getattr(noun, column)) for column in columns)


def _plain(value: object) -> object:
    """How a field is written: dates as YYYY-MM-DD, keywords as a JSON list, a section by its name."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return json.dumps(value, ensure_ascii=False)
    return value.value if isinstance(value, Enum) else value
