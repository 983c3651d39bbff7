"""Import of the CSV tables of faq_data into the records, in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from hotline.core.content_changes import ContentAction
from hotline.core.dataset import Tables
from hotline.core.entries import Entry
from hotline.core.errors import InvalidInput
from hotline.core.proposals import Proposed, key_of_value, kind_of
from hotline.core.review import Revision, Status
from hotline.core.word_lists import Word, WordList, WordRules, key_of
from hotline.matching.text.normalise import fold
from hotline.matching.text.terms import cut_own_term
from hotline.services.content import content_changes
from hotline.services.content.proposal_steps import Standing, keep_untold, rows_of, write_draft
from hotline.services.content.published_versions import register
from hotline.services.content.sample_left import SEED, is_real
from hotline.services.line import JOB_PATIENCE, Line
from hotline.storage.csv_tables.dataset_folder import read_tables

if TYPE_CHECKING:
    from hotline.storage.records.unit_of_work import Unit


@dataclass
class ImportReport:
    """What one import did with the rows.

    ``waiting`` are the numbers of entries that are new or differ and now wait for approval; ``proposed`` names rows
    ("table key") of other tables that do. ``left_alone`` names rows that differ and stay as staff have them, and
    ``too_early`` entries whose topic or department waits for approval itself: they are imported after that."""

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    waiting: list[int] = field(default_factory=list)
    proposed: list[str] = field(default_factory=list)
    too_early: list[str] = field(default_factory=list)
    left_alone: list[str] = field(default_factory=list)

    @property
    def changed(self) -> bool:
        """Whether something changed that the public sees, so that a publish is due."""
        return bool(self.added or self.updated)

    def count_write(self, *, is_new: bool) -> None:
        """Count a row that was written: as added, or as updated."""
        if is_new:
            self.added += 1
        else:
            self.updated += 1


def import_tables(line: Line, folder: Path, actor: str = SEED) -> ImportReport:
    """Import the CSV tables in ``folder``. Raises InvalidTables, which names every problem, and InvalidInput for a
    word that may not join its list; then nothing is imported.

    What is new or differs is submitted in the name of ``actor`` and waits for a reviewer's approval, unless it has an
    open draft. While an office has no staff, its own particulars, departments, topics, catalogue and words take the
    place of the sample at once, because nobody could approve them.

    The bundled content (``actor`` "seed") is published without a review; it never changes an entry that exists
    already, nor a row that staff wrote or withdrew, and nothing of a real office. Nothing is deleted. What changed for
    the public is numbered, and the caller publishes it."""
    tables = read_tables(folder, fold, cut_own_term)
    with line.records.patient(JOB_PATIENCE).writing() as unit:
        unit.words.lock()
        offices = unit.office.rows_of_office.list_values()
        if actor == SEED and offices and is_real(unit, offices[0]):
            return ImportReport()
        importing = _Import(unit, actor, line.now())
        importing.import_all(tables)
        if importing.report.changed:
            register(line, unit)
    return importing.report


class _Import:
    """One import of all tables, in one transaction."""

    def __init__(self, unit: Unit, actor: str, now: datetime) -> None:
        self._unit = unit
        self._actor = actor
        self._is_bundled = actor == SEED
        self._is_first = not unit.staff.list_staff()
        """Whether a new office brings its own tables: it has no staff yet who could approve them."""
        self._now = now
        self._topics: set[str] = set()
        self._departments: set[str] = set()
        self.report = ImportReport()

    def import_all(self, tables: Tables) -> None:
        """Import every table. A table that others refer to comes before them."""
        self._import_rows([tables.office])
        self._import_rows(tables.member_offices)
        self._import_rows(tables.departments)
        self._import_rows(tables.topics)
        self._import_words(WordList.SYNONYMS, tables.synonyms)
        self._import_words(WordList.DICTIONARY, tables.dictionary)
        self._import_words(WordList.STOP_WORDS, tables.stop_words)
        self._import_rows(tables.catalogue)
        self._import_rows(tables.holiday_decrees)
        self._import_rows(tables.local_days_off)
        self._import_rows(tables.announcements)
        self._import_rows(tables.public_notices)
        self._import_rows(tables.disclosure_desk)
        self._topics = {topic.digit for topic in self._unit.office.topics()}
        self._departments = {department.code for department in self._unit.office.departments()}
        for entry in tables.entries:
            self._import_entry(entry)
        for referral in tables.referrals:
            self._import_referral(referral)

    def _import_rows(self, values: Sequence[Proposed]) -> None:
        """Import a table of which every row takes two people, such as the office or the catalogue."""
        for position, given in enumerate(values):
            row = rows_of(self._unit, kind_of(given)).find(given)
            value = keep_untold(given, row.value if row else None)
            if row is not None and row.value == value:
                self.report.unchanged += 1
                continue
            standing = Standing(row, self._unit.proposals.find_newest(kind_of(value), key_of_value(value)))
            value = keep_untold(value, _decided(standing))
            if value == _decided(standing):
                self.report.unchanged += 1
            elif self._is_bundled:
                self._put_bundled(value, standing, position)
            elif self._is_first:
                rows_of(self._unit, kind_of(value)).put(value, position, self._actor, self._now)
                self.report.count_write(is_new=row is None)
            else:
                self._propose(value, standing)

    def _put_bundled(self, value: Proposed, standing: Standing, position: int) -> None:
        """Publish a bundled row, unless staff wrote, withdrew or are about to write it."""
        row, newest = standing.published, standing.newest
        if newest is not None or (row is not None and row.changed_by != SEED):
            self.report.left_alone.append(_name_row(value))
            return
        kind = kind_of(value)
        rows_of(self._unit, kind).put(value, position, self._actor, self._now)
        self.report.count_write(is_new=row is None)

    def _propose(self, value: Proposed, standing: Standing) -> None:
        """Submit a row for review, unless somebody works on it already."""
        if standing.open is None:
            write_draft(self._unit, standing, value, Status.SUBMITTED, self._actor, self._now)
            self.report.proposed.append(_name_row(value))
        elif standing.open.content == value:
            self.report.unchanged += 1
        else:
            self.report.left_alone.append(_name_row(value))

    def _import_words(self, words: WordList, values: Sequence[Word]) -> None:
        """Import a word list. Each word is checked against the stored words that this import does not replace, and
        against the words imported before it."""
        replaceable = {key_of(value) for value in values if not self._is_staff_decision(words, value)}
        stored_words = self._unit.words.rows(words).list_values()
        kept = (word for word in stored_words if key_of(word) not in replaceable)
        rules = WordRules(words, fold, kept, cut_own_term)
        for position, value in enumerate(values):
            if self._import_word(words, value, position, rules, may_write=key_of(value) in replaceable):
                rules.admit(value)

    def _import_word(self, words: WordList, value: Word, position: int, rules: WordRules, *, may_write: bool) -> bool:
        """Import one word and return whether the list holds it afterwards.

        A word that breaks the rules of its list is left out of the bundled content, and stops any other import."""
        stored = self._unit.words.rows(words).find(value)
        if stored is not None and stored.value == value:
            self.report.unchanged += 1
            return True
        name = f"{words.value} {key_of(value)}"
        problems = rules.check(value) if may_write else {}
        if not may_write or (problems and self._is_bundled):
            self.report.left_alone.append(name)
            return False
        if problems:
            raise InvalidInput({name: f"{name}：{''.join(problems.values())}"})
        if self._is_bundled or self._is_first:
            self._put_word(words, value, position)
            self.report.count_write(is_new=stored is None)
        else:
            standing = Standing(stored, self._unit.proposals.find_newest(kind_of(value), key_of(value)))
            if value == _decided(standing):
                self.report.unchanged += 1  # it was withdrawn
                return False
            self._propose(value, standing)
        return True

    def _is_staff_decision(self, words: WordList, value: Word) -> bool:
        """Whether staff changed or removed this word, so that the bundled content must not bring its own back."""
        if not self._is_bundled:
            return False
        stored = self._unit.words.find(words, key_of(value))
        if stored is not None:
            return stored.changed_by != SEED and stored.value != value
        return self._unit.words.find_last_change(words, key_of(value)) is not None

    def _put_word(self, words: WordList, value: Word, position: int) -> None:
        """Store a word. The history of a list shows what people changed, so bundled words are not added to it."""
        if self._is_bundled:
            self._unit.words.rows(words).put(value, position, self._actor, self._now)
        else:
            self._unit.words.put(words, value, self._actor, self._now, position)

    def _import_referral(self, referral: Entry) -> None:
        decided = self._find_decided(referral.number)
        self._import_entry(keep_unlisted(referral, decided.entry if decided else None))

    def _find_decided(self, number: int) -> Revision | None:
        """The newest revision of an entry that was not discarded: a draft that nobody wanted says nothing of it."""
        newest = self._unit.entries.find_newest(number)
        if newest is None or newest.status is not Status.DISCARDED:
            return newest
        revisions = self._unit.entries.list_revisions(number)
        return next((one for one in revisions if one.status is not Status.DISCARDED), None)

    def _import_entry(self, entry: Entry) -> None:
        entries = self._unit.entries
        newest, published = entries.find_newest(entry.number), entries.find_published(entry.number)
        decided = newest and self._find_decided(entry.number)
        if newest is None and self._is_bundled and self._has_place(entry):
            entries.add(entry, Status.PUBLISHED, author=SEED, reviewer=SEED, comment="", at=self._now)
            self.report.added += 1
        elif decided and _is_same(entry, decided, published):
            self.report.unchanged += 1
        elif not self._has_place(entry):
            self.report.too_early.append(f"entries {entry.number}")
        elif self._is_bundled or entries.find_open(entry.number) is not None:
            self.report.left_alone.append(f"entries {entry.number}")
        else:
            entry = replace(entry, attachments=decided.entry.attachments) if decided else entry
            comment = "从表格导入"
            sent = entries.add(entry, Status.SUBMITTED, author=self._actor, reviewer="", comment=comment, at=self._now)
            content_changes.note(self._unit, self._actor, self._now, ContentAction.SUBMIT, sent, comment=comment)
            self.report.waiting.append(entry.number)

    def _has_place(self, entry: Entry) -> bool:
        """Whether the topic and the department of ``entry`` are published, so that it can refer to them."""
        has_topic = not entry.topic or entry.topic in self._topics
        return has_topic and (not entry.department or entry.department in self._departments)


def keep_unlisted(referral: Entry, told: Entry | None) -> Entry:
    """``referral`` with the fields that its table has no column for, as ``told``, what was decided before, has them.

    The review date stays unless the responsibility was looked up again."""
    if told is None:
        return referral
    is_same_day = told.effective_date == referral.effective_date
    return replace(
        referral,
        web_answer=told.web_answer,
        department=told.department,
        legal_bases=told.legal_bases,
        review_date=told.review_date if is_same_day else referral.review_date,
    )


def _decided(standing: Standing) -> Proposed | None:
    """What was approved, or else withdrawn: a table that says the same again proposes nothing."""
    if standing.published is not None:
        return standing.published.value
    newest = standing.newest
    return newest.content if newest is not None and newest.status is Status.WITHDRAWN else None


def _is_same(entry: Entry, *revisions: Revision | None) -> bool:
    """Whether one of ``revisions`` says what ``entry``, from a table, says; it has no attachments."""
    return any(one is not None and replace(one.entry, attachments=()) == entry for one in revisions)


def _name_row(value: Proposed) -> str:
    return f"{kind_of(value).value} {key_of_value(value)}"
