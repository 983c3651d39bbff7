"""How a text sounds: pairs of toneless syllables, those that people and recognisers mix up counted as one."""

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
CUTS = 6
LONGEST_SYLLABLE = 6
_AS = {"zh": "z", "ch": "c", "sh": "s", "l": "n", "ng": "n"}


def fold_syllable(syllable: str) -> str:
    """``syllable`` with the sounds that south-western speakers do not tell apart brought to one: n/l, zh/z, ch/c,
    sh/s, ing/in, eng/en, ang/an, and h before u, which many say as f.

    >>> [fold_syllable(s) for s in ("lan", "nang", "zheng", "zen", "hui", "fei", "hu", "xiang")]
    ['nan', 'nan', 'zen', 'zen', 'fei', 'fei', 'fu', 'xiang']
    """
    return _H_AS_F.get(syllable) or _CONFUSED.sub(lambda found: _AS[found[0]], syllable)


class _Sounds(dict[str, str]):
    """The folded sound of each character in its commonest reading, looked up once; others sound as they are written.

    Reading the text as a whole would tell the 行 of 银行 from that of 行走, but costs half a millisecond a question."""

    def __missing__(self, character: str) -> str:
        read = lazy_pinyin(character, errors="ignore")
        sound = fold_syllable(read[0]) if read else character
        self[character] = sound
        return sound


class _Initials(dict[str, str]):
    """The first letter of each character's commonest reading; of any other character itself."""

    def __missing__(self, character: str) -> str:
        read = lazy_pinyin(character, errors="ignore")
        initial = read[0][0] if read else character
        self[character] = initial
        return initial


_sounds = _Sounds()
_initials = _Initials()


def warm() -> None:
    """Load the pronunciation tables now instead of in the first question."""
    sounds("复议")
    _syllables()


def sounds(folded: str) -> tuple[str, ...]:
    """Each pair of neighbouring syllables of ``folded`` as one token.

    >>> sounds("申请复议")
    ('senqin', 'qinfu', 'fuyi')
    """
    return tuple(first + second for first, second in pairwise(map(_sounds.__getitem__, folded)))


def initials(text: str) -> str:
    """What people type who type first letters alone.

    >>> initials("行政复议")
    'xzfy'
    """
    return "".join(map(_initials.__getitem__, text))


@cache
def _syllables() -> frozenset[str]:
    """Every syllable that a character of GB 2312 is read as."""
    rows, columns = range(0xB0, 0xF8), range(0xA1, 0xFF)
    common = bytes(byte for row in rows for column in columns for byte in (row, column)).decode("gb2312", "ignore")
    read = {lazy_pinyin(character)[0] for character in common}
    return frozenset(syllable for syllable in read if _VOWEL.search(syllable))  # 嗯 is read n


def cut_syllables(letters: str) -> list[tuple[str, ...]]:
    """Ways to read ``letters`` as typed pinyin, folded, at most CUTS, those with long syllables first.

    >>> cut_syllables("fuyi"), cut_syllables("xzfy")
    ([('fu', 'yi')], [])
    >>> cut_syllables("gongan")
    [('gong', 'an')]
    """
    dead: set[int] = set()

    def cut(start: int) -> Iterator[tuple[str, ...]]:
        if start == len(letters):
            yield ()
        found = False
        for end in range(min(len(letters), start + LONGEST_SYLLABLE), start, -1) if start not in dead else ():
            if letters[start:end] in _syllables():
                for rest in cut(end):
                    found = True
                    yield (fold_syllable(letters[start:end]), *rest)
        if not found and start < len(letters):
            dead.add(start)

    return list(islice(cut(0), CUTS))


def read_aloud(text: str) -> tuple[str, ...]:
    """The toneless syllable of each Chinese character of ``text`` where it stands; "" for any other character.

    >>> read_aloud("银行A")
    ('yin', 'hang', '')
    """
    return tuple(lazy_pinyin(text, errors=_blank))


def _blank(run: str) -> Any:  # noqa: ANN401
    """pypinyin takes a list of what to put for each character, though it declares a string."""
    return [""] * len(run)


def read_words(words: Iterable[str]) -> dict[str, str]:
    """Each of ``words`` and how it sounds, its characters taken one by one, as a recogniser's dictionary has it.

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
    """``text`` as a synthesiser that knows no characters takes it: syllables with the number of their tone, the neutral
    one being 5, and other signs as they stand.

    >>> spell("重庆银行，好吗")
    'chong2 qing4 yin2 hang2 ， hao3 ma5'
    """
    return " ".join(lazy_pinyin(text, style=Style.TONE3, neutral_tone_with_five=True))


@cache
def voices() -> npt.NDArray[np.uint32]:
    """For each code of the basic plane that of the first character which sounds alike (its own where none does)."""
    table = np.arange(0x10000, dtype=np.uint32)
    first: dict[str, int] = {}
    for code in range(0x4E00, 0xA000):  # CJK unified ideographs
        table[code] = first.setdefault(_sounds[chr(code)], code)
    return table


def spellings_of(folded: str) -> tuple[tuple[str, str], ...]:
    """(spelling, pair) of a published text: its sound and its first letters; (spelling, "") of a word in letters.

    >>> spellings_of("复议ABC".lower())
    (('fuyi', '复议'), ('=fy', '复议'), ('"abc', ''))
    """
    pairs = [first + second for first, second in pairwise(folded) if _CHINESE.match(first) and _CHINESE.match(second)]
    found = [spelling for pair in pairs for spelling in ((sounds(pair)[0], pair), ("=" + initials(pair), pair))]
    return (*found, *(('"' + word, "") for word in re.findall("[a-z]+", folded)))
