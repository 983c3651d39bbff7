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
ANONYMOUS_HOST = "anonymous.invalid"
"""The host in the address of a caller who withholds it: https://www.rfc-editor.org/rfc/rfc3261#section-8.1.1.3 (read
2026-11-29), which wants the name of the caller to be Anonymous and the rest to mean nothing."""
_FEWEST_DIGITS = 7
"""Of a local telephone number. A shorter user of a SIP address is an extension of somebody's own exchange."""


_WITHHELD_WORDS = frozenset(["restricted", "blocked", "unknown", "anonymous", "unavailable", "private", "withheld"])
_FILLERS = re.compile(r"[\s().-]+")
_SERVICE = re.compile(r"(?P<country>\+86|0086|86)?(?P<number>1[0-2]\d{1,18}|9[56]\d{3,18}|[48]00\d{7})", re.ASCII)
_SHORT = re.compile(r"\d{3,6}", re.ASCII)
"""Numbers of no subscriber. Source: 工业和信息化部《电信网编号计划（2017年版）》 (工信部信管〔2017〕68号), 2.3 and 2.5:
10, 11 and 12 begin numbers of operators, emergency and public services and short messages (106…), 95 and 96 those of
companies and provinces; 400 and 800 are free or shared-cost numbers (read 2026-11-29)."""


def find_service_number(sender: str) -> str | None:
    """The digits of ``sender`` where it is a number of a service, "" where it is a name; None for a subscriber.

    Nobody reads what is texted back to these. A landline in a town whose code begins as they do (010, 0951) is written
    with 0 or the country's code, and has its own length.

    >>> [find_service_number(one) for one in ("10086", "+86 106980095588", "95588", "12345", "淘宝网", "ICBC")]
    ['10086', '106980095588', '95588', '12345', '', '']
    >>> [find_service_number(one) for one in ("13800138000", "+861063100000", "+12025550123", "anonymous", "")]
    [None, None, None, None, None]
    """
    bare = _FILLERS.sub("", sender)
    if any(character.isalpha() for character in bare) and ":" not in bare:
        return None if bare.casefold() in _WITHHELD_WORDS else ""
    if found := _SERVICE.fullmatch(bare):
        return None if found["country"] and _is_fixed_line(found["number"]) else found["number"]
    return bare if _SHORT.fullmatch(bare) else None


def _is_fixed_line(number: str) -> bool:
    """Whether ``number``, without the country's code, is that of a landline."""
    try:
        parsed = phonenumbers.parse(f"+86{number}", HOME_REGION)
    except phonenumbers.NumberParseException:
        return False
    return bool(phonenumbers.number_type(parsed) == phonenumbers.PhoneNumberType.FIXED_LINE)


def normalise(number: str) -> str:
    """``number`` as E.164; "" for a withheld number and for text that is no number. It may be a SIP or tel address. The
    number of a service, which has no country's code, stays as it is dialled.

    >>> normalise("13800138000"), normalise("+86 138 0013 8000"), normalise("anonymous"), normalise("+266696687")
    ('+8613800138000', '+8613800138000', '', '')
    >>> normalise("sip:13800138000@10.0.0.5;user=phone"), normalise("sip:8001@10.0.0.5")
    ('+8613800138000', '')
    >>> normalise("10086"), normalise("+86106980095588"), normalise("淘宝网")
    ('10086', '106980095588', '')
    """
    number = _number_in(number)
    service = find_service_number(number)
    if service is not None:
        return service
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
    if not has_user or host.endswith(ANONYMOUS_HOST) or not re.fullmatch(r"\+?[0-9().\- ]+", user, re.ASCII):
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


def national_digits(number: str) -> str:
    """The digits of ``number`` as a trunk in this country dials them: a mobile as it is, a landline with its 0.

    >>> national_digits("+8613800138000"), national_digits("+8687163100000"), national_digits("12348")
    ('13800138000', '087163100000', '12348')
    """
    digits = dialable(number)
    try:
        parsed = phonenumbers.parse(digits, HOME_REGION)
    except phonenumbers.NumberParseException:
        return digits
    if not phonenumbers.is_valid_number(parsed) or not digits.startswith("+86"):
        return digits
    national = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.NATIONAL)
    return "".join(character for character in national if character.isdigit())
