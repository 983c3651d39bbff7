"""Telephone numbers: what people and providers write, converted to E.164."""

from __future__ import annotations

import re

import phonenumbers

HOME_REGION = "CN"
WITHHELD = frozenset({"+7378742833", "+2562533", "+8656696", "+266696687", "+86282452253"})
"""What providers send for a withheld number: RESTRICTED, BLOCKED, UNKNOWN, ANONYMOUS, UNAVAILABLE, spelled in keys."""


def normalise(number: str) -> str:
    """``number`` as E.164; "" for a withheld number and for text that is no number.

    >>> normalise("13800138000"), normalise("+86 138 0013 8000"), normalise("anonymous"), normalise("+266696687")
    ('+8613800138000', '+8613800138000', '', '')
    """
    if f"+{number.lstrip('+')}" in WITHHELD:
        return ""
    try:
        parsed = phonenumbers.parse(number, HOME_REGION)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_possible_number(parsed):
        return ""
    return str(phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164))


def dialable(number: str) -> str:
    """The digits to dial: E.164 for a valid number, else the digits as written, such as short and demo numbers.

    >>> dialable("0871-63100000"), dialable("0000-80000201"), dialable("12348")
    ('+8687163100000', '000080000201', '12348')
    """
    bare = re.sub(r"[^0-9+]", "", number)
    try:
        parsed = phonenumbers.parse(bare, HOME_REGION)
    except phonenumbers.NumberParseException:
        return bare
    if not phonenumbers.is_valid_number(parsed):
        return bare
    return str(phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164))
