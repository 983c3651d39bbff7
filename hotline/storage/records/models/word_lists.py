"""The tables of the three word lists and of who changed them, as SQLAlchemy models."""

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
    """What people changed in a list of words; ``before`` is NULL of an added word, ``after`` of one taken out."""

    __tablename__ = "word_changes"
    __table_args__ = (Index(None, "words", "word"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    words: Mapped[WordList]
    word: Mapped[str]
    before: Mapped[str | None]
    after: Mapped[str | None]
    changed_by: Mapped[str]
    changed_at: Mapped[datetime]
