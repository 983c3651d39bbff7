"""Whole numbers in Chinese: 三十 beside 30."""

import re

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


_MEASURE = "[个天年月日周次份名条号元块岁人百千万倍]|小时|分钟"
_SMALL = re.compile(rf"(?<![\da-z.-])[1-9]\d{{0,2}}(?={_MEASURE})|两(?=[个天年月日周次份名百千万])")


def spell_numbers(text: str) -> str:
    """``text`` (plain) with whole numbers of up to three digits spelt where they count something.

    Longer ones are years, codes or telephones.

    >>> spell_numbers("30天内, 2个月和两个月, 2024年, 12345, 3.5, a4纸")
    '三十天内, 二个月和二个月, 2024年, 12345, 3.5, a4纸'
    """
    return _SMALL.sub(lambda found: spell(int(found[0])) if found[0] != "两" else "二", text)
