"""The thesaurus: replaces colloquial words of a question by official ones."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from hotline.matching.text.normalise import in_standard_words


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
    def _pattern(self) -> re.Pattern[str] | None:
        longest_first = sorted(self._official, key=len, reverse=True)
        return re.compile("|".join(map(re.escape, longest_first))) if longest_first else None

    def expand(self, question: str) -> Expansion:
        """``question`` (normalised) with its colloquial words replaced, the longest first; a replacement stays.

        >>> Thesaurus((("法援", "法律援助"),)).expand("法援咋申请").question
        '法律援助咋申请'
        """
        replaced: list[tuple[str, str]] = []
        if self._pattern is None:
            return Expansion(question, ())

        def official(found: re.Match[str]) -> str:
            word = found[0]
            meanings = [meaning for meaning in self._official[word] if meaning not in question]
            replaced.extend((word, meaning) for meaning in meanings)
            return "".join(meanings) or word

        return Expansion(self._pattern.sub(official, question), tuple(replaced))


@dataclass(frozen=True)
class Expansion:
    """The question in official words, and each replacement: (colloquial, official)."""

    question: str
    replaced: tuple[tuple[str, str], ...]
