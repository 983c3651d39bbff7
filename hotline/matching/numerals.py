"""Whole numbers in Chinese: 三十 beside 30."""

_DIGITS = "零一二三四五六七八九"
_UNITS = ("", "十", "百", "千")
LARGEST = 9_999


def spell(number: int) -> str:
    """``number``, from 0 to LARGEST, in Chinese as it is said.

    >>> [spell(n) for n in (0, 10, 15, 30, 105, 110, 1_024, 2_000)]
    ['零', '十', '十五', '三十', '一百零五', '一百一十', '一千零二十四', '二千']
    """
    said = ""
    for place, digit in enumerate(map(int, reversed(str(number)))):
        if digit:
            said = _DIGITS[digit] + _UNITS[place] + said
        elif said and not said.startswith(_DIGITS[0]):
            said = _DIGITS[0] + said
    return (said[1:] if said.startswith("一十") else said) or _DIGITS[0]
