"""Builds a knowledge file: a whole new one, or a changed copy of the serving one."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain, islice, zip_longest
from pathlib import Path

from hotline.core.contents import DIGEST_LENGTH, Contents, KnowledgeVersion, compare_digests, split_digests
from hotline.core.entries import REFERRAL_NUMBERS
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
from hotline.storage.knowledge.index_writer import CollectionBuilder, Document
from hotline.storage.knowledge.initials_index import InitialsWriter
from hotline.storage.knowledge.reader import KnowledgeFile
from hotline.storage.knowledge.spelling_index import SpellingWriter

_SAMPLE = 100
"""Entries, and items, whose texts are sampled for the compression dictionary."""


@dataclass(frozen=True)
class Changes:
    """The digests to remove from a file and to add to it, so that it holds other contents."""

    entries_removed: list[str]
    entries_added: list[str]
    items_removed: list[str]
    items_added: list[str]

    @property
    def documents(self) -> int:
        """The number of entries and items that differ; a changed one is removed and added, and counts once."""
        entries = max(len(self.entries_removed), len(self.entries_added))
        return entries + max(len(self.items_removed), len(self.items_added))


def find_changes(base: KnowledgeFile, contents: Contents) -> Changes:
    """The changes from ``base`` to ``contents``, found by their digests without reading any entry or item."""
    entries = compare_digests(base.entry_digests(), contents.all_entry_digests())
    return Changes(*entries, *compare_digests(base.item_digests(), contents.item_digests()))


def build(path: Path, contents: Contents, version: KnowledgeVersion, analyse: Analyser) -> None:
    """Write a whole knowledge file at ``path``, which must not exist. After an error it is incomplete: delete it."""
    packer = Packer(_choose_phrases(contents))
    with _connect(path) as connection:
        if packer.packs:
            connection.execute(f"pragma page_size = {PACKED_PAGE}")
        create_tables(connection)
        write_small(connection, contents, version, fingerprint(analyse), 0)
        insert(connection, "phrases", [(packer.phrases,)])
        initials = InitialsWriter(connection, analyse)
        initials.create()
        entries = initials.writing(chain(contents.read_entries(), contents.own_entries()))
        spellings = SpellingWriter(connection, analyse)
        spellings.count((*(topic.name for topic in contents.topics), *contents.dictionary))
        referrals: list[Document] = []
        documents = spellings.counting(_put_aside(write_entries(connection, entries, packer), referrals))
        CollectionBuilder(connection, "entry", analyse, packer).write(documents)
        CollectionBuilder(connection, "referral", analyse, packer).write(referrals)
        documents = spellings.counting(write_items(connection, contents.read_items(), {}, packer))
        CollectionBuilder(connection, "item", analyse, packer).write(documents)
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
    """Turn ``path``, a copy of the file of ``base``, into the file of ``contents``.

    Only what changed is read, analysed and written. Returns the numbers of the entries written. After an error the
    copy is incomplete: delete it."""
    packer = base.packer
    with _connect(path) as connection:
        spellings = SpellingWriter(connection, analyse)
        spellings.count((*(topic.name for topic in base.topics()), *base.dictionary), -1)
        spellings.count((*(topic.name for topic in contents.topics), *contents.dictionary))
        write_small(connection, contents, version, base.analysis, base.changed + changes.documents)
        numbers = delete_entries(connection, changes.entries_removed)
        removed = {"entry": [n for n in numbers if n not in REFERRAL_NUMBERS]}
        removed["referral"] = [n for n in numbers if n in REFERRAL_NUMBERS]
        spellings.count_out(read_wordings(connection, "entry", removed["entry"]))
        added = set(changes.entries_added)
        own_entries = ((digest, entry) for digest, entry in contents.own_entries() if digest in added)
        initials = InitialsWriter(connection, analyse)
        initials.remove(numbers)
        entries_added = initials.writing(chain(contents.read_entries(added), own_entries))
        referrals: list[Document] = []
        entries = list(spellings.counting(_put_aside(write_entries(connection, entries_added, packer), referrals)))
        CollectionBuilder(connection, "entry", analyse, packer).change(removed["entry"], entries)
        CollectionBuilder(connection, "referral", analyse, packer).change(removed["referral"], referrals)
        ids = delete_items(connection, changes.items_removed)
        spellings.count_out(read_wordings(connection, "item", ids.values()))
        items = write_items(connection, contents.read_items(set(changes.items_added)), ids, packer)
        builder = CollectionBuilder(connection, "item", analyse, packer)
        builder.change(list(ids.values()), list(spellings.counting(items)))
        spellings.change()
        return [entry.key for entry in (*entries, *referrals)]


def _put_aside(documents: Iterable[Document], referrals: list[Document]) -> Iterator[Document]:
    """The documents that are no referrals; the others, which are few, are added to ``referrals``.

    Referrals have a collection of their own, because they must not change how rare a word is among our own entries.
    Nor are they counted as spellings: with them, 法援 would be read as 法院, which sounds alike."""
    for document in documents:
        if document.key in REFERRAL_NUMBERS:
            referrals.append(document)
        else:
            yield document


@contextmanager
def _connect(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection that is committed at the end. It keeps no journal, because nobody reads the file yet."""
    connection = sqlite3.connect(path)
    try:
        connection.execute("pragma journal_mode = off")
        connection.execute("pragma synchronous = off")
        yield connection
        connection.commit()
    finally:
        connection.close()


def _choose_phrases(contents: Contents) -> str:
    """The compression dictionary from a sample of documents; empty for contents too small to be packed.

    Those with the smallest digests are the sample, which is as good as random."""
    entries, items = contents.entry_digests(), contents.item_digests()
    if (len(entries) + len(items)) // DIGEST_LENGTH < PACKED_FROM:
        return ""
    answers = contents.read_entries(set(islice(split_digests(entries), _SAMPLE)))
    bodies = contents.read_items(set(islice(split_digests(items), _SAMPLE)))
    pairs = zip_longest((entry.web_answer for _, entry in answers), (item.body for _, item in bodies), fillvalue="")
    return choose_phrases(chain.from_iterable(pairs))
