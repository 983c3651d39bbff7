"""Corrects spelling: homophones, pinyin typed as letters, and first letters alone (xzfy for 行政复议).

The index lists the pairs of neighbouring characters in published texts, under their sound and under their first
letters. A question is read as the most likely path through these pairs, found pair by pair (Viterbi)."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol

from hotline.matching.text.pinyin import cut_syllables, sounds

Pairs = Mapping[str, int]
"""Pair of characters -> how many published wordings contain it."""

IsWord = Callable[[str], bool]
_UNKNOWN_PAIR_COST = 2.0
"""Subtracted from a reading's score for a pair that is not published; a published one adds log(1 + its count)."""
_CHANGE_COST = 3.5
"""Subtracted for a character in place of the one that was written."""
_RUN = re.compile("[一-鿿]{2,}")
_LETTERS = re.compile(r"[a-z]+(?:[ '][a-z]+)*")
_LONGEST_WORD = 4
_PARTICLES = "吗呢吧么嘛啊不没的了得要有在是我你他去到和能可谁哪"
"""Single characters that stand between the words of a sentence."""
_FEWEST_INITIALS = 3
"""First letters that can be read: two alone stand for hundreds of pairs."""
_MOST_LETTERS = 40
_LEAST_PUBLISHED = 0.8
"""Share of a reading's pairs that must be published; with fewer, letters are no Chinese."""


class Spellings(Protocol):
    """The spelling index of a knowledge file."""

    def spelt(self, spellings: Sequence[str]) -> Mapping[str, Pairs]:
        """Spelling -> the published pairs that are spelt so; a spelling without any is left out."""
        ...


@dataclass(frozen=True)
class Correction:
    """A question as it was probably meant, and each part that was corrected: (written, meant)."""

    question: str
    parts: tuple[tuple[str, str], ...]


def correct(question: str, knowledge: Spellings, is_word: IsWord) -> Correction:
    """``question`` (normalised) with letters as Chinese, and unpublished pairs as published ones that sound alike.

    ``is_word`` says whether a text is a word of the language: a changed character must become part of one."""
    parts: list[tuple[str, str]] = []

    def in_chinese(found: re.Match[str]) -> str:
        meant = _read_letters(found[0], knowledge, is_word)
        if meant:
            parts.append((found[0], meant))
        return meant or found[0]

    question = _LETTERS.sub(in_chinese, question)
    return _correct_homophones(question, parts, knowledge, is_word)


def _correct_homophones(
    question: str, parts: list[tuple[str, str]], knowledge: Spellings, is_word: IsWord
) -> Correction:
    """Correct each run of Chinese characters by its sounds; ``parts`` are the corrections so far."""

    def correct_run(found: re.Match[str]) -> str:
        run, edges = _without_doubles(found[0], [known.get(sound, {}) for sound in sounds(found[0])], is_word)
        if run != found[0]:
            parts.append((found[0], run))
        meant = _keep_words(run, _likeliest(run, edges), is_word)
        parts.extend((run[place : place + 2], meant[place : place + 2]) for place in _changes(run, meant, edges))
        return meant

    known = knowledge.spelt([sound for run in _RUN.findall(question) for sound in sounds(run)])
    return Correction(_RUN.sub(correct_run, question), tuple(parts))


def _without_doubles(run: str, edges: list[Pairs], is_word: IsWord) -> tuple[str, list[Pairs]]:
    """``run`` without characters typed twice, and for each of its pairs the published ones that sound alike."""
    kept = [place for place, known in enumerate(edges) if not _is_typed_twice(run[place : place + 2], known, is_word)]
    return "".join(run[place] for place in (*kept, len(run) - 1)), [edges[place] for place in kept]


def _is_typed_twice(pair: str, known: Pairs, is_word: IsWord) -> bool:
    return pair[0] == pair[1] and pair not in known and not is_word(pair)


def _keep_words(written: str, meant: str, is_word: IsWord) -> str:
    """``written`` with those changes of ``meant`` that make a word and cut no word that was written.

    >>> words = {"发热", "电话", "申请", "生擒", "法律", "律师"}
    >>> _keep_words("充电发热", "充电话热", words.__contains__), _keep_words("生擒复议", "申请复议", words.__contains__)
    ('充电发热', '申请复议')
    >>> _keep_words("法律是什么", "法律师什么", words.__contains__)
    '法律是什么'
    """
    kept = list(written)
    for place, (before, after) in enumerate(zip(written, meant, strict=True)):
        if before != after:
            spans = _words_at(meant, place, is_word)
            if any(_cuts_no_word(written, start, end, is_word) for start, end in spans):
                kept[place] = after
    return "".join(kept)


def _cuts_no_word(written: str, start: int, end: int, is_word: IsWord) -> bool:
    """Whether every word of ``written`` that overlaps the span from ``start`` to ``end`` lies within it."""
    words = [word for place in range(start, end) for word in _words_at(written, place, is_word)]
    return all(start <= first and last <= end for first, last in words)


def _words_at(text: str, place: int, is_word: IsWord) -> list[tuple[int, int]]:
    """(start, end) of every word of two to _LONGEST_WORD characters that contains the character at ``place``."""
    spans = (
        (start, start + size)
        for size in range(2, _LONGEST_WORD + 1)
        for start in range(max(0, place - size + 1), min(place, len(text) - size) + 1)
    )
    return [(start, end) for start, end in spans if is_word(text[start:end])]


def _changes(written: str, meant: str, edges: Sequence[Pairs]) -> list[int]:
    """For each changed character, the place of the more frequent of the two pairs it is in; staff are shown these.

    >>> _changes("政付议吗", "政复议吗", [{"政复": 1}, {"复议": 9}, {}])
    [1]
    """
    changed = [place for place, (old, new) in enumerate(zip(written, meant, strict=True)) if old != new]
    pairs = [max(0, place - 1) if place == len(written) - 1 else place for place in changed]
    before = [max(0, place - 1) for place in changed]
    times = [known.get(meant[place : place + 2], 0) for place, known in enumerate(edges)]
    return list(dict.fromkeys(max(choice, key=times.__getitem__) for choice in zip(pairs, before, strict=True)))


def _likeliest(run: str, edges: Sequence[Pairs]) -> str:
    """``run``, or the text with the same sounds that is more likely among the published ones."""
    columns: list[dict[str, float]] = [{character: 0.0} for character in run]
    for place, known in enumerate(edges):
        if run[place : place + 2] not in known:
            for pair in known:
                columns[place].setdefault(pair[0], -_CHANGE_COST)
                columns[place + 1].setdefault(pair[1], -_CHANGE_COST)
    if all(len(column) == 1 for column in columns):
        return run
    return _best_path(columns, edges)[1]


def _read_letters(letters: str, knowledge: Spellings, is_word: IsWord) -> str | None:
    """The Chinese for typed pinyin or first letters; None where none fits, or where the letters are published.

    What they stand for must be words, because any word in Latin letters (and, pdf, html) stands for some row of
    published characters. First letters stand for words alone, pinyin for a sentence with particles."""
    words = re.split("[ ']", letters)
    if len(letters) > _MOST_LETTERS or len(knowledge.spelt(['"' + word for word in words])) == len(set(words)):
        return None
    cuts = cut_syllables("".join(words)) or ([tuple(words[0])] if len(words) == 1 else [])
    is_pinyin = bool(cuts) and cuts != [tuple(words[0])]
    if not is_pinyin and len(letters) < _FEWEST_INITIALS:
        return None
    readings = [_read_cut(cut, "" if is_pinyin else "=", knowledge) for cut in cuts if len(cut) > 1]
    particles = _PARTICLES if is_pinyin else ""
    in_words = (each for each in readings if each and _is_in_words(each[1], is_word, particles))
    return max(in_words, default=(0.0, None))[1]


def _is_in_words(text: str, is_word: IsWord, particles: str) -> bool:
    """Whether ``text`` can be cut into words of two characters or more and ``particles``, with one such word at least.

    >>> words = {"行政", "复议", "收费"}
    >>> [_is_in_words(text, words.__contains__, "吗") for text in ("行政复议", "复议收费吗", "挨男的", "吗吗")]
    [True, True, False, False]
    """
    ways = [(True, False), *((False, False),) * len(text)]  # for each place: can be cut up to it, and with a word
    for end in range(1, len(text) + 1):
        before = [ways[end - size] for size in range(2, min(_LONGEST_WORD, end) + 1) if is_word(text[end - size : end])]
        single = ways[end - 1] if text[end - 1] in particles else (False, False)
        has_word = any(can for can, _ in before)
        ways[end] = (has_word or single[0], has_word or single[1])
    return all(ways[-1])


def _read_cut(cut: Sequence[str], mark: str, knowledge: Spellings) -> tuple[float, str] | None:
    """(score, text) of the likeliest reading; None where fewer than _LEAST_PUBLISHED of its pairs are published."""
    spellings = [mark + first + second for first, second in pairwise(cut)]
    found = knowledge.spelt(spellings)
    edges = [found.get(spelling, {}) for spelling in spellings]
    columns: list[dict[str, float]] = [{} for _ in cut]
    for place, known in enumerate(edges):
        for pair in known:
            columns[place][pair[0]] = columns[place + 1][pair[1]] = 0.0
    if not all(columns):
        return None
    score, text = _best_path(columns, edges)
    published = sum(text[place : place + 2] in known for place, known in enumerate(edges))
    return (score / len(edges), text) if published >= _LEAST_PUBLISHED * len(edges) else None


def _best_path(columns: Sequence[Mapping[str, float]], edges: Sequence[Pairs]) -> tuple[float, str]:
    """(score, text) of the best choice of one character from each column.

    The score adds up those of its characters, in ``columns``, and those of its pairs, in ``edges``."""
    paths = {character: (own, character) for character, own in columns[0].items()}
    for column, known in zip(columns[1:], edges, strict=True):
        score, text = max(paths.values())
        further = {character: (score - _UNKNOWN_PAIR_COST + own, text + character) for character, own in column.items()}
        for pair, times in known.items():
            first, second = pair[0], pair[1]
            if first in paths and second in column:
                score, text = paths[first]
                score += math.log(1 + times) + column[second]
                if score > further[second][0]:
                    further[second] = (score, text + second)
        paths = further
    return max(paths.values())
