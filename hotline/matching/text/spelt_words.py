"""A text as a synthesiser of words is given it: pinyin with tones, the syllables of a word joined."""

from __future__ import annotations

from hotline.matching.text.pinyin import read_tones
from hotline.matching.text.terms import cut_as_written


def spell_words(text: str) -> str:
    """``text`` in syllables with tone numbers (5 is the neutral tone), with a space between words.

    Each character is read in the context of the whole text. Other characters stay as they are.

    >>> spell_words("重庆银行，好吗")
    'chong2qing4 yin2hang2 ， hao3 ma5'
    """
    syllables = iter(read_tones(text))
    return " ".join("".join(next(syllables) for _ in word) for word in cut_as_written(text))
