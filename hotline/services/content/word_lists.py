"""The word lists as staff edit them: held to one rule, with who changed what kept, and in force when published."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from hotline.core.errors import Conflict, InvalidInput, NotFound, Unavailable
from hotline.core.permissions import Permission, Staff
from hotline.core.text_length import tidy
from hotline.core.word_lists import Synonym, Word, WordChange, WordList, WordRules, key_of, meaning_of
from hotline.matching.text.normalise import fold
from hotline.services.line import Line

if TYPE_CHECKING:
    from hotline.storage.records.database import Unit
    from hotline.storage.records.stores.csv_rows import Kept

CHANGES_SHOWN = 50


@dataclass(frozen=True)
class UnpublishedWord:
    """What a list says of ``word`` (``after``, None where it was taken out) and what the public's matching still goes
    by (``before``, None where it is new)."""

    word: str
    before: str | None
    after: str | None


def list_words(line: Line, actor: Staff, words: WordList, search: str = "") -> list[Kept[Any]]:
    """The rows of a list in its order; ``search`` keeps those that have these characters on either side."""
    actor.require(Permission.READ_ENTRIES)
    with line.records.reading() as unit:
        kept = unit.words.rows(words).list_kept()
    wanted = fold(search)
    return [row for row in kept if wanted in fold(key_of(row.value)) or wanted in fold(meaning_of(row.value))]


def get_word(line: Line, actor: Staff, words: WordList, key: str) -> Kept[Any]:
    actor.require(Permission.READ_ENTRIES)
    with line.records.reading() as unit:
        kept = unit.words.find(words, key)
        if kept is None:
            raise NotFound(f"“{key}”不在词表里了{_by_whom(unit, words, key)}。")
    return kept


def list_changes(line: Line, actor: Staff, words: WordList) -> list[WordChange]:
    """What people changed in a list, the latest first."""
    actor.require(Permission.READ_ENTRIES)
    with line.records.reading() as unit:
        return unit.words.list_changes(words, CHANGES_SHOWN)


def list_unpublished(line: Line, actor: Staff) -> dict[WordList, list[UnpublishedWord]]:
    """How each list differs from the one that the public's questions are matched with now."""
    actor.require(Permission.READ_ENTRIES)
    with line.records.reading() as unit:
        written = {words: {key_of(w): meaning_of(w) for w in unit.words.list_words(words)} for words in WordList}
    told = _told(line)
    return {words: list(_compare(told.get(words, {}), written[words])) for words in WordList}


def add(line: Line, actor: Staff, words: WordList, word: Word) -> None:
    """A new word at the end of its list; InvalidInput says why it may not join."""
    actor.require(Permission.EDIT_WORDS)
    word = _tidy(word)
    with line.records.writing() as unit:
        unit.words.hold()
        _check(unit, words, word)
        unit.words.put(words, word, actor.name, line.now())


def change(line: Line, actor: Staff, words: WordList, seen: Word, word: Word) -> None:
    """Put ``word`` in the place of ``seen``, the row as the person had it before them.

    Conflict, naming who, when somebody else changed it meanwhile; InvalidInput says why ``word`` may not join."""
    actor.require(Permission.EDIT_WORDS)
    word = _tidy(word)
    with line.records.writing() as unit:
        unit.words.hold()
        kept = _get_same(unit, words, seen)
        if word == seen:
            return
        _check(unit, words, word, besides=key_of(seen))
        if key_of(word) != key_of(seen):
            unit.words.remove(words, seen, actor.name, line.now())
        unit.words.put(words, word, actor.name, line.now(), kept.position)


def remove(line: Line, actor: Staff, words: WordList, seen: Word) -> None:
    """Take ``seen`` out of its list; Conflict, naming who, when somebody else changed it meanwhile."""
    actor.require(Permission.EDIT_WORDS)
    with line.records.writing() as unit:
        unit.words.hold()
        _get_same(unit, words, seen)
        unit.words.remove(words, seen, actor.name, line.now())


def _get_same(unit: Unit, words: WordList, seen: Word) -> Kept[Any]:
    kept = unit.words.find(words, key_of(seen))
    if kept is None:
        raise Conflict(f"“{key_of(seen)}”不在词表里了{_by_whom(unit, words, key_of(seen))}。")
    if kept.value != seen:
        by = _by_whom(unit, words, key_of(seen))
        raise Conflict(f"“{key_of(seen)}”的正式叫法已经改成“{meaning_of(kept.value)}”了{by}。请看过新的内容再操作。")
    return kept


def _check(unit: Unit, words: WordList, word: Word, besides: str | None = None) -> None:
    others = (other for other in unit.words.list_words(words) if key_of(other) != besides)
    problems = WordRules(words, fold, others).check(word)
    if problems:
        raise InvalidInput(problems)


def _by_whom(unit: Unit, words: WordList, key: str) -> str:
    last = unit.words.find_last_change(words, key)
    if last is None:
        return ""
    person = unit.staff.find_by_name(last.changed_by)
    return f"（{person.full_name if person else last.changed_by}刚刚改过）"


def _tidy(word: Word) -> Word:
    if isinstance(word, Synonym):
        return replace(word, colloquial=tidy(word.colloquial), official=tidy(word.official))
    return replace(word, word=tidy(word.word))


def _told(line: Line) -> dict[WordList, dict[str, str]]:
    """Of each list, word -> meaning as matching has them; nothing while nothing is published."""
    try:
        knowledge = line.shelf.current()
        return {
            WordList.SYNONYMS: dict(knowledge.synonyms),
            WordList.DICTIONARY: {word: word for word in knowledge.dictionary},
            WordList.STOP_WORDS: {word: word for word in knowledge.stop_words},
        }
    except Unavailable:
        return {}


def _compare(told: dict[str, str], written: dict[str, str]) -> list[UnpublishedWord]:
    keys = dict.fromkeys((*written, *told))
    return [UnpublishedWord(key, told.get(key), written.get(key)) for key in keys if told.get(key) != written.get(key)]
