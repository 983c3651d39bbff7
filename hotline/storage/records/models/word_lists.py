"""The models of the three word lists and of their history."""

from datetime import datetime

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from hotline.core.word_lists import WordList
from hotline.storage.records.models.base import Base, Tabled


class SynonymRow(Tabled, Base):
    __tablename__ = "synonyms"
    colloquial: Mapped[str] = mapped_column(primary_key=True)
    official: Mapped[str]


class TermRow(Tabled, Base):
    __tablename__ = "dictionary"
    word: Mapped[str] = mapped_column(primary_key=True)


class StopWordRow(Tabled, Base):
    __tablename__ = "stop_words"
    word: Mapped[str] = mapped_column(primary_key=True)


class WordChangeRow(Base):
    """A change of a word list by a person. ``before`` is NULL for an added word, ``after`` for a removed one."""

    __tablename__ = "word_changes"
    __table_args__ = (Index(None, "words", "word"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    words: Mapped[WordList]
    word: Mapped[str]
    before: Mapped[str | None]
    after: Mapped[str | None]
    changed_by: Mapped[str]
    changed_at: Mapped[datetime]
