"""The queries of a knowledge file about the items of the disclosure catalogue."""

# ruff: noqa: S608 — only names of tables and columns, constants of this module, are put into queries.

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from hotline.core.catalogue import EXPIRED, REPEALED, CatalogueItem, Section
from hotline.storage.knowledge.compression import Packer
from hotline.storage.knowledge.content_tables import ITEM_COLUMNS, read_item

ALL = -1
"""SQLite's LIMIT that limits nothing."""
_VALIDITY = f"case validity when '{REPEALED}' then 2 when '{EXPIRED}' then 1 else 0 end"
_IN_FORCE_FIRST = f"order by {_VALIDITY}, published_date desc, index_number desc"
_GROUPED = ("disclosure_class", "topic")
"""The columns by which the disclosure column of the site groups items."""


class ItemQueries:
    """The part of ``reader.KnowledgeFile`` that reads items; ``_rows`` and ``packer`` are the file's."""

    packer: Packer

    def _rows(self, query: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        raise NotImplementedError

    def count_items_by(self, column: str) -> dict[str, int]:
        """How many items each value of ``column`` (disclosure_class or topic) has; those without one are left out."""
        name = _grouped(column)
        return dict(self._rows(f"select {name}, count(*) from items where {name} <> '' group by {name}"))

    def list_items_of(self, column: str, value: str, limit: int = ALL, skip: int = 0) -> list[CatalogueItem]:
        """The items with ``value`` in ``column`` (disclosure_class or topic), the newest first."""
        newest = f"where {_grouped(column)} = ? order by published_date desc, index_number limit ? offset ?"
        return self._read_items(newest, (value, limit, skip))

    def list_items_of_genre(self, genre: str, limit: int) -> list[CatalogueItem]:
        """Items of a genre (体裁), those in force first, then the newest."""
        return self._read_items(f"where genre = ? {_IN_FORCE_FIRST} limit ?", (genre, limit))

    def list_items_titled(self, words: str, limit: int) -> list[CatalogueItem]:
        """Items whose title contains ``words``, those in force first, then the newest."""
        return self._read_items(f"where instr(title, ?) {_IN_FORCE_FIRST} limit ?", (words, limit))

    def find_item(self, index_number: str) -> CatalogueItem | None:
        items = self._read_items("where index_number = ?", (index_number,))
        return items[0] if items else None

    def items_ending(self, ending: str) -> list[CatalogueItem]:
        """The items whose index number, without its dashes and slashes, ends with ``ending``; those in force first,
        then the newest."""
        bare = "replace(replace(index_number, '-', ''), '/', '')"
        found = f"(select index_number from items where {bare} like '%' || ?)"  # reads its index alone
        return self._read_items(f"where index_number in {found} {_IN_FORCE_FIRST}", (ending,))

    def items_numbered(self, year: str, serial: str) -> list[CatalogueItem]:
        """The items in whose document number ``serial`` stands somewhere after ``year``; those in force first, then
        the newest. Brackets differ, so whoever calls this compares the numbers."""
        number = f"%{year}%{serial}%"
        return self._read_items(f"where document_number like ? {_IN_FORCE_FIRST}", (number,))

    def find_titled(self, words: Sequence[str]) -> list[int]:
        """The keys of all items whose title contains each of ``words`` (folded); the newest first."""
        contains = " and ".join(["instr(texts, ?)"] * len(words))
        query = f"select id from items join item_wordings on key = id where {contains} order by published_date desc, id"
        return [key for (key,) in self._rows(query, words)]

    def item_keys(self, index_numbers: Sequence[str]) -> list[int]:
        """The keys of the items with these index numbers, in their order; all must exist."""
        among = f"where index_number in ({placeholders(index_numbers)})"
        keys = dict(self._rows(f"select index_number, id from items {among}", index_numbers))
        return [keys[number] for number in index_numbers]

    def validity_of(self, keys: Sequence[int]) -> dict[int, int]:
        """Key -> 0 for an item in force, 1 for one whose time is over, 2 for a repealed one."""
        among = "where id in (select value from json_each(?))"
        return dict(self._rows(f"select id, {_VALIDITY} from items {among}", [json.dumps(keys)]))

    def list_items(self, section: Section | None = None, limit: int = ALL, skip: int = 0) -> list[CatalogueItem]:
        """Items, newest first: at most ``limit``, after the first ``skip``."""
        where = "" if section is None else "where section = ?"
        values = () if section is None else (section.value,)
        newest = f"{where} order by published_date desc, index_number limit ? offset ?"
        return self._read_items(newest, (*values, limit, skip))

    def items_published(self, first: date, end: date) -> list[CatalogueItem]:
        """The items disclosed from ``first`` up to before ``end``, the newest first."""
        newest = "where published_date >= ? and published_date < ? order by published_date desc, index_number desc"
        return self._read_items(newest, (first.isoformat(), end.isoformat()))

    def count_items(self, section: Section) -> int:
        return int(self._rows("select count(*) from items where section = ?", (section.value,))[0][0])

    def find_newest_item(self, words: str, but: str, not_of: Sequence[str] = ()) -> CatalogueItem | None:
        """The newest item whose title contains ``words`` and whose validity is not ``but``, and that belongs to none of
        the departments ``not_of``."""
        found = f"where instr(title, ?) and validity <> ? and department not in ({placeholders(not_of)})"
        newest = f"{found} order by published_date desc, index_number desc limit 1"
        items = self._read_items(newest, (words, but, *not_of))
        return items[0] if items else None

    def items_at(self, keys: Sequence[int]) -> dict[int, CatalogueItem]:
        """Key -> item, read in one go. ``keys`` are keys of the collection ``items``: distinct, and all must exist."""
        if not keys:
            return {}
        items = self._read_items(f"where id in ({placeholders(keys)}) order by id", keys)
        return dict(zip(sorted(keys), items, strict=True))

    def _read_items(self, where: str, values: Sequence[Any] = ()) -> list[CatalogueItem]:
        packed = "(select text from item_bodies where key = id)" if self.packer.packs else "null"
        rows = self._rows(f"select {', '.join(ITEM_COLUMNS)}, {packed} from items {where}", values)
        return [read_item(row, self.packer) for row in rows]


def _grouped(column: str) -> str:
    if column not in _GROUPED:
        raise ValueError(column)
    return column


def placeholders(values: Sequence[Any]) -> str:
    """The placeholders of a query for ``values``.

    >>> placeholders((1, 2))
    '?,?'
    """
    return ",".join("?" * len(values))
