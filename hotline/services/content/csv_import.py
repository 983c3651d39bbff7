"""Loading the tables of faq_data into the records, all or nothing, and writing them out again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from hotline.core.dataset import Tables
from hotline.core.entries import Entry
from hotline.core.errors import InvalidInput
from hotline.core.review import Status
from hotline.core.word_lists import Word, WordList, WordRules, key_of
from hotline.matching.text.normalise import fold
from hotline.services.line import Line

if TYPE_CHECKING:
    from hotline.storage.records.database import Unit
    from hotline.storage.records.stores.csv_rows import CsvTable

SEED = "seed"
"""The author of bundled content; never the login name of a person."""
T = TypeVar("T")


@dataclass
class SeedReport:
    """What one loading did with the rows; ``waiting`` are entries that are new or differ and now wait for approval,
    ``left_alone`` rows that differ and stay as staff have them."""

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    waiting: list[int] = field(default_factory=list)
    left_alone: list[str] = field(default_factory=list)

    @property
    def changed(self) -> bool:
        """Whether something the public is told changed, so that it is time to publish."""
        return bool(self.added or self.updated)


def seed(line: Line, folder: Path, actor: str = SEED) -> SeedReport:
    """Load the tables in ``folder``; InvalidTables names every problem and then nothing is loaded.

    An entry that is new or differs is submitted in the name of ``actor`` and waits for a person's approval, unless
    somebody is already writing on it. Other rows that differ are updated. The bundled content (``actor`` "seed") is
    published as it comes, and never touches an entry that is there already, nor a row that somebody else wrote.
    Nothing is deleted."""
    tables = line.records.read_tables(folder, fold)
    with line.records.writing() as unit:
        loading = _Loading(unit, actor, line.now())
        loading.load(tables)
    return loading.report


def export(line: Line, folder: Path) -> list[Path]:
    """Write what is published, and the tables around it, into ``folder``; the files written."""
    with line.records.reading() as unit:
        tables = Tables(
            office=unit.office.office(),
            departments=tuple(unit.office.departments()),
            topics=tuple(unit.office.topics()),
            synonyms=tuple(unit.words.list_words(WordList.SYNONYMS)),
            dictionary=tuple(unit.words.list_words(WordList.DICTIONARY)),
            stop_words=tuple(unit.words.list_words(WordList.STOP_WORDS)),
            entries=tuple(unit.entries.list_published()),
            catalogue=tuple(unit.catalogue.list_items()),
        )
    return line.records.write_tables(folder, tables)


class _Loading:
    """One loading in one transaction."""

    def __init__(self, unit: Unit, actor: str, now: datetime) -> None:
        self._unit = unit
        self._actor = actor
        self._now = now
        self.report = SeedReport()

    def load(self, tables: Tables) -> None:
        office = self._unit.office
        # What others refer to comes first.
        self._settle("office", office.rows_of_office, [tables.office])
        self._settle("departments", office.rows_of_departments, tables.departments)
        self._settle("topics", office.rows_of_topics, tables.topics)
        self._settle_words(WordList.SYNONYMS, tables.synonyms)
        self._settle_words(WordList.DICTIONARY, tables.dictionary)
        self._settle_words(WordList.STOP_WORDS, tables.stop_words)
        self._settle("catalogue", self._unit.catalogue.rows_of_catalogue, tables.catalogue)
        for entry in tables.entries:
            self._settle_entry(entry)

    def _settle(self, table: str, rows: CsvTable[T], values: Sequence[T]) -> None:
        for position, value in enumerate(values):
            kept = rows.find(value)
            if kept is not None and kept.value == value:
                self.report.unchanged += 1
            elif kept is not None and self._actor == SEED != kept.changed_by:
                self.report.left_alone.append(f"{table} {rows.key_of(value)}")
            else:
                rows.put(value, position, self._actor, self._now)
                self.report.added += kept is None
                self.report.updated += kept is not None

    def _settle_words(self, words: WordList, values: Sequence[Word]) -> None:
        """Like other rows, but each is held against the words that stay: one that may not stand beside them stops an
        import. What people changed or took out, the bundled content leaves as they have it."""
        rows = self._unit.words.rows(words)
        coming = {key_of(value): value for value in values if not self._is_theirs(words, value)}
        rules = WordRules(words, fold, (word for word in rows.list_values() if key_of(word) not in coming))
        for position, value in enumerate(values):
            key, kept = key_of(value), rows.find(value)
            problems = rules.check(value) if key in coming else {}
            if kept is not None and kept.value == value:
                self.report.unchanged += 1
            elif key not in coming or (problems and self._actor == SEED):
                self.report.left_alone.append(f"{words.value} {key}")
                continue
            elif problems:
                raise InvalidInput({f"{words.value} {key}": f"{words.value} {key}：{''.join(problems.values())}"})
            else:
                self._put_word(words, value, position)
                self.report.added += kept is None
                self.report.updated += kept is not None
            rules.admit(value)

    def _is_theirs(self, words: WordList, value: Word) -> bool:
        """Whether people wrote, or took out, what the bundled content says of this word."""
        if self._actor != SEED:
            return False
        kept = self._unit.words.find(words, key_of(value))
        if kept is not None:
            return kept.changed_by != SEED and kept.value != value
        return self._unit.words.find_last_change(words, key_of(value)) is not None

    def _put_word(self, words: WordList, value: Word, position: int) -> None:
        """The history tells what people changed; bundled words are nobody's change."""
        if self._actor == SEED:
            self._unit.words.rows(words).put(value, position, self._actor, self._now)
        else:
            self._unit.words.put(words, value, self._actor, self._now, position)

    def _settle_entry(self, entry: Entry) -> None:
        entries = self._unit.entries
        newest, published = entries.find_newest(entry.number), entries.find_published(entry.number)
        if newest is None and self._actor == SEED:
            entries.add(entry, Status.PUBLISHED, author=SEED, reviewer=SEED, comment="", at=self._now)
            self.report.added += 1
        elif newest and entry in (newest.entry, published and published.entry):
            self.report.unchanged += 1
        elif self._actor == SEED or entries.find_open(entry.number) is not None:
            self.report.left_alone.append(f"entries {entry.number}")
        else:
            entries.add(entry, Status.SUBMITTED, author=self._actor, reviewer="", comment="从表格导入", at=self._now)
            self.report.waiting.append(entry.number)
