"""The word lists for staff, how they differ from what is published, and what keeps a word out of its list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from hotline.core.errors import Unavailable
from hotline.core.permissions import Permission, Staff
from hotline.core.word_lists import WORD_TYPES, Word, WordChange, WordList, WordRules, key_of, meaning_of
from hotline.matching.text.normalise import fold
from hotline.matching.text.terms import cut_own_term
from hotline.services.line import Line

if TYPE_CHECKING:
    from hotline.storage.records.unit_of_work import Unit

CHANGES_SHOWN = 50


@dataclass(frozen=True)
class ListedWord:
    """A word in its list, who wrote it last ("seed" for the bundled content) and when."""

    word: Word
    changed_by: str
    changed_at: datetime


@dataclass(frozen=True)
class UnpublishedWord:
    """A word whose stored meaning differs from the published one.

    ``before`` is the published meaning, None for a new word; ``after`` the stored one, None for a removed word."""

    word: str
    before: str | None
    after: str | None


def list_words(line: Line, actor: Staff, words: WordList, search: str = "") -> list[ListedWord]:
    """The words of a list in its order; ``search`` selects those whose word or meaning contains these characters."""
    actor.require(Permission.READ_ENTRIES)
    with line.records.reading() as unit:
        kept = unit.words.rows(words).list_rows()
    listed = [ListedWord(row.value, row.changed_by, row.changed_at) for row in kept]
    wanted = fold(search)
    return [row for row in listed if wanted in fold(key_of(row.word)) or wanted in fold(meaning_of(row.word))]


def list_changes(line: Line, actor: Staff, words: WordList) -> list[WordChange]:
    """Changes that staff made to a list, newest first; at most CHANGES_SHOWN."""
    actor.require(Permission.READ_ENTRIES)
    with line.records.reading() as unit:
        return unit.words.list_changes(words, CHANGES_SHOWN)


def list_unpublished(line: Line, actor: Staff) -> dict[WordList, list[UnpublishedWord]]:
    """How each stored list differs from the published one, which questions are matched with now."""
    actor.require(Permission.READ_ENTRIES)
    with line.records.reading() as unit:
        stored = {words: {key_of(w): meaning_of(w) for w in unit.words.list_words(words)} for words in WordList}
    published = _read_published(line)
    return {words: list(_compare(published.get(words, {}), stored[words])) for words in WordList}


def check_word(unit: Unit, word: Word) -> dict[str, str]:
    """Why the list may not have ``word`` in place of what it says of it now: field name -> message."""
    words = next(one for one, value_type in WORD_TYPES.items() if isinstance(word, value_type))
    others = (other for other in unit.words.list_words(words) if key_of(other) != key_of(word))
    return WordRules(words, fold, others, cut_own_term).check(word)


def _read_published(line: Line) -> dict[WordList, dict[str, str]]:
    """Of each published list, word -> meaning; empty while nothing is published."""
    try:
        knowledge = line.shelf.current()
        return {
            WordList.SYNONYMS: dict(knowledge.synonyms),
            WordList.DICTIONARY: {word: word for word in knowledge.dictionary},
            WordList.STOP_WORDS: {word: word for word in knowledge.stop_words},
        }
    except Unavailable:
        return {}


def _compare(published: dict[str, str], stored: dict[str, str]) -> list[UnpublishedWord]:
    keys = dict.fromkeys((*stored, *published))
    changes = [UnpublishedWord(key, published.get(key), stored.get(key)) for key in keys]
    return [change for change in changes if change.before != change.after]
