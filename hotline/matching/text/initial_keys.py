"""The telephone keys of a text's first letters: 复议 is f and y, which are on the keys 3 and 9."""

from __future__ import annotations

from hotline.matching.text.normalise import fold_for_search
from hotline.matching.text.pinyin import read_aloud

_KEY_OF = str.maketrans("abcdefghijklmnopqrstuvwxyz", "22233344455566677778889999")
"""Letter -> the key that it is on: ITU-T Recommendation E.161, as on every telephone."""


def initial_keys(text: str) -> str:
    """The key of the first letter of each character of ``text``, read in its context; letters have a key of their own.

    Digits and punctuation have none: on a telephone they could not be told from letters.

    >>> initial_keys("复议"), initial_keys("人民调解"), initial_keys("12345热线，VR")
    ('39', '7685', '7987')
    """
    folded = fold_for_search(text)
    letters = (sound[:1] or character for character, sound in zip(folded, read_aloud(folded), strict=True))
    return "".join(letter.translate(_KEY_OF) for letter in letters if "a" <= letter <= "z")
