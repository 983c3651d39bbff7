"""The thesaurus: a question said again in official words where it uses colloquial ones."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from hotline.matching.normalise import plain


@dataclass(frozen=True)
class Thesaurus:
    """Pairs of (colloquial, official); one colloquial word may stand for several official ones."""

    pairs: tuple[tuple[str, str], ...]

    @cached_property
    def _official(self) -> dict[str, tuple[str, ...]]:
        table: dict[str, tuple[str, ...]] = {}
        for colloquial, official in self.pairs:
            word = plain(colloquial)
            if word and word != plain(official):
                table[word] = (*table.get(word, ()), plain(official))
        return table

    @cached_property
    def _pattern(self) -> re.Pattern[str] | None:
        longest_first = sorted(self._official, key=len, reverse=True)
        return re.compile("|".join(map(re.escape, longest_first))) if longest_first else None

    def expand(self, question: str) -> Expansion:
        """``question`` (normalised) with every colloquial word replaced once, longest first; never again in the result.

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
    """The question in official words, and which word was replaced by which."""

    question: str
    replaced: tuple[tuple[str, str], ...]
