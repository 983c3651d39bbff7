"""Writing a knowledge file, from nothing or by changing a copy of the one before: its tables and its collections."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain, islice, zip_longest
from pathlib import Path

from hotline.core.contents import MARK, Contents, KnowledgeVersion, compare_marks, split_marks
from hotline.storage.knowledge.analysis import Analyser, fingerprint
from hotline.storage.knowledge.compression import PACKED_FROM, PACKED_PAGE, Packer, choose_phrases
from hotline.storage.knowledge.content_tables import (
    create_indexes,
    create_tables,
    delete_entries,
    delete_items,
    insert,
    read_wordings,
    write_entries,
    write_items,
    write_small,
)
from hotline.storage.knowledge.index_writer import CollectionBuilder
from hotline.storage.knowledge.reader import KnowledgeFile
from hotline.storage.knowledge.spelling_index import SpellingWriter

_SAMPLE = 100
"""Entries, and items, that phrases are taken from."""


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


def find_changes(base: KnowledgeFile, contents: Contents) -> Changes:
    """From what ``base`` holds to ``contents``; no entry or item is read."""
    entries = compare_marks(base.entry_marks(), contents.all_entry_marks())
    return Changes(*entries, *compare_marks(base.item_marks(), contents.item_marks()))


def build(path: Path, contents: Contents, version: KnowledgeVersion, analyse: Analyser) -> None:
    """Write the knowledge file ``path`` (which must not exist); after any failure it is incomplete: remove it."""
    packer = Packer(_choose_phrases(contents))
    with _writing(path) as connection:
        if packer.packs:
            connection.execute(f"pragma page_size = {PACKED_PAGE}")
        create_tables(connection)
        write_small(connection, contents, version, fingerprint(analyse), 0)
        insert(connection, "phrases", [(packer.phrases,)])
        entries = chain(contents.read_entries(), contents.own_entries())
        spellings = SpellingWriter(connection, analyse)
        spellings.count((*(topic.name for topic in contents.topics), *contents.dictionary))
        written = spellings.counting(write_entries(connection, entries, packer))
        CollectionBuilder(connection, "entry", analyse, packer).write(written)
        written = spellings.counting(write_items(connection, contents.read_items(), {}, packer))
        CollectionBuilder(connection, "item", analyse, packer).write(written)
        spellings.write()
        create_indexes(connection)
        connection.commit()
        connection.execute("analyze")
        connection.commit()
        if packer.packs:
            connection.execute("vacuum")


def patch(
    path: Path, base: KnowledgeFile, changes: Changes, contents: Contents, version: KnowledgeVersion,
    analyse: Analyser,
) -> list[int]:  # fmt: skip
    """Turn ``path``, a copy of the file of ``base``, into that of ``contents``; the numbers of the entries written.

    Only what changed is read, analysed and written. After any failure the copy is incomplete: remove it."""
    packer = base.packer
    with _writing(path) as connection:
        spellings = SpellingWriter(connection, analyse)
        spellings.count((*(topic.name for topic in base.topics()), *base.dictionary), -1)
        spellings.count((*(topic.name for topic in contents.topics), *contents.dictionary))
        write_small(connection, contents, version, base.analysis, base.changed + changes.documents)
        numbers = delete_entries(connection, changes.entries_gone)
        spellings.count_out(read_wordings(connection, "entry", numbers))
        come = set(changes.entries_come)
        own = (marked for marked in contents.own_entries() if marked[0] in come)
        marked = chain(contents.read_entries(come), own)
        entries = list(spellings.counting(write_entries(connection, marked, packer)))
        CollectionBuilder(connection, "entry", analyse, packer).change(numbers, entries)
        ids = delete_items(connection, changes.items_gone)
        spellings.count_out(read_wordings(connection, "item", ids.values()))
        items = write_items(connection, contents.read_items(set(changes.items_come)), ids, packer)
        builder = CollectionBuilder(connection, "item", analyse, packer)
        builder.change(list(ids.values()), list(spellings.counting(items)))
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


def _choose_phrases(contents: Contents) -> str:
    """From texts of a few documents, which their marks choose by chance; nothing for a file that is not packed."""
    entries, items = contents.entry_marks(), contents.item_marks()
    if (len(entries) + len(items)) // MARK < PACKED_FROM:
        return ""
    answers = contents.read_entries(set(islice(split_marks(entries), _SAMPLE)))
    bodies = contents.read_items(set(islice(split_marks(items), _SAMPLE)))
    pairs = zip_longest((entry.web_answer for _, entry in answers), (item.body for _, item in bodies), fillvalue="")
    return choose_phrases(chain.from_iterable(pairs))
