"""Reads and writes a folder of tables like faq_data. They are staged in an in-memory SQLite database to be checked."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar, cast

import sqlite_utils

from hotline.core.catalogue import CatalogueItem, check_item
from hotline.core.dataset import Tables
from hotline.core.departments import Department, Office
from hotline.core.disclosure.desk import DisclosureDesk
from hotline.core.entries import REVIEW_AFTER, Entry, LegalBasis, Topic, check_entry, check_topic
from hotline.core.errors import HotlineError
from hotline.core.holidays import HolidayDecree, LocalDayOff
from hotline.core.member_offices import MemberOffice
from hotline.core.office_announcements import Announcement
from hotline.core.proposals import check_value, tidy_value
from hotline.core.public_notices import PublicNotice
from hotline.core.word_lists import Cut, Fold, StopWord, Synonym, Term, WordList, WordRules, keep_whole
from hotline.storage.csv_tables.cells import parse
from hotline.storage.csv_tables.csv_file import BadTable, TableProblem, read_rows, read_words, write_rows, write_words
from hotline.storage.csv_tables.schema import COLUMNS, CONSTRAINTS, MAY_BE_EMPTY, MAY_BE_MISSING, MAY_LACK, headings_of
from hotline.storage.csv_tables.table_rows import rows_of

L = TypeVar("L", Term, StopWord)
P = TypeVar(
    "P", Office, Department, DisclosureDesk, HolidayDecree, LocalDayOff, Announcement, PublicNotice, MemberOffice
)
DICTIONARY, STOP_WORDS = "dictionary.txt", "stop_words.txt"
"""The files with one word a line. Folders from before there were stop words lack the second, which is allowed."""


class InvalidTables(HotlineError):
    """Some rows cannot be loaded, so none is. ``problems`` has the file, line, column and reason of each."""

    def __init__(self, problems: list[TableProblem]) -> None:
        super().__init__("\n".join([f"表格里有{len(problems)}处问题，什么都没有载入：", *map(str, problems)]))
        self.problems = tuple(problems)


def read_tables(folder: Path, fold: Fold, cut: Cut = keep_whole) -> Tables:
    """All tables in ``folder``, each row checked alone and against the others.

    Words that ``fold`` makes equal count as one word; a term of the dictionary that ``cut`` divides is refused. Raises
    InvalidTables, which names every problem."""
    reader = _FolderReader(folder, fold, cut)
    reader.stage()
    return reader.read()


def write_tables(folder: Path, tables: Tables) -> list[Path]:
    """Write the tables as ``read_tables`` reads them. Returns the files written."""
    folder.mkdir(parents=True, exist_ok=True)
    for table, columns in COLUMNS.items():
        write_rows(folder / f"{table}.csv", columns.split(), rows_of(table, tables))
    write_words(folder / DICTIONARY, "".join(f"{term.word}\n" for term in tables.dictionary))
    write_words(folder / STOP_WORDS, "".join(f"{word.word}\n" for word in tables.stop_words))
    return [folder / f"{table}.csv" for table in COLUMNS] + [folder / DICTIONARY, folder / STOP_WORDS]


class _FolderReader:
    """Reads a folder once; holds the staged rows and the problems found so far."""

    def __init__(self, folder: Path, fold: Fold, cut: Cut) -> None:
        self._folder = folder
        self._fold = fold
        self._cut = cut
        self._problems: list[TableProblem] = []
        self._db = sqlite_utils.Database(memory=True)
        self._lines: dict[str, dict[str, int]] = {DICTIONARY: {}, STOP_WORDS: {}}
        """File -> word -> the first line with it."""

    def stage(self) -> None:
        """Load the cells of all files into the database. Raises InvalidTables when a file is not a table."""
        for table, names in COLUMNS.items():
            columns = names.split()
            self._db.table(table).create({"line": int, **dict.fromkeys(columns, str)})
            if table in MAY_BE_MISSING and not (self._folder / f"{table}.csv").exists():
                continue
            try:
                rows = read_rows(self._folder / f"{table}.csv", columns, headings_of(table), MAY_LACK.get(table, ()))
            except BadTable as bad:
                self._problems.extend(bad.problems)
            else:
                self._db.table(table).insert_all({"line": row.line, **row.cells} for row in rows)
        for file in self._lines:
            self._stage_lines(file)
        self._stop_at_problems()

    def _stage_lines(self, file: str) -> None:
        """Stage a file with one word a line."""
        if file == STOP_WORDS and not (self._folder / file).exists():
            return
        try:
            for number, line in enumerate(read_words(self._folder / file).splitlines(), start=1):
                if line.strip():
                    self._lines[file].setdefault(line.strip(), number)
        except BadTable as bad:
            self._problems.extend(bad.problems)

    def read(self) -> Tables:
        """The dataclasses of all rows. Raises InvalidTables when any row is invalid."""
        office = list(self._rows_of("office", Office))
        if len(office) != 1 and not self._problems:
            self._report("office.csv", 0, "", "应当有而且只有一行。")
        departments, topics = list(self._rows_of("departments", Department)), list(self._topics())
        synonyms, entries, catalogue = tuple(self._synonyms()), list(self._entries()), list(self._catalogue())
        referrals = list(self._referrals(office[0].city if office else "", entries))
        holiday_decrees = tuple(self._rows_of("holiday_decrees", HolidayDecree))
        local_days_off = list(self._rows_of("local_days_off", LocalDayOff))
        announcements = list(self._rows_of("announcements", Announcement))
        public_notices = list(self._rows_of("public_notices", PublicNotice))
        disclosure_desk = list(self._rows_of("disclosure_desk", DisclosureDesk))
        member_offices = list(self._rows_of("member_offices", MemberOffice))
        if len(disclosure_desk) > 1:
            self._report("disclosure_desk.csv", 0, "", "最多只有一行。")
        dictionary = tuple(self._words(WordList.DICTIONARY, DICTIONARY, Term))
        stop_words = tuple(self._words(WordList.STOP_WORDS, STOP_WORDS, StopWord))
        for table, column, violation, reason in CONSTRAINTS:
            if not self._follows_from_another(table, violation):
                for row in self._db.table(table).rows_where(violation):
                    self._report(f"{table}.csv", row["line"], column, f"{reason}（{row[column]}）")
        self._stop_at_problems()
        return Tables(
            office=office[0],
            departments=tuple(departments),
            topics=tuple(topics),
            synonyms=synonyms,
            dictionary=dictionary,
            stop_words=stop_words,
            entries=tuple(entries),
            catalogue=tuple(catalogue),
            referrals=tuple(referrals),
            holiday_decrees=holiday_decrees,
            local_days_off=tuple(local_days_off),
            announcements=tuple(announcements),
            public_notices=tuple(public_notices),
            disclosure_desk=tuple(disclosure_desk),
            member_offices=tuple(member_offices),
        )

    def _follows_from_another(self, table: str, violation: str) -> bool:
        """Whether rows may violate this constraint only because the row that they refer to has a wrong key, which was
        reported already: one wrong number of an entry would be as many problems as the entry has wordings."""
        referred = re.search(r"NOT IN \(SELECT (\w+) FROM (\w+)\)", violation)
        if referred is None or referred[2] == table:
            return False
        return any((found.file, found.column) == (f"{referred[2]}.csv", referred[1]) for found in self._problems)

    def _synonyms(self) -> Iterator[Synonym]:
        rules = WordRules(WordList.SYNONYMS, self._fold)
        for line, values in self._parsed_rows("synonyms"):
            pair = Synonym(**values)
            for column, reason in rules.check(pair).items():
                self._report("synonyms.csv", line, column, reason)
            rules.admit(pair)
            yield pair

    def _words(self, words: WordList, file: str, kind: Callable[[str], L]) -> Iterator[L]:
        """The words of a file with one word a line."""
        rules = WordRules(words, self._fold, cut=self._cut)
        for text, line in self._lines[file].items():
            word = kind(text)
            for reason in rules.check(word).values():
                self._report(file, line, "", reason)
            rules.admit(word)
            yield word

    def _entries(self) -> Iterator[Entry]:
        similar: dict[int, list[str]] = {}
        for _, values in self._parsed_rows("similar_questions"):
            similar.setdefault(values["number"], []).append(values["question"])
        legal: dict[int, list[LegalBasis]] = {}
        for _, values in self._parsed_rows("legal_bases"):
            basis = LegalBasis(values["title"], values["article"], values["in_force"])
            legal.setdefault(values["number"], []).append(basis)
        for line, values in self._parsed_rows("entries"):
            number = values["number"]
            values["similar_questions"] = tuple(similar.get(number, ()))
            values["legal_bases"] = tuple(legal.get(number, ()))
            entry = Entry(**values)
            for column, reason in check_entry(entry).items():
                self._report("entries.csv", line, column, reason)
            yield entry

    def _rows_of(self, table: str, kind: type[P]) -> Iterator[P]:
        """The rows of a table whose columns are the fields of ``kind``."""
        for line, values in self._parsed_rows(table):
            value = tidy_value(kind(**values))
            for column, reason in check_value(value).items():
                self._report(f"{table}.csv", line, column, reason)
            yield cast(P, value)

    def _topics(self) -> Iterator[Topic]:
        for line, values in self._parsed_rows("topics"):
            topic = Topic(*values.values())
            for column, reason in check_topic(topic).items():
                self._report("topics.csv", line, "code" if column == "digit" else column, reason)
            yield topic

    def _catalogue(self) -> Iterator[CatalogueItem]:
        for line, values in self._parsed_rows("catalogue"):
            item = CatalogueItem(**values)
            for column, reason in check_item(item).items():
                self._report("catalogue.csv", line, column, reason)
            yield item

    def _referrals(self, city: str, entries: Iterable[Entry]) -> Iterator[Entry]:
        """The referrals, with the name of the ``city`` in place of {city}; no wording may stand in two of them."""
        taken = {question: entry.number for entry in entries for question in entry.similar_questions}
        for line, values in self._parsed_rows("referrals"):
            referral = make_referral(values, city)
            for column, reason in check_entry(referral).items():
                self._report("referrals.csv", line, _REFERRAL_COLUMNS.get(column, column), reason)
            for question in referral.similar_questions:
                if question in taken:
                    self._report("referrals.csv", line, "said", f"{taken[question]}已经有“{question}”这个问法。")
                taken[question] = referral.number
            yield referral

    def _parsed_rows(self, table: str) -> Iterator[tuple[int, dict[str, Any]]]:
        """(line, values) of the staged rows. A row with an invalid cell is reported and left out."""
        empty = MAY_BE_EMPTY.get(table, "").split()
        for cells in list(self._db.table(table).rows):
            line = cells.pop("line")
            values: dict[str, Any] = {}
            for column, cell in cells.items():
                try:
                    values[column] = parse(column, cell, may_be_empty=column in empty)
                except ValueError as error:
                    self._report(f"{table}.csv", line, column, str(error))
            if len(values) == len(cells):
                yield line, values

    def _report(self, file: str, line: int, column: str, reason: str) -> None:
        self._problems.append(TableProblem(file, line, column, reason))

    def _stop_at_problems(self) -> None:
        if self._problems:
            raise InvalidTables(sorted(self._problems, key=lambda problem: (problem.file, problem.line)))


_REFERRAL_COLUMNS = {"question": "matter", "similar_questions": "said", "effective_date": "read_on"}
"""Fields of a referral whose column in referrals.csv has another name."""


def make_referral(values: Mapping[str, Any], city: str) -> Entry:
    """The referral of a row; {city} in a text stands for the name of the ``city``."""
    texts = ("matter", "office", "note", "spoken", "text")
    local = {column: str(values[column]).replace("{city}", city) for column in texts}
    return Entry(
        number=values["number"],
        question=local["matter"],
        web_answer="",
        spoken=local["spoken"],
        text=local["text"],
        similar_questions=values["said"],
        keywords=values["keywords"],
        topic="",
        department="",
        legal_bases=(),
        effective_date=values["read_on"],
        review_date=values["read_on"] + REVIEW_AFTER,
        office=local["office"],
        telephone=values["telephone"],
        note=local["note"],
        source=values["source"],
    )
