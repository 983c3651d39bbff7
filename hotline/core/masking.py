"""Masks telephone and identity numbers, before anything that a citizen said is stored or shown."""

from __future__ import annotations

import re

from hotline.core.catalogue import ORGANISATION_CODE
from hotline.core.chinese_numerals import DIGITS

_YEAR = r"(?:19|20)\d\d"
_DATE = rf"{_YEAR}[-./]\d{{1,2}}[-./]\d{{1,2}}(?!\d)"
_ITEM = rf"(?:{ORGANISATION_CODE}/)?{_YEAR}-?\d{{5}}"
_PLAIN = rf"(?<![0-9A-Z])(?:{_DATE}|(?:{_ITEM}|{_YEAR} ?- ?{_YEAR})(?![ -]?\d))"
"""Digits that are never masked: a date, a span of years, a catalogue item's index number or its last nine digits."""
_SPOKEN_DIGIT = f"[{DIGITS}〇幺]"
_NUMBER = re.compile(rf"(?P<plain>{_PLAIN})|(?<!\d)\+?\d(?:[ -]?\d){{6,}}[xX]?|{_SPOKEN_DIGIT}{{7,}}")
"""At least seven digits in a row, also in Chinese numerals: a telephone or identity number, except _PLAIN."""
_MASKED = re.compile(rf"\+?(?:[\d -]|{_SPOKEN_DIGIT})*\*{{4,}}(?:\d|{_SPOKEN_DIGIT})*[xX]?")
_LONGEST_SHOWN = 15
"""Digits of the longest telephone number (E.164); a longer number, such as an identity number, is masked whole."""


def mask_number(number: str) -> str:
    """``number`` with its middle masked, so that callers can be told apart but not called.

    >>> mask_number("+8613800138000"), mask_number("10086"), mask_number("")
    ('+86138****8000', '*****', '')
    """
    if len(number) < 9:
        return "*" * len(number)
    return number[:-8] + "****" + number[-4:]


def mask_numbers(text: str) -> str:
    """``text`` with every telephone number and every identity number in it masked.

    >>> mask_numbers("我是13800138000，2026-11-23问的，身份证53010119900307123X")
    '我是138****8000，2026-11-23问的，身份证******************'
    >>> mask_numbers("打一三八零零一三八零零零，二零二六年三十天")
    '打一三八****八零零零，二零二六年三十天'
    >>> mask_numbers("01526063-4/2026-00040就是202600040，2024-2025年的")
    '01526063-4/2026-00040就是202600040，2024-2025年的'
    """
    return _NUMBER.sub(lambda found: found["plain"] or _mask_found(found[0]), text)


def without_numbers(text: str) -> str:
    """``text`` without the numbers that ``mask_numbers`` masks or has masked.

    Callers who ask the same and give their numbers get equal texts by it.

    >>> without_numbers("我是13800138000，复议要多久"), without_numbers("我是138****8000，复议要多久")
    ('我是，复议要多久', '我是，复议要多久')
    """
    return _MASKED.sub("", mask_numbers(text))


def _mask_found(number: str) -> str:
    return mask_number(number) if len(number) <= _LONGEST_SHOWN else "*" * len(number)
