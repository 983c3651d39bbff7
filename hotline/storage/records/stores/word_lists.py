"""The three word lists (synonyms, dictionary, stop words) and the history of their changes."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from hotline.core.word_lists import StopWord, Synonym, Term, Word, WordChange, WordList, key_of, meaning_of
from hotline.storage.records.models.word_lists import StopWordRow, SynonymRow, TermRow, WordChangeRow
from hotline.storage.records.stores.csv_rows import CsvTable, StoredRow
from hotline.storage.records.stores.named_lock import lock_name
from hotline.storage.records.stores.row_mapping import to_dataclass


class WordListStore:
    """The word lists. Changes by people go through ``put`` and ``remove``, which record who made them.

    ``rows`` is for loading faq_data."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._rows: dict[WordList, CsvTable[Any]] = {
            WordList.SYNONYMS: CsvTable(session, SynonymRow, Synonym, "colloquial"),
            WordList.DICTIONARY: CsvTable(session, TermRow, Term, "word"),
            WordList.STOP_WORDS: CsvTable(session, StopWordRow, StopWord, "word"),
        }

    def lock(self) -> None:
        """Have others that lock the word lists wait until this transaction ends.

        A change is checked against whole lists. An import, which has all tables of faq_data, asks whether a row is
        there before it adds it."""
        lock_name(self._session, "word lists")

    def rows(self, words: WordList) -> CsvTable[Any]:
        """The rows of a list, without its history."""
        return self._rows[words]

    def list_words(self, words: WordList) -> list[Any]:
        """The words of a list in order, as Synonym, Term or StopWord."""
        return self._rows[words].list_values()

    def find(self, words: WordList, key: str) -> StoredRow[Any] | None:
        return self._rows[words].find_key(key)

    def put(self, words: WordList, word: Word, by: str, at: datetime, position: int | None = None) -> None:
        """Add ``word`` or replace what the list says of it. Without a ``position`` a new word comes last."""
        before = self.find(words, key_of(word))
        rows = self._rows[words]
        if position is None:
            position = before.position if before else rows.last_position() + 1
        rows.put(word, position, by, at)
        self._record_change(words, key_of(word), meaning_of(before.value) if before else None, meaning_of(word), by, at)

    def remove(self, words: WordList, word: Word, by: str, at: datetime) -> None:
        self._rows[words].remove(key_of(word))
        self._record_change(words, key_of(word), meaning_of(word), None, by, at)

    def list_changes(self, words: WordList, limit: int) -> list[WordChange]:
        """The changes of a list by people, the latest first."""
        query = select(WordChangeRow).where(WordChangeRow.words == words).order_by(WordChangeRow.id.desc())
        return [to_dataclass(WordChange, row) for row in self._session.scalars(query.limit(limit))]

    def find_last_change(self, words: WordList, key: str) -> WordChange | None:
        query = select(WordChangeRow).where(WordChangeRow.words == words, WordChangeRow.word == key)
        row = self._session.scalars(query.order_by(WordChangeRow.id.desc()).limit(1)).one_or_none()
        return None if row is None else to_dataclass(WordChange, row)

    def _record_change(
        self, words: WordList, word: str, before: str | None, after: str | None, by: str, at: datetime
    ) -> None:
        """Keep the change in the history of the list; that of all content has the steps that led to it."""
        row = WordChangeRow(words=words, word=word, before=before, after=after, changed_by=by, changed_at=at)
        self._session.add(row)
