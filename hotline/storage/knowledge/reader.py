"""Reads a knowledge file: everything the public is answered from, compiled into one SQLite file by ``builder``.

The file is also the open-data download, so it must not contain secrets. It contains the departments' liaison lines,
although no page shows them: they are office numbers, and the phone dials them while the records database is down."""

# ruff: noqa: S608 — only names of tables and columns, constants of this module, are put into queries.

from __future__ import annotations

import json
import os
import sqlite3
import threading
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import date, datetime
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import Any, TypeVar

from hotline.core.catalogue import CatalogueItem
from hotline.core.contact_entries import Contact, list_contacts
from hotline.core.contents import KnowledgeVersion
from hotline.core.departments import Department, Office
from hotline.core.entries import MEMBER_OFFICE_NUMBERS, OFFICE_NUMBERS, REFERRAL_NUMBERS, Entry, LegalBasis, Topic
from hotline.core.errors import Unavailable
from hotline.core.holidays import HolidayDecree, LocalDayOff, OfficeCalendar
from hotline.core.member_offices import LINE_OFFICE, MemberOffice, offices_of
from hotline.core.office_announcements import Announcement, Closings, list_closings
from hotline.core.public_notices import PublicNotice
from hotline.core.recently_used import RecentlyUsed
from hotline.core.speech_hints import MOST_HINTS, choose_hints
from hotline.storage.knowledge.compression import Packer
from hotline.storage.knowledge.content_tables import ENTRY_COLUMNS, FORMAT, read_entry
from hotline.storage.knowledge.embedding_index import EmbeddingTable
from hotline.storage.knowledge.file_identity import identify
from hotline.storage.knowledge.index_reader import StoredCollection
from hotline.storage.knowledge.initials_index import find_by_initials
from hotline.storage.knowledge.item_queries import ALL, ItemQueries, placeholders
from hotline.storage.knowledge.spelling_index import read_spellings

T = TypeVar("T")
MOST_RECENT = 256
"""Entries read before that are kept as they were parsed, a few kilobytes each."""
LARGEST = 2**63 - 1
"""The largest integer that SQLite can bind; the number in a URL may be longer."""
_ABOUT = "number, built_at, content_hash, analysis, changed"
_UNREADABLE = "知识文件打不开，请重新发布。"


class KnowledgeFile(ItemQueries):
    """One open version of the knowledge file; safe to use from any thread and after a fork."""

    def __init__(self, path: Path) -> None:
        """Raises Unavailable unless ``path`` is a complete knowledge file of this FORMAT."""
        self.path = path
        self._local = threading.local()
        self._process = os.getpid()
        self._file, self._first = self._open_first()
        self._small: dict[str, tuple[Any, ...]] = {}
        self._recent: RecentlyUsed[int, Entry] = RecentlyUsed(MOST_RECENT)
        if self._rows("select format from version")[:1] != [(FORMAT,)]:
            raise Unavailable("知识文件是别的版本的软件生成的，请重新发布。")
        number, built_at, content_hash, analysis, changed = self._rows(f"select {_ABOUT} from version")[0]
        size = self._rows("select page_count * page_size from pragma_page_count, pragma_page_size")[0][0]
        if self._file[2] != size:
            raise Unavailable(_UNREADABLE)
        self.version = KnowledgeVersion(number, datetime.fromisoformat(built_at), content_hash)
        self.analysis: str = analysis
        """The fingerprint of the analysis that folded its texts; see ``analysis.fingerprint``."""
        self.changed: int = changed
        """The number of entries and items that were changed in copies since the last whole build."""
        self.packer = Packer(self._rows("select text from phrases")[0][0])
        self.entries = StoredCollection(self._rows, "entry", self.packer)
        self.referrals = StoredCollection(self._rows, "referral", self.packer)
        self.items = StoredCollection(self._rows, "item", self.packer)
        self.vectors = EmbeddingTable(self._rows)

    def _open_first(self) -> tuple[tuple[int, int, int], sqlite3.Connection]:
        """Open the file and say which one it is, again if another replaces it in this moment."""
        try:
            while True:
                file = identify(self.path)
                connection = self._open(check_same_thread=False)
                if file is not None and identify(self.path) == file:
                    return file, connection
                connection.close()
        except sqlite3.Error as error:
            raise Unavailable(_UNREADABLE) from error

    def _connect(self) -> sqlite3.Connection:
        """The connection of this thread. A connection opened before a fork is not used after it."""
        if getattr(self._local, "process", None) != os.getpid():
            self._local.connection = self._open_or_share()
            self._local.process = os.getpid()
        connection: sqlite3.Connection = self._local.connection
        return connection

    def _open_or_share(self) -> sqlite3.Connection:
        """A connection to the file that was opened first, even if another of the same number has replaced it since.

        Then the first connection alone still reads that file, and threads share it: SQLite lets one of them at a time
        use it (https://www.sqlite.org/threadsafe.html, read 2026-11-29; ``sqlite3.threadsafety`` is 3)."""
        if self._process == os.getpid() and identify(self.path) != self._file:
            return self._first
        connection = self._open()
        if self._process == os.getpid() and identify(self.path) != self._file:  # replaced in this moment
            connection.close()
            return self._first
        return connection

    def _open(self, *, check_same_thread: bool = True) -> sqlite3.Connection:
        uri = f"{self.path.resolve().as_uri()}?mode=ro&immutable=1"
        return sqlite3.connect(uri, uri=True, check_same_thread=check_same_thread)

    def _rows(self, query: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Run a query. Raises Unavailable when the file cannot be read, for example damaged since it was opened."""
        try:
            return self._connect().execute(query, values).fetchall()
        except sqlite3.Error as error:
            raise Unavailable(_UNREADABLE) from error

    @property
    def office(self) -> Office:
        return self._read_small(Office, "office")[0]

    def _read_small(self, make: type[T], table: str) -> tuple[T, ...]:
        """The rows of a table whose columns are the fields of ``make``; they are read once."""
        if table not in self._small:
            noun: Any = make
            columns = ", ".join(field.name for field in fields(noun))
            self._small[table] = tuple(noun(*row) for row in self._rows(f"select {columns} from {table}"))
        return self._small[table]

    @cached_property
    def calendar(self) -> OfficeCalendar:
        """The days off and make-up days that the office has published."""
        decrees = self._read_small(HolidayDecree, "holiday_decrees")
        return OfficeCalendar(decrees, self._read_small(LocalDayOff, "local_days_off"))

    @property
    def announcements(self) -> tuple[Announcement, ...]:
        """All that are published, also those that are over or have not begun: ``Announcement.is_told`` says which."""
        return self._read_small(Announcement, "announcements order by id")

    @property
    def public_notices(self) -> tuple[PublicNotice, ...]:
        """All that are published, also those that are over."""
        return self._read_small(PublicNotice, "public_notices order by id")

    @property
    def member_offices(self) -> tuple[MemberOffice, ...]:
        """The other offices whose matters the line answers too; empty on a line of one office."""
        return self._read_small(MemberOffice, "member_offices order by id")

    @cached_property
    def closings(self) -> Closings:
        """The days on which the office closes early or is closed, by an announcement."""
        return list_closings(self.announcements)

    @cached_property
    def synonyms(self) -> tuple[tuple[str, str], ...]:
        """Pairs of (colloquial, official)."""
        return tuple((row[0], row[1]) for row in self._rows("select colloquial, official from synonyms order by id"))

    @cached_property
    def dictionary(self) -> tuple[str, ...]:
        """Terms that word segmentation keeps whole."""
        return tuple(row[0] for row in self._rows("select term from dictionary order by id"))

    @cached_property
    def stop_words(self) -> tuple[str, ...]:
        """Words that carry no content in a question."""
        return tuple(row[0] for row in self._rows("select word from stop_words order by id"))

    @cached_property
    def hints(self) -> tuple[str, ...]:
        """Speech recognition hints, what callers are likely to say: topics, departments, keywords, questions, terms."""
        asked = self.most_asked(MOST_HINTS)
        others = self._rows("select keywords from entries order by number limit ?", (MOST_HINTS,))
        return choose_hints(
            chain(
                (topic.name for topic in self.topics()),
                (department.name for department in self.departments()),
                (keyword for entry in asked for keyword in entry.keywords),
                (entry.question for entry in asked),
                self.dictionary,
                (keyword for (keywords,) in others for keyword in json.loads(keywords)),
            )
        )

    def entry_digests(self) -> str:
        """The digests of the entries in the file, including the office's own, sorted and joined."""
        return self._join_digests("entries")

    def item_digests(self) -> str:
        """The digests of the items in the file, sorted and joined."""
        return self._join_digests("items")

    def _join_digests(self, table: str) -> str:
        joined = self._rows(f"select group_concat(mark, '') from (select mark from {table} order by mark)")[0][0]
        return str(joined or "")

    def spelt(self, spellings: Sequence[str]) -> dict[str, dict[str, int]]:
        """For each of ``spellings`` that is there, the character pairs it may mean and how often each is published."""
        return read_spellings(self._rows, spellings)

    def find_by_initials(self, keys: str, limit: int) -> list[int]:
        """The numbers of the entries that the telephone ``keys`` of first letters may ask for, the likeliest first."""
        return find_by_initials(self._rows, keys, limit)

    def topics(self) -> Sequence[Topic]:
        return self._read_small(Topic, "topics order by digit")

    def departments(self) -> Sequence[Department]:
        return self._read_small(Department, "departments order by id")

    def find_department(self, code: str) -> Department | None:
        return next((department for department in self.departments() if department.code == code), None)

    @cached_property
    def department_offices(self) -> Mapping[str, str]:
        """Code of a department -> code of the member office that it belongs to, "" for that which runs the line."""
        return offices_of(self.departments())

    def office_code_of(self, value: Entry | CatalogueItem) -> str:
        """The code of the member office that answers for ``value``; "" for that which runs the line."""
        if isinstance(value, Entry) and value.number in MEMBER_OFFICE_NUMBERS:
            return self.member_offices[value.number - MEMBER_OFFICE_NUMBERS.start].code
        return self.department_offices.get(value.department, LINE_OFFICE)

    @cached_property
    def contacts(self) -> tuple[Contact, ...]:
        """Whom to call: the public lines, the departments and member offices, each with the entry that tells it."""
        return list_contacts(self.office, self.departments(), self.version.built_at.date(), self.member_offices)

    def find_entry(self, number: int) -> Entry | None:
        return self.entries_at((number,)).get(number)

    def list_entries(self, topic: str | None = None, limit: int = ALL, skip: int = 0) -> list[Entry]:
        """Entries ordered by number: at most ``limit``, after the first ``skip``.

        Without a ``topic``, referrals are left out, and so are the entries generated from the office's particulars;
        those have a topic of their own, and referrals have none."""
        if topic is None:
            values = (OFFICE_NUMBERS.start, OFFICE_NUMBERS.stop - 1, REFERRAL_NUMBERS.start, limit, skip)
            others = "where number not between ? and ? and number < ? order by number limit ? offset ?"
            return self._read_entries(others, values)
        return self._read_entries("where topic = ? order by number limit ? offset ?", (topic, limit, skip))

    def count_entries(self, topic: str) -> int:
        return int(self._rows("select count(*) from entries where topic = ?", (topic,))[0][0])

    def list_numbers(self) -> list[int]:
        """The numbers of all entries, including the office's own and referrals."""
        return [number for (number,) in self._rows("select number from entries order by number")]

    def most_asked(self, limit: int) -> list[Entry]:
        """The entries that were asked most when the file was built, the most asked first."""
        numbers = [row[0] for row in self._rows("select number from most_asked order by id limit ?", (limit,))]
        found = self.entries_at(numbers)
        return [found[number] for number in numbers if number in found]

    def entries_at(self, numbers: Sequence[int]) -> dict[int, Entry]:
        """Number -> entry, read in one go; a number without entry is left out. Numbers are keys of ``entries`` and of
        ``referrals``, or those of contacts."""
        known = {number: entry for number in numbers if (entry := self._recent.find(number))}
        stored = [number for number in numbers if 0 < number <= LARGEST and number not in known]
        read = self._read_entries(f"where number in ({placeholders(stored)})", stored) if stored else []
        for entry in read:
            self._recent.keep(entry.number, entry)
        entries = sorted((*read, *known.values()), key=lambda entry: entry.number)
        contacts = [each.entry for each in self.contacts if each.entry.number in numbers] if _has_own(numbers) else []
        return {entry.number: entry for entry in (*entries, *contacts)}

    def _read_entries(self, where: str, values: Sequence[Any]) -> list[Entry]:
        bodies = (f"(select text from {name}_bodies where key = number)" for name in ("entry", "referral"))
        packed = f"coalesce({', '.join(bodies)})" if self.packer.packs else "null"
        rows = self._rows(f"select {', '.join(ENTRY_COLUMNS)}, {packed} from entries {where}", values)
        chosen = f"entry in (select number from entries {where})"
        similar: dict[int, list[str]] = defaultdict(list)
        for number, question in self._rows(
            f"select entry, question from similar_questions where {chosen} order by id", values
        ):
            similar[number].append(question)
        bases: dict[int, list[LegalBasis]] = defaultdict(list)
        query = f"select entry, title, article, in_force from legal_bases where {chosen} order by id"
        for number, title, article, in_force in self._rows(query, values):
            bases[number].append(LegalBasis(title, article, date.fromisoformat(in_force)))
        return [read_entry(row, self.packer, similar[row[0]], bases[row[0]]) for row in rows]


def _has_own(numbers: Sequence[int]) -> bool:
    """Whether a number of ``numbers`` is that of an entry made from the tables of offices and departments."""
    return any(number in OFFICE_NUMBERS or number >= MEMBER_OFFICE_NUMBERS.start for number in numbers)
