"""How a text sounds: pairs of toneless syllables, for questions that were heard or typed by sound."""

from itertools import pairwise

from pypinyin import lazy_pinyin


def warm() -> None:
    """Load the pronunciation tables now instead of in the first question."""
    lazy_pinyin("复议")


def sounds(folded: str) -> tuple[str, ...]:
    """Each pair of neighbouring syllables of ``folded`` as one token.

    >>> sounds("申请复议")
    ('shenqing', 'qingfu', 'fuyi')
    """
    syllables = lazy_pinyin(folded)
    return tuple(first + second for first, second in pairwise(syllables))
