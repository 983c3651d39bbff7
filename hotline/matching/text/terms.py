"""Analyses a text into search terms: characters, character pairs, words by jieba, and the sounds of the pairs."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from itertools import pairwise

from jieba import Tokenizer

from hotline.matching.text.initial_keys import initial_keys
from hotline.matching.text.normalise import fold_for_search, in_standard_words
from hotline.matching.text.pinyin import sounds, spellings_of

SOUND = "~"
"""Prefix of a sound, to tell it from a word in Latin letters; no folded text contains it."""
_NOT_WORD = re.compile(r"[\W_]+")
_CONTEXT = 8
"""Characters on either side of a span that may be cut together with it."""
_SPAN_FREQUENCY, _WORD_FREQUENCY = 1_000, 30_000
"""How frequent a span is taken to be at least, such as a colloquial word of the office's: one that is no word of the
dictionary, and one that is, because a word may well stand within a longer one (罚单 in 开罚单)."""
_TOLERANCE = 0.1
"""By how much the cut with the span kept may be less likely, as a logarithm."""
_OWN_TERM_FREQUENCY = 100_000
"""High enough that jieba never cuts a term of the office's dictionary, whatever stands beside it."""


@dataclass(frozen=True)
class Analysis:
    """The terms of a text, each kind computed when it is first used: the index needs no words, an answer no sounds."""

    text: str
    dictionary: tuple[str, ...]
    stop_words: frozenset[str]

    @cached_property
    def folded(self) -> str:
        return fold_for_search(self.text)

    @cached_property
    def segments(self) -> tuple[str, ...]:
        """jieba's words in order; none overlaps another."""
        return segment(self.text, self.dictionary)

    @cached_property
    def words(self) -> tuple[str, ...]:
        """jieba's words, long ones and the shorter ones inside them, with repetitions."""
        return _with_parts(self.segments, self.dictionary)

    def cut(self, text: str) -> tuple[str, ...]:
        """The content words of another text, by the same dictionary and stop words."""
        return content_words(text, self.dictionary, self.stop_words)

    @cached_property
    def pairs(self) -> tuple[str, ...]:
        """The pairs of neighbouring characters, in order."""
        return tuple(map("".join, pairwise(self.folded)))

    @cached_property
    def grams(self) -> tuple[str, ...]:
        """The n-grams: pairs, then characters, with repetitions."""
        return (*self.pairs, *self.folded)

    @cached_property
    def sounds(self) -> tuple[str, ...]:
        """The sound of each of ``pairs``, prefixed by SOUND."""
        return tuple(SOUND + sound for sound in sounds(self.folded))

    @property
    def initial_keys(self) -> str:
        """The telephone keys of the first letters of its characters."""
        return initial_keys(self.text)

    @staticmethod
    def spell(term: str) -> tuple[tuple[str, str], ...]:
        """(spelling, pair) for each spelling under which ``term``, a pair or a word in letters, is indexed."""
        return spellings_of(term)

    @cached_property
    def content(self) -> tuple[str, ...]:
        """The content words, which say what the text is about, each once."""
        return tuple(dict.fromkeys(word for word in self.words if word not in self.stop_words))


@cache
def _general() -> Tokenizer:
    """jieba with its own dictionary, read from its package, which takes about 0.5 s.

    jieba's own cache is a file in the shared temporary folder that is loaded with marshal: anyone could plant one."""
    tokenizer = Tokenizer()
    tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
    tokenizer.initialized = True
    return tokenizer


def word_frequencies() -> Mapping[str, int]:
    """Word of jieba's dictionary -> how often it occurs in the texts that the dictionary was made from."""
    return {word: count for word, count in _general().FREQ.items() if count}


def word_share(word: str) -> float:
    """How many of all words in those texts are ``word``, from 0 to 1; 0.0 when jieba's dictionary has no such word.

    >>> round(word_share("的"), 3), word_share("请复")
    (0.005, 0.0)
    """
    share: float = _general().FREQ.get(word, 0) / _sum_of_frequencies()
    return share


@cache
def _sum_of_frequencies() -> int:
    return sum(_general().FREQ.values())


@lru_cache(maxsize=2)
def _tokenizer(dictionary: tuple[str, ...]) -> Tokenizer:
    """A tokenizer for each dictionary, so that the cuts depend on the knowledge file in use and nothing else."""
    general = _general()
    if not dictionary:
        return general
    tokenizer = Tokenizer()
    tokenizer.FREQ, tokenizer.total, tokenizer.initialized = dict(general.FREQ), general.total, True
    for term in dictionary:
        tokenizer.add_word(fold_for_search(term), _OWN_TERM_FREQUENCY)
    return tokenizer


def warm(dictionary: tuple[str, ...] = ()) -> None:
    """Load the dictionary now, so that the first question need not wait."""
    _tokenizer(dictionary)


def cut_own_term(term: str) -> tuple[str, ...]:
    """The pieces into which jieba cuts ``term`` although it is a term of the office's dictionary; mostly one.

    jieba never joins what a space, a hyphen or a full stop divides, and terms are folded for the dictionary.

    >>> cut_own_term("行政复议"), cut_own_term("糖类抗原19-9"), cut_own_term("奥迪 A4L")
    (('行政复议',), ('糖类', '抗原', '19', '-', '9'), ('奥迪', ' ', 'a4l'))
    """
    general, text, folded = _general(), in_standard_words(term), fold_for_search(term)
    tokenizer = Tokenizer()
    parts = {text[start:end] for start in range(len(text)) for end in range(start + 1, len(text) + 1)}
    tokenizer.FREQ = {part: general.FREQ[part] for part in parts if part in general.FREQ}
    tokenizer.total, tokenizer.initialized = general.total, True
    if folded:
        tokenizer.add_word(folded, _OWN_TERM_FREQUENCY)
    return tuple(tokenizer.cut(text))


def word_test(dictionary: tuple[str, ...] = ()) -> Callable[[str], bool]:
    """A function that says whether a plain text is a word of jieba's dictionary or of ``dictionary``.

    >>> is_word = word_test(("复议费",))
    >>> is_word("复议费"), is_word("申请"), is_word("请复")
    (True, True, False)
    """
    frequencies = _tokenizer(dictionary).FREQ  # looked up once: each lookup of a tokenizer hashes the whole dictionary
    return lambda text: bool(frequencies.get(text))


def whole_word_test(dictionary: tuple[str, ...] = ()) -> Callable[[str, int, int], bool]:
    """A function that says whether ``text[start:end]`` is likely to be read as a word or phrase of its own.

    It is not, where the words around it would be cut: 公正处 in 公正处理 would leave 理 of 处理. The text is cut once
    as it is and once with the span kept, and the likelier cut counts (jieba's unigram model).

    >>> is_whole = whole_word_test()
    >>> is_whole("要求公正处理纠纷", 2, 5), is_whole("公正处在哪里", 0, 3), is_whole("律所有哪些", 0, 2)
    (False, True, True)
    """
    tokenizer = _tokenizer(dictionary)

    def is_whole(text: str, start: int, end: int) -> bool:
        first, last = max(0, start - _CONTEXT), end + _CONTEXT
        kept = _likelihood(tokenizer, text[first:start]) + _likelihood(tokenizer, text[end:last])
        span = text[start:end]
        frequency = _WORD_FREQUENCY if tokenizer.FREQ.get(span) else _SPAN_FREQUENCY
        alone = max(_likelihood(tokenizer, span), math.log(frequency / tokenizer.total))
        return kept + alone + _TOLERANCE >= _likelihood(tokenizer, text[first:last])

    return is_whole


def _likelihood(tokenizer: Tokenizer, text: str) -> float:
    """The logarithm of the probability of the likeliest cut of ``text``."""
    route: dict[int, tuple[float, int]] = {}
    tokenizer.calc(text, tokenizer.get_DAG(text), route)
    return route[0][0]


def words(text: str, dictionary: tuple[str, ...] = ()) -> tuple[str, ...]:
    """jieba's words of ``text`` for a search: long words and the shorter words inside them.

    >>> words("申请行政复议", ("行政复议",))
    ('申请', '行政', '复议', '行政复议')
    """
    return _with_parts(segment(text, dictionary), dictionary)


def segment(text: str, dictionary: tuple[str, ...] = ()) -> tuple[str, ...]:
    """jieba's words of ``text`` in order; no word overlaps another, and punctuation is left out."""
    cut = _tokenizer(dictionary).cut(in_standard_words(text))
    return tuple(word for word in cut if not _NOT_WORD.fullmatch(word))


def cut_as_written(text: str) -> tuple[str, ...]:
    """jieba's words of ``text`` in order, punctuation included; joined, they are ``text`` again.

    >>> cut_as_written("申请复议，免费")
    ('申请', '复议', '，', '免费')
    """
    return tuple(_general().cut(text))


def _with_parts(segments: tuple[str, ...], dictionary: tuple[str, ...]) -> tuple[str, ...]:
    """Each word after the words of two and three characters inside it, as jieba's cut_for_search gives them.

    It is done here because jieba would cut the text once more for it, which takes as long again."""
    is_word = word_test(dictionary)
    found: list[str] = []
    for word in segments:
        for size in (2, 3):
            if len(word) > size:
                parts = (word[start : start + size] for start in range(len(word) - size + 1))
                found.extend(filter(is_word, parts))
        found.append(word)
    return tuple(found)


def content_words(
    text: str, dictionary: tuple[str, ...] = (), stop_words: Container[str] = frozenset()
) -> tuple[str, ...]:
    """jieba's words of ``text`` but ``stop_words`` (folded), in order and with repetitions; no word overlaps another.

    >>> content_words("申请行政复议，要申请吗？", ("行政复议",), {"要", "吗"})
    ('申请', '行政复议', '申请')
    """
    return tuple(word for word in segment(text, dictionary) if word not in stop_words)


def analyse(text: str, dictionary: tuple[str, ...] = (), stop_words: tuple[str, ...] = ()) -> Analysis:
    """The terms of ``text``; terms of ``dictionary`` are not cut, and ``stop_words`` are no content words."""
    return Analysis(text, dictionary, folded_stop_words(stop_words))


@lru_cache(maxsize=2)
def folded_stop_words(stop_words: tuple[str, ...]) -> frozenset[str]:
    """Stop words in the form that a text has when it is cut."""
    return frozenset(map(in_standard_words, stop_words))
