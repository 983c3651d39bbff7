"""The thesaurus: replaces colloquial words of a question by official ones."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from hotline.matching.text.normalise import in_standard_words

IsWhole = Callable[[str, int, int], bool]
"""Whether the characters of a text from a start to an end are a word there (terms.whole_word_test)."""


def _always(_text: str, _start: int, _end: int) -> bool:
    return True


@dataclass(frozen=True)
class Thesaurus:
    """``pairs`` of (colloquial, official); a colloquial word may have several official ones."""

    pairs: tuple[tuple[str, str], ...]

    @cached_property
    def _official(self) -> dict[str, tuple[str, ...]]:
        table: dict[str, dict[str, None]] = {}  # 带啥 and 带什么 are the same word in standard words
        for colloquial, official in self.pairs:
            word = in_standard_words(colloquial)
            meaning = in_standard_words(official)
            if word and word != meaning:
                table.setdefault(word, {})[meaning] = None
        return {word: tuple(meanings) for word, meanings in table.items()}

    @cached_property
    def _by_first(self) -> dict[str, list[str]]:
        """First character -> the colloquial words that begin with it, the longest first."""
        table: dict[str, list[str]] = {}
        for word in sorted(self._official, key=len, reverse=True):
            table.setdefault(word[0], []).append(word)
        return table

    def expand(self, question: str, is_whole: IsWhole = _always) -> Expansion:
        """``question`` (normalised) with its colloquial words replaced, the longest first; a replacement stays.

        A colloquial word counts only where ``is_whole`` says that it is one there, and no part of other words.

        >>> Thesaurus((("法援", "法律援助"),)).expand("法援咋申请").question
        '法律援助咋申请'
        """
        replaced: list[tuple[str, str]] = []
        parts: list[str] = []
        place = 0
        while place < len(question):
            word = self._find_word(question, place, is_whole)
            meanings = [meaning for meaning in self._official.get(word, ()) if meaning not in question]
            replaced.extend((word, meaning) for meaning in meanings)
            parts.append("".join(meanings) or word or question[place])
            place += len(word) or 1
        return Expansion("".join(parts), tuple(replaced))

    def _find_word(self, question: str, place: int, is_whole: IsWhole) -> str:
        """The longest colloquial word that begins at ``place``; "" where none does."""
        for word in self._by_first.get(question[place], ()):
            if question.startswith(word, place) and is_whole(question, place, place + len(word)):
                return word
        return ""


@dataclass(frozen=True)
class Expansion:
    """The question in official words, and each replacement: (colloquial, official)."""

    question: str
    replaced: tuple[tuple[str, str], ...]
