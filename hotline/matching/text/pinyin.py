"""The sound of a text, as pairs of toneless syllables: syllables that people and recognisers confuse become one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import islice, pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
from pypinyin import Style, lazy_pinyin

_CHINESE = re.compile("[一-鿿]")

_H_AS_F = {
    "hu": "fu",
    "hua": "fa",
    "huai": "fai",
    "huan": "fan",
    "huang": "fan",
    "hui": "fei",
    "hun": "fen",
    "huo": "fo",
}
_CONFUSED = re.compile(r"^(?:zh|ch|sh|l)|(?<=[ei])ng$|(?<=[^i]a)ng$|(?<=^a)ng$")
_VOWEL = re.compile("[aeiou]|[ln]v")
MOST_READINGS = 6
"""Ways to split typed letters into syllables that are tried."""
LONGEST_SYLLABLE = 6
_MERGED = {"zh": "z", "ch": "c", "sh": "s", "l": "n", "ng": "n"}


def fold_syllable(syllable: str) -> str:
    """``syllable`` with the sounds merged that south-western speakers do not distinguish: n/l, zh/z, ch/c, sh/s,
    ing/in, eng/en, ang/an, and h before u, which many pronounce as f.

    >>> [fold_syllable(s) for s in ("lan", "nang", "zheng", "zen", "hui", "fei", "hu", "xiang")]
    ['nan', 'nan', 'zen', 'zen', 'fei', 'fei', 'fu', 'xiang']
    """
    return _H_AS_F.get(syllable) or _CONFUSED.sub(lambda found: _MERGED[found[0]], syllable)


class _Sounds(dict[str, str]):
    """Character -> its folded sound in its commonest reading, looked up once; without a reading, the character itself.

    Reading a text as a whole would distinguish the 行 of 银行 from that of 行走, but takes 0.5 ms a question."""

    def __missing__(self, character: str) -> str:
        read = lazy_pinyin(character, errors="ignore")
        sound = fold_syllable(read[0]) if read else character
        self[character] = sound
        return sound


class _Initials(dict[str, str]):
    """Character -> the first letter of its commonest reading; without a reading, the character itself."""

    def __missing__(self, character: str) -> str:
        read = lazy_pinyin(character, errors="ignore")
        initial = read[0][0] if read else character
        self[character] = initial
        return initial


_sounds = _Sounds()
_initials = _Initials()


def warm() -> None:
    """Load the pronunciation tables now, so that the first question need not wait."""
    sounds("复议")
    _syllables()


def sounds(folded: str) -> tuple[str, ...]:
    """The folded sound of each pair of neighbouring characters of ``folded``.

    >>> sounds("申请复议")
    ('senqin', 'qinfu', 'fuyi')
    """
    return tuple(first + second for first, second in pairwise(map(_sounds.__getitem__, folded)))


def initials(text: str) -> str:
    """The first letters of ``text``, as some people type it.

    >>> initials("行政复议")
    'xzfy'
    """
    return "".join(map(_initials.__getitem__, text))


@cache
def _syllables() -> frozenset[str]:
    """The syllables of all characters of GB 2312."""
    rows, columns = range(0xB0, 0xF8), range(0xA1, 0xFF)
    common = bytes(byte for row in rows for column in columns for byte in (row, column)).decode("gb2312", "ignore")
    read = {lazy_pinyin(character)[0] for character in common}
    return frozenset(syllable for syllable in read if _VOWEL.search(syllable))  # not the n of 嗯


def cut_syllables(letters: str) -> list[tuple[str, ...]]:
    """At most MOST_READINGS ways to split ``letters`` into pinyin syllables, folded; those with long ones first.

    >>> cut_syllables("fuyi"), cut_syllables("xzfy")
    ([('fu', 'yi')], [])
    >>> cut_syllables("gongan")
    [('gong', 'an')]
    """
    dead_ends: set[int] = set()

    def cut(start: int) -> Iterator[tuple[str, ...]]:
        if start == len(letters):
            yield ()
        found = False
        for end in range(min(len(letters), start + LONGEST_SYLLABLE), start, -1) if start not in dead_ends else ():
            if letters[start:end] in _syllables():
                for rest in cut(end):
                    found = True
                    yield (fold_syllable(letters[start:end]), *rest)
        if not found and start < len(letters):
            dead_ends.add(start)

    return list(islice(cut(0), MOST_READINGS))


def read_aloud(text: str) -> tuple[str, ...]:
    """The toneless syllable of each Chinese character of ``text``, in its context; "" for any other character.

    >>> read_aloud("银行A")
    ('yin', 'hang', '')
    """
    return tuple(lazy_pinyin(text, errors=_blank))


def _blank(run: str) -> Any:  # noqa: ANN401
    """One "" for each character: pypinyin accepts a list, although it declares a string."""
    return [""] * len(run)


def read_words(words: Iterable[str]) -> dict[str, str]:
    """Each of ``words`` -> its syllables, each character read by itself, as in a recogniser's dictionary.

    >>> read_words(["复议"])
    {'复议': 'fu yi'}
    """
    readings: dict[str, str] = {}

    def read(character: str) -> str:
        if character not in readings:
            readings[character] = "".join(lazy_pinyin(character, errors="ignore"))
        return readings[character]

    return {word: " ".join(map(read, word)) for word in words}


def spell(text: str) -> str:
    """``text`` for a synthesiser that cannot read characters: syllables with tone numbers (5 is the neutral tone).

    Other characters stay as they are.

    >>> spell("重庆银行，好吗")
    'chong2 qing4 yin2 hang2 ， hao3 ma5'
    """
    return " ".join(lazy_pinyin(text, style=Style.TONE3, neutral_tone_with_five=True))


def read_tones(text: str) -> tuple[str, ...]:
    """The syllable of each character of ``text`` in its context, with its tone; any other character as it is.

    >>> read_tones("银行A，")
    ('yin2', 'hang2', 'A', '，')
    """
    return tuple(lazy_pinyin(text, style=Style.TONE3, neutral_tone_with_five=True, errors=_each))


def _each(run: str) -> Any:  # noqa: ANN401
    """Each character by itself; the type as in ``_blank``."""
    return list(run)


@cache
def homophone_codes() -> npt.NDArray[np.uint32]:
    """Code of each BMP character -> that of the first ideograph with the same folded sound, or else its own."""
    table = np.arange(0x10000, dtype=np.uint32)
    first: dict[str, int] = {}
    for code in range(0x4E00, 0xA000):  # CJK unified ideographs
        table[code] = first.setdefault(_sounds[chr(code)], code)
    return table


def spellings_of(folded: str) -> tuple[tuple[str, str], ...]:
    """(spelling, pair) for each Chinese pair of ``folded``, under its sound and under "=" with its first letters.

    A word in Latin letters is ("\"" + word, "").

    >>> spellings_of("复议ABC".lower())
    (('fuyi', '复议'), ('=fy', '复议'), ('"abc', ''))
    """
    pairs = [first + second for first, second in pairwise(folded) if _CHINESE.match(first) and _CHINESE.match(second)]
    found = [spelling for pair in pairs for spelling in ((sounds(pair)[0], pair), ("=" + initials(pair), pair))]
    return (*found, *(('"' + word, "") for word in re.findall("[a-z]+", folded)))
