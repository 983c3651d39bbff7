"""Writing a knowledge file, from nothing or by changing a copy of the one before: its tables and its collections."""

# ruff: noqa: S608 — column and table names in queries are this module's own; every value is bound.

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields
from datetime import date
from enum import Enum
from itertools import chain, count, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlite_utils
from sqlite_utils.db import DescIndex

from hotline.core.catalogue import CatalogueItem
from hotline.core.contents import Contents, KnowledgeVersion, compare_marks
from hotline.core.departments import Department, Office
from hotline.core.entries import Entry
from hotline.storage.indexing import CollectionBuilder, Document
from hotline.storage.knowledge import ENTRY_COLUMNS, FORMAT, ITEM_COLUMNS, Knowledge
from hotline.storage.spellings import SpellingWriter

if TYPE_CHECKING:
    from hotline.matching.terms import Analysis

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


_PROBE = (
    "申請行政復議要錢嗎？ＡＢＣ１２３，三十天/30天（２０２６年）；Fuyi……重庆银行，莫得。"
    "①㈠㎡ﬁ𠮷\u200b咋个整，付议、法綠ǚ，那個，我想問一下哈，請問怎麽辦！"
)
"""Says a little of everything that folding and sounding treat in a way of their own."""


@dataclass(frozen=True)
class Changes:
    """What must change for a file to hold other contents: the marks that go and those that come."""

    entries_gone: list[str]
    entries_come: list[str]
    items_gone: list[str]
    items_come: list[str]

    @property
    def documents(self) -> int:
        """How many entries and items differ."""
        return max(len(self.entries_gone), len(self.entries_come)) + max(len(self.items_gone), len(self.items_come))


def find_changes(base: Knowledge, contents: Contents) -> Changes:
    """From what ``base`` holds to ``contents``; no entry or item is read."""
    entries = compare_marks(base.entry_marks(), contents.all_entry_marks())
    return Changes(*entries, *compare_marks(base.item_marks(), contents.item_marks()))


def fingerprint(analyse: Callable[[str], Analysis]) -> str:
    """Changes when texts are folded or sounded in another way, so that what was analysed before cannot be kept."""
    probe = analyse(_PROBE)
    pairs = map("".join, pairwise(probe.folded))
    spelt = (spelling for pair in pairs for spelling, _ in probe.spell(pair))
    return hashlib.sha256("\n".join((probe.folded, *probe.sounds, *spelt)).encode()).hexdigest()


def build(path: Path, contents: Contents, version: KnowledgeVersion, analyse: Callable[[str], Analysis]) -> None:
    """Write the knowledge file ``path`` (which must not exist); after any failure it is incomplete: remove it."""
    with _writing(path) as connection:
        db = sqlite_utils.Database(connection)
        for table, columns in _TABLES.items():
            types = {column: int if column in _INTEGERS else str for column in columns}
            db.table(table).create({"id": int, **types}, pk="id")
        _write_small(connection, contents, version, fingerprint(analyse), 0)
        entries = chain(contents.read_entries(), contents.own_entries())
        spellings = SpellingWriter(connection, analyse)
        spellings.count((*(topic.name for topic in contents.topics), *contents.dictionary))
        written = spellings.counting(_written_entries(connection, entries))
        CollectionBuilder(connection, "entry", analyse).write(written)
        written = spellings.counting(_written_items(connection, contents.read_items(), {}))
        CollectionBuilder(connection, "item", analyse).write(written)
        spellings.write()
        for table, indexed, unique in _INDEXES:
            db.table(table).create_index(indexed, unique=unique)
        connection.commit()
        connection.execute("analyze")


def patch(
    path: Path, base: Knowledge, changes: Changes, contents: Contents, version: KnowledgeVersion,
    analyse: Callable[[str], Analysis],
) -> list[int]:  # fmt: skip
    """Turn ``path``, a copy of the file of ``base``, into that of ``contents``; the numbers of the entries written.

    Only what changed is read, analysed and written. After any failure the copy is incomplete: remove it."""
    with _writing(path) as connection:
        spellings = SpellingWriter(connection, analyse)
        spellings.count((*(topic.name for topic in base.topics()), *base.dictionary), -1)
        spellings.count((*(topic.name for topic in contents.topics), *contents.dictionary))
        _write_small(connection, contents, version, base.analysis, base.changed + changes.documents)
        gone = _delete_marked(connection, "entries", "number", changes.entries_gone)
        for table in ("similar_questions", "legal_bases"):
            connection.executemany(f"delete from {table} where entry = ?", ((number,) for _, number in gone))
        come = set(changes.entries_come)
        own = (marked for marked in contents.own_entries() if marked[0] in come)
        spellings.count(_wordings(connection, "entry", (number for _, number in gone)), -1)
        entries = list(spellings.counting(_written_entries(connection, chain(contents.read_entries(come), own))))
        CollectionBuilder(connection, "entry", analyse).change([number for _, number in gone], entries)
        gone = _delete_marked(connection, "items", "index_number", changes.items_gone)
        spellings.count(_wordings(connection, "item", (id for id, _ in gone)), -1)
        ids = {index_number: id for id, index_number in gone}
        items = _written_items(connection, contents.read_items(set(changes.items_come)), ids)
        CollectionBuilder(connection, "item", analyse).change(list(ids.values()), list(spellings.counting(items)))
        spellings.change()
        return [entry.key for entry in entries]


@contextmanager
def _writing(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection to a file that nobody reads yet, so that no journal need be kept; committed at the end."""
    connection = sqlite3.connect(path)
    try:
        connection.execute("pragma journal_mode = off")
        connection.execute("pragma synchronous = off")
        yield connection
        connection.commit()
    finally:
        connection.close()


def _delete_marked(connection: sqlite3.Connection, table: str, key: str, marks: list[str]) -> list[tuple[int, Any]]:
    """Delete the rows with these marks; their row numbers and keys."""
    gone = []
    for mark in marks:
        gone += connection.execute(f"delete from {table} where mark = ? returning id, {key}", (mark,)).fetchall()
    return gone


def _wordings(connection: sqlite3.Connection, collection: str, keys: Iterable[int]) -> Iterator[str]:
    for key in keys:
        for (text,) in connection.execute(f"select text from {collection}_wordings where key = ?", (key,)):
            yield text


def _write_small(
    connection: sqlite3.Connection, contents: Contents, version: KnowledgeVersion, analysis: str, changed: int
) -> None:
    """The tables that are few rows, in the place of those that were."""
    for table in _SMALL:
        connection.execute(f"delete from {table}")
    built_at = version.built_at.isoformat()
    _insert(connection, "version", [(version.number, built_at, version.content_hash, FORMAT, analysis, changed)])
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


def _written_items(
    connection: sqlite3.Connection, marked: Iterable[tuple[str, CatalogueItem]], ids: Mapping[str, int]
) -> Iterator[Document]:
    """The same for items; the row number is the key of their collection, and ``ids`` those that items had before."""
    (last,) = connection.execute("select coalesce(max(id), 0) from items").fetchone()
    new = count(max(last, *ids.values(), 0) + 1)
    for mark, item in marked:
        id = ids.get(item.index_number) or next(new)
        _insert(connection, "items", [(*_values(item, ITEM_COLUMNS), mark)], id)
        long = (item.summary, item.document_number, item.genre, item.body)
        yield Document(id, (item.title,), "\n".join(long))


def _insert(connection: sqlite3.Connection, table: str, rows: Iterable[Sequence[Any]], id: int | None = None) -> None:
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
