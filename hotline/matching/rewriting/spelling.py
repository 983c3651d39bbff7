"""What a question says that nobody wrote so: words of the right sound, pinyin in letters, first letters alone.

A published text is known by its pairs of neighbouring characters, each under its sound and under its first letters.
Which pairs a question means is the likeliest way through them, pair by pair."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol

from hotline.matching.text.pinyin import cut_syllables, sounds

Pairs = Mapping[str, int]
"""Pairs of characters, and in how many published wordings each stands."""

IsWord = Callable[[str], bool]
_UNKNOWN = 2.0
"""What a pair that no published wording holds takes from a reading; a known one adds the logarithm of its number."""
_CHANGED = 3.5
"""What a character in place of the one that was written takes."""
_RUN = re.compile("[一-鿿]{2,}")
_LETTERS = re.compile(r"[a-z]+(?:[ '][a-z]+)*")
_LONGEST_WORD = 4
_FEWEST_INITIALS = 3
"""First letters that can be read: two of them stand for hundreds of pairs."""
_MOST_LETTERS = 40
_KNOWN = 0.8
"""Share of a reading's pairs that must be published, for letters to be taken for it."""


class Spellings(Protocol):
    """What matching needs of the knowledge file to read by sound and by letters."""

    def spelt(self, spellings: Sequence[str]) -> Mapping[str, Pairs]:
        """The published pairs under each of ``spellings``; one that nothing is under is left out."""
        ...


@dataclass(frozen=True)
class Correction:
    """A question as it was probably meant, and each part that was read otherwise: (written, meant)."""

    question: str
    parts: tuple[tuple[str, str], ...]


def read(question: str, knowledge: Spellings, is_word: IsWord) -> Correction:
    """``question`` (normalised) with letters read as Chinese, and pairs nobody wrote as known ones of their sound.

    ``is_word`` knows the words of the language: what a character is changed for must be part of one."""
    parts: list[tuple[str, str]] = []

    def in_chinese(found: re.Match[str]) -> str:
        meant = _read_letters(found[0], knowledge)
        if meant:
            parts.append((found[0], meant))
        return meant or found[0]

    question = _LETTERS.sub(in_chinese, question)
    return _correct(question, parts, knowledge, is_word)


def _correct(question: str, parts: list[tuple[str, str]], knowledge: Spellings, is_word: IsWord) -> Correction:
    """Each run of Chinese characters by its sounds; a question in which every pair is known stays as it is."""

    def corrected(found: re.Match[str]) -> str:
        run, edges = _without_doubles(found[0], [known.get(sound, {}) for sound in sounds(found[0])], is_word)
        if run != found[0]:
            parts.append((found[0], run))
        meant = _in_words(run, _likeliest(run, edges), is_word)
        parts.extend((run[place : place + 2], meant[place : place + 2]) for place in _changes(run, meant, edges))
        return meant

    known = knowledge.spelt([sound for run in _RUN.findall(question) for sound in sounds(run)])
    return Correction(_RUN.sub(corrected, question), tuple(parts))


def _without_doubles(run: str, edges: list[Pairs], is_word: IsWord) -> tuple[str, list[Pairs]]:
    """``run`` without characters typed twice, and the pairs known by the sound of each of its pairs."""
    kept = [place for place, known in enumerate(edges) if not _is_typed_twice(run[place : place + 2], known, is_word)]
    return "".join(run[place] for place in (*kept, len(run) - 1)), [edges[place] for place in kept]


def _is_typed_twice(pair: str, known: Pairs, is_word: IsWord) -> bool:
    return pair[0] == pair[1] and pair not in known and not is_word(pair)


def _in_words(written: str, meant: str, is_word: IsWord) -> str:
    """``meant``, but as ``written`` where no word of it takes in a changed character and every word it would cut.

    >>> words = {"发热", "电话", "申请", "生擒", "法律", "律师"}
    >>> _in_words("充电发热", "充电话热", words.__contains__), _in_words("生擒复议", "申请复议", words.__contains__)
    ('充电发热', '申请复议')
    >>> _in_words("法律是什么", "法律师什么", words.__contains__)
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
    """Whether every word of ``written`` that reaches into the span lies within it."""
    words = [word for place in range(start, end) for word in _words_at(written, place, is_word)]
    return all(start <= a and b <= end for a, b in words)


def _words_at(text: str, place: int, is_word: IsWord) -> list[tuple[int, int]]:
    """(start, end) of every word of two to _LONGEST_WORD characters that takes in the character at ``place``."""
    spans = (
        (start, start + size)
        for size in range(2, _LONGEST_WORD + 1)
        for start in range(max(0, place - size + 1), min(place, len(text) - size) + 1)
    )
    return [(start, end) for start, end in spans if is_word(text[start:end])]


def _changes(written: str, meant: str, edges: Sequence[Pairs]) -> list[int]:
    """The places of the pairs that tell best what became of each changed character.

    >>> _changes("政付议吗", "政复议吗", [{"政复": 1}, {"复议": 9}, {}])
    [1]
    """
    changed = [place for place, (a, b) in enumerate(zip(written, meant, strict=True)) if a != b]
    pairs = [max(0, place - 1) if place == len(written) - 1 else place for place in changed]
    before = [max(0, place - 1) for place in changed]
    times = [known.get(meant[place : place + 2], 0) for place, known in enumerate(edges)]
    return list(dict.fromkeys(max(choice, key=times.__getitem__) for choice in zip(pairs, before, strict=True)))


def _likeliest(run: str, edges: Sequence[Pairs]) -> str:
    """``run`` or a text of the same sounds, whichever is likelier among what is published."""
    columns: list[dict[str, float]] = [{character: 0.0} for character in run]
    for place, known in enumerate(edges):
        if run[place : place + 2] not in known:
            for pair in known:
                columns[place].setdefault(pair[0], -_CHANGED)
                columns[place + 1].setdefault(pair[1], -_CHANGED)
    if all(len(column) == 1 for column in columns):
        return run
    return _best_path(columns, edges)[1]


def _read_letters(letters: str, knowledge: Spellings) -> str | None:
    """The Chinese that typed pinyin or first letters stand for; None for words that are known so, and for others."""
    words = re.split("[ ']", letters)
    if len(letters) > _MOST_LETTERS or len(knowledge.spelt(['"' + word for word in words])) == len(set(words)):
        return None
    cuts = cut_syllables("".join(words)) or ([tuple(words[0])] if len(words) == 1 else [])
    is_pinyin = bool(cuts) and cuts != [tuple(words[0])]
    if not is_pinyin and len(letters) < _FEWEST_INITIALS:
        return None
    readings = [_read_cut(cut, "" if is_pinyin else "=", knowledge) for cut in cuts if len(cut) > 1]
    return max((reading for reading in readings if reading), default=(0.0, None))[1]


def _read_cut(cut: Sequence[str], mark: str, knowledge: Spellings) -> tuple[float, str] | None:
    """The score and text of the likeliest reading; None where fewer than _KNOWN of its pairs are known."""
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
    return (score / len(edges), text) if published >= _KNOWN * len(edges) else None


def _best_path(columns: Sequence[Mapping[str, float]], edges: Sequence[Pairs]) -> tuple[float, str]:
    """The best choice of a character from each column, with its score: its characters' own and its pairs'."""
    paths = {character: (own, character) for character, own in columns[0].items()}
    for column, known in zip(columns[1:], edges, strict=True):
        score, text = max(paths.values())
        further = {character: (score - _UNKNOWN + own, text + character) for character, own in column.items()}
        for pair, times in known.items():
            first, second = pair[0], pair[1]
            if first in paths and second in column:
                score, text = paths[first]
                score += math.log(1 + times) + column[second]
                if score > further[second][0]:
                    further[second] = (score, text + second)
        paths = further
    return max(paths.values())
