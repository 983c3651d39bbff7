"""Filling the tables of a knowledge file that are read back: a file under construction, row by row."""

# ruff: noqa: S608 — column and table names in queries are this module's own; every value is bound.

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, replace
from datetime import date
from enum import Enum
from itertools import count
from typing import Any, TypeVar

import sqlite_utils
from sqlite_utils.db import DescIndex

from hotline.core.catalogue import CatalogueItem, Section
from hotline.core.contents import Contents, KnowledgeVersion
from hotline.core.departments import Department, Office
from hotline.core.entries import Entry, LegalBasis
from hotline.storage.knowledge.compression import Packer
from hotline.storage.knowledge.index_writer import Document, split_wordings

ENTRY_COLUMNS = [field.name for field in fields(Entry) if field.name not in ("similar_questions", "legal_bases")]
ITEM_COLUMNS = [field.name for field in fields(CatalogueItem)]
LONG_ENTRY_FIELDS = ("web_answer", "spoken", "text")
LONG_ITEM_FIELDS = ("body", "summary")
"""Empty in their tables where texts are packed: they are with the texts that are searched."""

FORMAT = 8
"""Grows when the tables of the file change, so that a file of other software is never read."""

T = TypeVar("T", Entry, CatalogueItem)
_INTEGERS = frozenset({"number", "entry", "format", "changed"})
_OFFICE, _DEPARTMENT = (tuple(field.name for field in fields(noun)) for noun in (Office, Department))
_TABLES = {
    "version": ("number", "built_at", "content_hash", "format", "analysis", "changed"),
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
    "phrases": ("text",),
}
"""Columns by table; each has a row number, ``id``, before them."""
_SMALL = ("version", "office", "departments", "topics", "synonyms", "dictionary", "stop_words", "most_asked")
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


def create_tables(connection: sqlite3.Connection) -> None:
    """All tables, without indexes: those are quicker made when the rows are there."""
    db = sqlite_utils.Database(connection)
    for table, columns in _TABLES.items():
        types = {column: int if column in _INTEGERS else str for column in columns}
        db.table(table).create({"id": int, **types}, pk="id")


def create_indexes(connection: sqlite3.Connection) -> None:
    db = sqlite_utils.Database(connection)
    for table, indexed, unique in _INDEXES:
        db.table(table).create_index(indexed, unique=unique)


def delete_entries(connection: sqlite3.Connection, marks: Iterable[str]) -> list[int]:
    """Delete the entries with these marks; their numbers."""
    numbers = [number for _, number in _delete_marked(connection, "entries", "number", marks)]
    for table in ("similar_questions", "legal_bases"):
        connection.executemany(f"delete from {table} where entry = ?", ((number,) for number in numbers))
    return numbers


def delete_items(connection: sqlite3.Connection, marks: Iterable[str]) -> dict[str, int]:
    """Delete the items with these marks; the row number each index number had."""
    return {index_number: id for id, index_number in _delete_marked(connection, "items", "index_number", marks)}


def _delete_marked(connection: sqlite3.Connection, table: str, key: str, marks: Iterable[str]) -> list[tuple[int, Any]]:
    gone: list[tuple[int, Any]] = []
    for mark in marks:
        gone += connection.execute(f"delete from {table} where mark = ? returning id, {key}", (mark,)).fetchall()
    return gone


def read_wordings(connection: sqlite3.Connection, collection: str, keys: Iterable[int]) -> Iterator[str]:
    for key in keys:
        for (texts,) in connection.execute(f"select texts from {collection}_wordings where key = ?", (key,)):
            yield from split_wordings(texts)


def write_small(
    connection: sqlite3.Connection, contents: Contents, version: KnowledgeVersion, analysis: str, changed: int
) -> None:
    """The tables that are few rows, in the place of those that were."""
    for table in _SMALL:
        connection.execute(f"delete from {table}")
    built_at = version.built_at.isoformat()
    insert(connection, "version", [(version.number, built_at, version.content_hash, FORMAT, analysis, changed)])
    insert(connection, "office", [_values(contents.office, _OFFICE)])
    insert(connection, "departments", (_values(one, _DEPARTMENT) for one in contents.departments))
    insert(connection, "topics", ((topic.digit, topic.name, topic.description) for topic in contents.topics))
    insert(connection, "synonyms", contents.synonyms)
    insert(connection, "dictionary", ((term,) for term in contents.dictionary))
    insert(connection, "stop_words", ((word,) for word in contents.stop_words))
    insert(connection, "most_asked", ((number,) for number in contents.most_asked))


def write_entries(
    connection: sqlite3.Connection, marked: Iterable[tuple[str, Entry]], packer: Packer
) -> Iterator[Document]:
    """Writes each entry as it passes, so that never all of them are held, and gives what is searched of it."""
    for mark, entry in marked:
        number = entry.number
        kept, told = _parted(entry, LONG_ENTRY_FIELDS, packer)
        insert(connection, "entries", [(*_values(kept, ENTRY_COLUMNS), mark)])
        insert(connection, "similar_questions", ((number, question) for question in entry.similar_questions))
        bases = ((number, basis.title, basis.article, basis.in_force.isoformat()) for basis in entry.legal_bases)
        insert(connection, "legal_bases", bases)
        wordings = (entry.question, *entry.similar_questions)
        yield Document(number, wordings, "\n".join((*entry.keywords, entry.web_answer)), told)


def write_items(
    connection: sqlite3.Connection, marked: Iterable[tuple[str, CatalogueItem]], ids: Mapping[str, int], packer: Packer
) -> Iterator[Document]:
    """The same for items; the row number is the key of their collection, and ``ids`` those that items had before."""
    (last,) = connection.execute("select coalesce(max(id), 0) from items").fetchone()
    new = count(max(last, *ids.values(), 0) + 1)
    for mark, item in marked:
        id = ids.get(item.index_number) or next(new)
        kept, told = _parted(item, LONG_ITEM_FIELDS, packer)
        insert(connection, "items", [(*_values(kept, ITEM_COLUMNS), mark)], id)
        long = (item.summary, item.document_number, item.genre, item.body)
        yield Document(id, (item.title,), "\n".join(long), told)


def _parted(noun: T, long: Sequence[str], packer: Packer) -> tuple[T, tuple[str, ...]]:
    """``noun`` without its ``long`` fields, and these, where they are packed; else all of it and nothing."""
    if not packer.packs:
        return noun, ()
    blank: dict[str, Any] = dict.fromkeys(long, "")
    return replace(noun, **blank), tuple(getattr(noun, field) for field in long)


def insert(connection: sqlite3.Connection, table: str, rows: Iterable[Sequence[Any]], id: int | None = None) -> None:
    """Append ``rows``; their row numbers count on, unless the one row's ``id`` is given."""
    marks = ", ".join("?" * (1 + len(_TABLES[table])))
    connection.executemany(f"insert into {table} values ({marks})", ((id, *row) for row in rows))


def _values(noun: object, columns: Sequence[str]) -> tuple[Any, ...]:
    return tuple(_plain(getattr(noun, column)) for column in columns)


def _plain(value: object) -> object:
    """How a field is written: dates as YYYY-MM-DD, keywords as a JSON list, a section by its name."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return json.dumps(value, ensure_ascii=False)
    return value.value if isinstance(value, Enum) else value


def _with_long(values: dict[str, Any], long: Sequence[str], packer: Packer, packed: bytes | None) -> None:
    """Put the ``long`` fields back that were packed behind the text that is searched."""
    if packed is not None:
        values.update(zip(long, packer.unpack(packed)[1:], strict=True))


def read_entry(row: Sequence[Any], packer: Packer, similar: list[str], bases: list[LegalBasis]) -> Entry:
    """The entry of a row: its ENTRY_COLUMNS, then its long texts where they are packed."""
    values = dict(zip(ENTRY_COLUMNS, row[:-1], strict=True))
    _with_long(values, LONG_ENTRY_FIELDS, packer, row[-1])
    values["keywords"] = tuple(json.loads(values["keywords"]))
    for column in ("effective_date", "review_date"):
        values[column] = date.fromisoformat(values[column])
    return Entry(**values, similar_questions=tuple(similar), legal_bases=tuple(bases))


def read_item(row: Sequence[Any], packer: Packer) -> CatalogueItem:
    """The item of a row: its ITEM_COLUMNS, then its long texts where they are packed."""
    values = dict(zip(ITEM_COLUMNS, row[:-1], strict=True))
    _with_long(values, LONG_ITEM_FIELDS, packer, row[-1])
    values["section"] = Section(values["section"])
    for column in ("made_date", "published_date"):
        values[column] = date.fromisoformat(values[column])
    return CatalogueItem(**values)
