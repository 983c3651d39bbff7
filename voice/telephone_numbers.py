"""Telephone numbers: what people and providers write, converted to E.164."""

from __future__ import annotations

import re
from urllib.parse import unquote

import phonenumbers

HOME_REGION = "CN"
WITHHELD = frozenset({"+7378742833", "+2562533", "+8656696", "+266696687", "+86282452253"})
"""What providers send for a withheld number: RESTRICTED, BLOCKED, UNKNOWN, ANONYMOUS, UNAVAILABLE, spelled in keys."""

_URI = re.compile(r"(?:.*<)?\s*(sips?|tel):([^@;>?:]*)[^@>]*(?:@([^;>?:]*).*)?", re.IGNORECASE)
"""A telephone number in SIP: sip:user;parameters:password@host:port;parameters, in angle brackets after a name or not,
or tel:number;parameters. https://www.rfc-editor.org/rfc/rfc3261#section-19.1 and
https://www.rfc-editor.org/rfc/rfc3966#section-3"""
_ANONYMOUS_HOST = "anonymous.invalid"
"""The host in the address of a caller who withholds it: https://www.rfc-editor.org/rfc/rfc3261#section-8.1.1.3 (read
2026-11-29), which wants the name of the caller to be Anonymous and the rest to mean nothing."""
_FEWEST_DIGITS = 7
"""Of a local telephone number. A shorter user of a SIP address is an extension of somebody's own exchange."""


def normalise(number: str) -> str:
    """``number`` as E.164; "" for a withheld number and for text that is no number. It may be a SIP or tel address.

    >>> normalise("13800138000"), normalise("+86 138 0013 8000"), normalise("anonymous"), normalise("+266696687")
    ('+8613800138000', '+8613800138000', '', '')
    >>> normalise("sip:13800138000@10.0.0.5;user=phone"), normalise("sip:8001@10.0.0.5")
    ('+8613800138000', '')
    """
    number = _number_in(number)
    if f"+{number.lstrip('+')}" in WITHHELD:
        return ""
    try:
        parsed = phonenumbers.parse(number, HOME_REGION)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_possible_number(parsed):
        return ""
    return str(phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164))


def _number_in(address: str) -> str:
    """The number in a SIP or tel address, "" where its user is none; any other text as it is."""
    found = _URI.fullmatch(address.strip())
    if found is None:
        return address
    scheme, user, host = found[1].casefold(), unquote(found[2]), (found[3] or "").casefold()
    has_user = bool(host) or scheme == "tel"
    if not has_user or host.endswith(_ANONYMOUS_HOST) or not re.fullmatch(r"\+?[0-9().\- ]+", user, re.ASCII):
        return ""
    return user if sum(character.isdigit() for character in user) >= _FEWEST_DIGITS else ""


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
