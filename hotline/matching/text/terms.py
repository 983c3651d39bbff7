"""What a text is searched by: single characters, character pairs, jieba's words and the pairs' sounds."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from itertools import pairwise

from jieba import Tokenizer

from hotline.matching.text.normalise import in_standard_words, searched
from hotline.matching.text.pinyin import sounds, spellings_of

SOUND = "~"
"""Stands before a sound, which may read like a word in letters; no folded text holds it."""
_NOT_WORD = re.compile(r"[\W_]+")
_OWN_TERM_FREQUENCY = 100_000
"""High enough that a term of the trade is never cut, whatever stands beside it."""


@dataclass(frozen=True)
class Analysis:
    """A text's terms, each kind cut when asked for: what is published needs no words, an answer no sounds."""

    text: str
    dictionary: tuple[str, ...]
    stop_words: frozenset[str]

    @cached_property
    def folded(self) -> str:
        return searched(self.text)

    @cached_property
    def words(self) -> tuple[str, ...]:
        """jieba's words, long ones and the shorter inside them, repeats kept."""
        return words(self.text, self.dictionary)

    @cached_property
    def pairs(self) -> tuple[str, ...]:
        """Neighbouring characters, in order."""
        return tuple(map("".join, pairwise(self.folded)))

    @cached_property
    def grams(self) -> tuple[str, ...]:
        """Pairs and characters, repeats kept."""
        return (*self.pairs, *self.folded)

    @cached_property
    def sounds(self) -> tuple[str, ...]:
        """How each of ``pairs`` sounds, SOUND before it."""
        return tuple(SOUND + sound for sound in sounds(self.folded))

    @staticmethod
    def spell(term: str) -> tuple[tuple[str, str], ...]:
        """(spelling, pair) of each way in which a pair or a word in letters, in any text, may have been meant."""
        return spellings_of(term)

    @cached_property
    def content(self) -> tuple[str, ...]:
        """The words that say what the text is about, each once."""
        return tuple(dict.fromkeys(word for word in self.words if word not in self.stop_words))


@cache
def _general() -> Tokenizer:
    """jieba with its own dictionary, read from its package: as fast as its cache and no shared file is trusted.

    (The cache in the temp folder that jieba makes by itself is loaded with marshal, and anyone could have put it
    there; reading the dictionary takes about half a second, once.)"""
    tokenizer = Tokenizer()
    tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
    tokenizer.initialized = True
    return tokenizer


def word_frequencies() -> Mapping[str, int]:
    """The general dictionary's words and how often each stands in the texts it was made from."""
    return {word: often for word, often in _general().FREQ.items() if often}


@lru_cache(maxsize=2)
def _tokenizer(dictionary: tuple[str, ...]) -> Tokenizer:
    """A tokenizer of its own for each dictionary, so that cuts depend on the knowledge in hand and nothing else."""
    general = _general()
    if not dictionary:
        return general
    tokenizer = Tokenizer()
    tokenizer.FREQ, tokenizer.total, tokenizer.initialized = dict(general.FREQ), general.total, True
    for term in dictionary:
        tokenizer.add_word(searched(term), _OWN_TERM_FREQUENCY)
    return tokenizer


def warm(dictionary: tuple[str, ...] = ()) -> None:
    """Load the dictionary now instead of in the first question."""
    _tokenizer(dictionary)


def word_test(dictionary: tuple[str, ...] = ()) -> Callable[[str], bool]:
    """What tells whether a text (plain) is a word of the general dictionary or of ``dictionary``.

    >>> is_word = word_test(("复议费",))
    >>> is_word("复议费"), is_word("申请"), is_word("请复")
    (True, True, False)
    """
    often = _tokenizer(dictionary).FREQ  # looked up once: the whole dictionary is hashed for it
    return lambda text: bool(often.get(text))


def words(text: str, dictionary: tuple[str, ...] = ()) -> tuple[str, ...]:
    """jieba's cuts of ``text`` for searching: long words and the shorter words inside them.

    >>> words("申请行政复议", ("行政复议",))
    ('申请', '行政', '复议', '行政复议')
    """
    cut = _tokenizer(dictionary).cut_for_search(in_standard_words(text))
    return tuple(word for word in cut if not _NOT_WORD.fullmatch(word))


def analyse(text: str, dictionary: tuple[str, ...] = (), stop_words: tuple[str, ...] = ()) -> Analysis:
    """The terms of ``text``; terms in ``dictionary`` stay whole, ``stop_words`` are no content."""
    return Analysis(text, dictionary, _folded(stop_words))


@lru_cache(maxsize=2)
def _folded(stop_words: tuple[str, ...]) -> frozenset[str]:
    """Stop words as they stand in a text that was cut."""
    return frozenset(map(in_standard_words, stop_words))
