"""Editing of the word lists by staff: every change is checked and recorded, and takes effect at the next publish."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, cast

from hotline.core.errors import Conflict, InvalidInput, NotFound, Unavailable
from hotline.core.permissions import Permission, Staff
from hotline.core.text_length import tidy
from hotline.core.word_lists import Synonym, Word, WordChange, WordList, WordRules, key_of, meaning_of
from hotline.matching.text.normalise import fold
from hotline.matching.text.terms import cut_own_term
from hotline.services.line import Line

if TYPE_CHECKING:
    from hotline.storage.records.stores.csv_rows import StoredRow
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


def get_word(line: Line, actor: Staff, words: WordList, key: str) -> Word:
    """The word of a list under ``key``; NotFound, naming who took it out, when it is not there."""
    actor.require(Permission.READ_ENTRIES)
    with line.records.reading() as unit:
        kept = unit.words.find(words, key)
        if kept is None:
            raise NotFound(f"“{key}”不在词表里了{_name_last_editor(unit, words, key)}。")
        return cast(Word, kept.value)


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


def add(line: Line, actor: Staff, words: WordList, word: Word) -> None:
    """Add a word at the end of its list. Raises InvalidInput, which says why the list may not have it."""
    actor.require(Permission.EDIT_WORDS)
    word = _tidy(word)
    with line.records.writing() as unit:
        unit.words.lock()
        _check(unit, words, word)
        unit.words.put(words, word, actor.name, line.now())


def change(line: Line, actor: Staff, words: WordList, seen: Word, word: Word) -> None:
    """Replace ``seen``, the row as it was on the person's screen, by ``word``.

    Raises Conflict, which names who, when somebody else changed the row in the meantime, and InvalidInput, which says
    why the list may not have ``word``."""
    actor.require(Permission.EDIT_WORDS)
    word = _tidy(word)
    with line.records.writing() as unit:
        unit.words.lock()
        kept = _get_same(unit, words, seen)
        if word == seen:
            return
        _check(unit, words, word, except_key=key_of(seen))
        if key_of(word) != key_of(seen):
            unit.words.remove(words, seen, actor.name, line.now())
        unit.words.put(words, word, actor.name, line.now(), kept.position)


def remove(line: Line, actor: Staff, words: WordList, seen: Word) -> None:
    """Remove ``seen`` from its list. Raises Conflict, which names who, when somebody else has changed it by now."""
    actor.require(Permission.EDIT_WORDS)
    with line.records.writing() as unit:
        unit.words.lock()
        _get_same(unit, words, seen)
        unit.words.remove(words, seen, actor.name, line.now())


def _get_same(unit: Unit, words: WordList, seen: Word) -> StoredRow[Any]:
    kept = unit.words.find(words, key_of(seen))
    if kept is None:
        raise Conflict(f"“{key_of(seen)}”不在词表里了{_name_last_editor(unit, words, key_of(seen))}。")
    if kept.value != seen:
        by = _name_last_editor(unit, words, key_of(seen))
        raise Conflict(f"“{key_of(seen)}”的正式叫法已经改成“{meaning_of(kept.value)}”了{by}。请看过新的内容再操作。")
    return kept


def _check(unit: Unit, words: WordList, word: Word, except_key: str | None = None) -> None:
    others = (other for other in unit.words.list_words(words) if key_of(other) != except_key)
    problems = WordRules(words, fold, others, cut_own_term).check(word)
    if problems:
        raise InvalidInput(problems)


def _name_last_editor(unit: Unit, words: WordList, key: str) -> str:
    """Who changed this word last, in brackets for a message; empty when nobody did."""
    last = unit.words.find_last_change(words, key)
    if last is None:
        return ""
    person = unit.staff.find_by_name(last.changed_by)
    return f"（{person.full_name if person else last.changed_by}刚刚改过）"


def _tidy(word: Word) -> Word:
    if isinstance(word, Synonym):
        return replace(word, colloquial=tidy(word.colloquial), official=tidy(word.official))
    return replace(word, word=tidy(word.word))


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
