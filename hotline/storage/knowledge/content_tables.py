"""The content tables of a knowledge file: entries, items and the small tables, as they are written and read back.

The index tables are those of ``index_writer``, ``spelling_index`` and ``embedding_index``."""

# ruff: noqa: S608 — only names of tables and columns, constants of this module, are put into queries.

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

from hotline.core.attachments import attachment_row, read_attachments
from hotline.core.catalogue import CatalogueItem, Section
from hotline.core.contents import Contents, KnowledgeVersion
from hotline.core.departments import Department, Office
from hotline.core.entries import Entry, LegalBasis
from hotline.core.holidays import HolidayDecree, LocalDayOff
from hotline.core.office_announcements import Announcement
from hotline.core.public_notices import PublicNotice
from hotline.storage.knowledge.compression import Packer
from hotline.storage.knowledge.index_writer import Document, split_wordings

ENTRY_COLUMNS = [field.name for field in fields(Entry) if field.name not in ("similar_questions", "legal_bases")]
ITEM_COLUMNS = [field.name for field in fields(CatalogueItem)]
LONG_ENTRY_FIELDS = ("web_answer", "spoken", "text")
LONG_ITEM_FIELDS = ("body", "summary")
"""The long fields. Where texts are packed, these columns are empty and the texts are packed with the indexed body."""

FORMAT = 14
"""The number of the file format. It grows when the tables change; a file of another format is refused."""

T = TypeVar("T", Entry, CatalogueItem)
_INTEGERS = frozenset({"number", "entry", "format", "changed"})
_OFFICE, _DEPARTMENT = (tuple(field.name for field in fields(noun)) for noun in (Office, Department))
_CALENDAR = {
    "holiday_decrees": tuple(field.name for field in fields(HolidayDecree)),
    "local_days_off": tuple(field.name for field in fields(LocalDayOff)),
    "announcements": tuple(field.name for field in fields(Announcement)),
    "public_notices": tuple(field.name for field in fields(PublicNotice)),
}
"""The tables of days off, announcements and public notices, named as the fields of Contents that hold them."""
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
    **_CALENDAR,
}
"""Table -> its columns. Each table has a primary key ``id`` before them."""
_SMALL = (
    *("version", "office", "departments", "topics", "synonyms", "dictionary", "stop_words", "most_asked"),
    *_CALENDAR,
)
_INDEXES = (
    ("entries", ("number",), True),
    ("entries", ("mark",), False),
    ("entries", ("topic", "number"), False),
    ("similar_questions", ("entry",), False),
    ("legal_bases", ("entry",), False),
    ("items", ("index_number",), True),
    ("items", ("mark",), False),
    ("items", ("section", DescIndex("published_date"), "index_number"), False),
    ("items", ("disclosure_class", DescIndex("published_date"), "index_number"), False),
    ("items", ("topic", DescIndex("published_date"), "index_number"), False),
)


def create_tables(connection: sqlite3.Connection) -> None:
    """Create the content tables without indexes, which are faster to create once the rows are there."""
    db = sqlite_utils.Database(connection)
    for table, columns in _TABLES.items():
        types = {column: int if column in _INTEGERS else str for column in columns}
        db.table(table).create({"id": int, **types}, pk="id")


def create_indexes(connection: sqlite3.Connection) -> None:
    """Create the SQL indexes of the content tables."""
    db = sqlite_utils.Database(connection)
    for table, indexed, unique in _INDEXES:
        db.table(table).create_index(indexed, unique=unique)


def delete_entries(connection: sqlite3.Connection, digests: Iterable[str]) -> list[int]:
    """Delete the entries with these digests. Returns their numbers."""
    numbers = [number for _, number in _delete_by_digest(connection, "entries", "number", digests)]
    for table in ("similar_questions", "legal_bases"):
        connection.executemany(f"delete from {table} where entry = ?", ((number,) for number in numbers))
    return numbers


def delete_items(connection: sqlite3.Connection, digests: Iterable[str]) -> dict[str, int]:
    """Delete the items with these digests. Returns index number -> row id."""
    return {index_number: id for id, index_number in _delete_by_digest(connection, "items", "index_number", digests)}


def _delete_by_digest(
    connection: sqlite3.Connection, table: str, key: str, digests: Iterable[str]
) -> list[tuple[int, Any]]:
    """Delete the rows with these digests. Returns (row id, key) of each."""
    deleted: list[tuple[int, Any]] = []
    for digest in digests:
        deleted += connection.execute(f"delete from {table} where mark = ? returning id, {key}", (digest,)).fetchall()
    return deleted


def read_wordings(connection: sqlite3.Connection, collection: str, keys: Iterable[int]) -> Iterator[str]:
    """The folded wordings of the documents under ``keys`` in a collection."""
    for key in keys:
        for (texts,) in connection.execute(f"select texts from {collection}_wordings where key = ?", (key,)):
            yield from split_wordings(texts)


def write_small(
    connection: sqlite3.Connection, contents: Contents, version: KnowledgeVersion, analysis: str, changed: int
) -> None:
    """Replace the tables that have few rows. ``analysis`` is the fingerprint; ``changed`` is KnowledgeFile.changed."""
    for table in _SMALL:
        connection.execute(f"delete from {table}")
    built_at = version.built_at.isoformat()
    insert(connection, "version", [(version.number, built_at, version.content_hash, FORMAT, analysis, changed)])
    insert(connection, "office", [_values(contents.office, _OFFICE)])
    insert(connection, "departments", (_values(department, _DEPARTMENT) for department in contents.departments))
    insert(connection, "topics", ((topic.digit, topic.name, topic.description) for topic in contents.topics))
    insert(connection, "synonyms", contents.synonyms)
    insert(connection, "dictionary", ((term,) for term in contents.dictionary))
    insert(connection, "stop_words", ((word,) for word in contents.stop_words))
    insert(connection, "most_asked", ((number,) for number in contents.most_asked))
    for table, columns in _CALENDAR.items():
        insert(connection, table, (_values(one, columns) for one in getattr(contents, table)))


def write_entries(
    connection: sqlite3.Connection, entries: Iterable[tuple[str, Entry]], packer: Packer
) -> Iterator[Document]:
    """Write ``entries``, given as (digest, entry), one at a time, and yield each as it is to be indexed."""
    for digest, entry in entries:
        number = entry.number
        row, unsearched = _split_long(entry, LONG_ENTRY_FIELDS, packer)
        insert(connection, "entries", [(*_values(row, ENTRY_COLUMNS), digest)])
        insert(connection, "similar_questions", ((number, question) for question in entry.similar_questions))
        bases = ((number, basis.title, basis.article, basis.in_force.isoformat()) for basis in entry.legal_bases)
        insert(connection, "legal_bases", bases)
        wordings = (entry.question, *entry.similar_questions)
        told = (entry.office, entry.telephone, entry.note) if entry.is_referral else ()
        yield Document(number, wordings, "\n".join((*entry.keywords, entry.web_answer, *told)), unsearched)


def write_items(
    connection: sqlite3.Connection, items: Iterable[tuple[str, CatalogueItem]], ids: Mapping[str, int], packer: Packer
) -> Iterator[Document]:
    """Write ``items``, given as (digest, item), one at a time, and yield each as it is to be indexed.

    The key of an item is its row id: the one it has in ``ids`` (index number -> id), or a new one."""
    (last,) = connection.execute("select coalesce(max(id), 0) from items").fetchone()
    new = count(max(last, *ids.values(), 0) + 1)
    for digest, item in items:
        id = ids.get(item.index_number) or next(new)
        row, unsearched = _split_long(item, LONG_ITEM_FIELDS, packer)
        insert(connection, "items", [(*_values(row, ITEM_COLUMNS), digest)], id)
        body = (item.summary, item.document_number, item.genre, item.body)
        yield Document(id, (item.title,), "\n".join(body), unsearched)


def _split_long(value: T, long: Sequence[str], packer: Packer) -> tuple[T, tuple[str, ...]]:
    """Where texts are packed: ``value`` with empty ``long`` fields, and their texts. Else ``value`` and nothing."""
    if not packer.packs:
        return value, ()
    empty: dict[str, Any] = dict.fromkeys(long, "")
    return replace(value, **empty), tuple(getattr(value, field) for field in long)


def insert(connection: sqlite3.Connection, table: str, rows: Iterable[Sequence[Any]], id: int | None = None) -> None:
    """Insert ``rows`` with the next row ids, or a single row with the given ``id``."""
    placeholders = ", ".join("?" * (1 + len(_TABLES[table])))
    connection.executemany(f"insert into {table} values ({placeholders})", ((id, *row) for row in rows))


def _values(value: object, columns: Sequence[str]) -> tuple[Any, ...]:
    """The columns of a dataclass as they are stored."""
    return tuple(_to_sql(getattr(value, column)) for column in columns)


def _to_sql(value: object) -> object:
    """A field as it is stored: a date as YYYY-MM-DD, keywords and attachments as a JSON list, an enum by its value."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return json.dumps(value, ensure_ascii=False, default=attachment_row)
    return value.value if isinstance(value, Enum) else value


def _unpack_long(values: dict[str, Any], long: Sequence[str], packer: Packer, packed: bytes | None) -> None:
    """Put the ``long`` fields into ``values`` if they were packed, after the indexed body."""
    if packed is not None:
        values.update(zip(long, packer.unpack(packed)[1:], strict=True))


def read_entry(row: Sequence[Any], packer: Packer, similar: list[str], bases: list[LegalBasis]) -> Entry:
    """The entry of a row: ENTRY_COLUMNS, then the blob of packed texts, or None where texts are not packed."""
    values = dict(zip(ENTRY_COLUMNS, row[:-1], strict=True))
    _unpack_long(values, LONG_ENTRY_FIELDS, packer, row[-1])
    values["keywords"] = tuple(json.loads(values["keywords"]))
    values["attachments"] = read_attachments(json.loads(values["attachments"]))
    for column in ("effective_date", "review_date"):
        values[column] = date.fromisoformat(values[column])
    return Entry(**values, similar_questions=tuple(similar), legal_bases=tuple(bases))


def read_item(row: Sequence[Any], packer: Packer) -> CatalogueItem:
    """The item of a row: ITEM_COLUMNS, then the blob of packed texts, or None where texts are not packed."""
    values = dict(zip(ITEM_COLUMNS, row[:-1], strict=True))
    _unpack_long(values, LONG_ITEM_FIELDS, packer, row[-1])
    values["section"] = Section(values["section"])
    values["attachments"] = read_attachments(json.loads(values["attachments"]))
    for column in ("made_date", "published_date"):
        values[column] = date.fromisoformat(values[column])
    return CatalogueItem(**values)
