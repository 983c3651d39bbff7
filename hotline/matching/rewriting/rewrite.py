"""Rewrites a question before the search: the last question of a long story, typing errors corrected, official words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from hotline.matching.rewriting import spelling
from hotline.matching.rewriting.thesaurus import Thesaurus
from hotline.matching.text.normalise import fold, normalise
from hotline.matching.text.terms import whole_word_test, word_test

LONG = 105
"""Characters from which a message is taken for a story with its question at the end."""
_UP_TO_QUESTION = re.compile(
    r"(?s).*(?:想问|请问|问一下|问下|问问|咨询|请教)(?:一下|一哈|一个(?:事情?|问题)|您|你们|下|的是|哈)*[\s,:。]*(?=.{4})"
)
"""Everything up to the last phrase that introduces a question, such as 想问一下."""
_SENTENCE = re.compile(r"[^。!?;\n]+[。!?;\n]*")
_QUESTION = re.compile(r"\?|[吗么嘛呢]|什么|怎|咋|啥|哪|谁|几|多少|多久|如何|是否|(.)不\1")
_OPERATOR = re.compile(r"(?<![a-z0-9])(?:and|or|not)(?![a-z0-9])|[&|+]{1,2}")
"""Operators of other search boxes, which people type here too."""


class Lexicon(spelling.Spellings, Protocol):
    """The part of a knowledge file that rewriting uses."""

    @property
    def synonyms(self) -> tuple[tuple[str, str], ...]: ...
    @property
    def dictionary(self) -> tuple[str, ...]: ...


@dataclass(frozen=True)
class RewrittenQuestion:
    """The ``wordings`` to search for, the question as asked first; ``reasons`` tell staff in Chinese of the others."""

    wordings: tuple[str, ...]
    reasons: tuple[str, ...]


def rewrite(question: str, knowledge: Lexicon) -> RewrittenQuestion:
    """The wordings in which to search for ``question`` (normalised): as asked, corrected, and in official words."""
    reasons: list[str] = []
    asked = question
    if len(question) >= LONG:
        asked = _last_question(question)
        reasons.append(f"来话很长，按最后的“{asked}”查找。")
    without = _OPERATOR.sub(" ", asked)
    if without != asked and fold(without):
        reasons.append(f"不查连接词，按“{without}”查找。")
        asked = without
    corrected = spelling.correct(asked, knowledge, word_test(knowledge.dictionary))
    reasons += [f"按读音：“{written}”按“{meant}”查找。" for written, meant in corrected.parts]
    expansion = _thesaurus(knowledge.synonyms).expand(corrected.question, whole_word_test(knowledge.dictionary))
    reasons += [f"同义词：“{word}”按“{official}”查找。" for word, official in expansion.replaced]
    others = (wording for wording in (asked, corrected.question, expansion.question) if fold(wording))
    return RewrittenQuestion(tuple(dict.fromkeys((question, *others))), tuple(reasons))


def _last_question(message: str) -> str:
    """The question of a long ``message``: what follows "I want to ask", or else the last sentence that asks.

    >>> _last_question("我家在乡下。就想问一下,复议收费吗?谢谢。"), _last_question("复议收费吗?我家在乡下。")
    ('复议收费吗', '复议收费吗?')
    """
    found = _UP_TO_QUESTION.match(message)
    if found:
        return normalise(message[found.end() :])
    asking = [sentence for sentence in _SENTENCE.findall(message) if _QUESTION.search(sentence)]
    return normalise(asking[-1]) if asking else message


@lru_cache(maxsize=2)
def _thesaurus(pairs: tuple[tuple[str, str], ...]) -> Thesaurus:
    """Cached, because compiling its pattern takes longer than matching a question."""
    return Thesaurus(pairs)
