"""Numbers in the words a person says: counted, digit by digit, as times, as telephone numbers; pure.

What a caller dials or writes down, telephone numbers and tracking numbers, is read as over every Chinese telephone:
1 is 幺, as 一 is easily taken for 七. All other digits, such as those of a room, a year or an index number, keep 一."""

from __future__ import annotations

import re

from hotline.core.chinese_numerals import DIGITS, spell_number

_YEAR_DIGITS = "〇" + DIGITS[1:]
_TELEPHONE_GROUPS = {7: (3, 4), 8: (4, 4), 10: (3, 3, 4), 11: (3, 4, 4)}
"""How a telephone number of so many digits is grouped when it is said."""


def digits(number: str) -> str:
    """Each digit by itself; all other characters are dropped.

    >>> digits("0871-12348")
    '零八七一一二三四八'
    """
    return "".join(DIGITS[int(figure)] for figure in number if figure in "0123456789")


def dialled(number: str) -> str:
    """The digits of a number that is dialled or written down, with 幺 for 1; all other characters are dropped.

    >>> dialled("110"), dialled("12348"), dialled("96128")
    ('幺幺零', '幺二三四八', '九六幺二八')
    """
    return digits(number).replace("一", "幺")


def tracking(number: str) -> str:
    """A tracking number in groups of four, with pauses in which to write.

    >>> tracking("04711234")
    '零四七幺，幺二三四'
    """
    return "，".join(dialled(number[start : start + 4]) for start in range(0, len(number), 4))


def telephone(number: str) -> str:
    """A telephone number in the usual groups, with pauses in which to write, and without the country code 86.

    >>> telephone("0871-63100000"), telephone("+86 13800138000"), telephone("400-800-1234"), telephone("12348")
    ('零八七幺，六三幺零，零零零零', '幺三八，零零幺三，八零零零', '四零零，八零零，幺二三四', '幺二三四八')
    """
    parts = re.findall(r"[0-9]+", re.sub(r"^\s*(?:\+|00)86", "", number))
    if len(parts) > 1 and (len("".join(parts)) in (10, 11)) and parts[0][0] != "0":
        parts = ["".join(parts)]  # a mobile or 400 number, however it is written
    return "，".join(_groups(part) for part in parts)


def _groups(part: str) -> str:
    said, start = [], 0
    for length in _TELEPHONE_GROUPS.get(len(part), (len(part),)):
        said.append(dialled(part[start : start + length]))
        start += length
    return "，".join(said)


def decimal(text: str) -> str:
    """A number with or without a fraction. One with a leading 0, or of more than 12 digits, is said digit by digit.

    >>> decimal("0.5"), decimal("1,200"), decimal("049")
    ('零点五', '一千二百', '零四九')
    """
    whole, _, fraction = text.replace(",", "").partition(".")
    coded = len(whole) > 1 and (whole[0] == "0" or len(whole) > 12)
    return (digits(whole) if coded else spell_number(int(whole))) + (f"点{digits(fraction)}" if fraction else "")


def quantity(text: str, *, measured: bool = True) -> str:
    """A number of things: 2 alone is 两 before a measure word (``measured``), and so is a leading 2 of 千, 万 and 亿.

    >>> quantity("2"), quantity("2000"), quantity("12"), quantity("2", measured=False), quantity("2.5")
    ('两', '两千', '十二', '二', '二点五')
    """
    said = decimal(text)
    if said == "二" and measured:
        return "两"
    return re.sub("^二(?=[千万亿])", "两", said)


def year(figures: str) -> str:
    """A year, digit by digit.

    >>> year("2024")
    '二〇二四'
    """
    return "".join(_YEAR_DIGITS[int(figure)] for figure in figures)


def clock(hour: int, minute: int = 0) -> str:
    """A time on a dial of twelve hours, without the part of the day (see ``part_of_day``).

    >>> clock(8, 30), clock(14, 5), clock(12), clock(0), clock(24)
    ('八点半', '两点零五分', '十二点', '零点', '二十四点')
    """
    on_dial = hour - 12 if 12 < hour < 24 else hour
    said = "两点" if on_dial == 2 else f"{spell_number(on_dial)}点"
    if minute in (0, 30):
        return said + ("半" if minute else "")
    return f"{said}{'零' if minute < 10 else ''}{spell_number(minute)}分"


def part_of_day(hour: int) -> str:
    """下午 or 晚上 to say before ``clock(hour)``, "" in the morning.

    >>> part_of_day(9), part_of_day(17), part_of_day(20)
    ('', '下午', '晚上')
    """
    return "" if not 12 < hour < 24 else "下午" if hour < 19 else "晚上"


def hours(span: str) -> str:
    """A span of office hours such as "08:30-12:00", to be said after 上午 or 下午. Other text is returned as it is.

    >>> hours("08:30-12:00"), hours("14:05-17:30")
    ('八点半到十二点', '两点零五分到五点半')
    """
    match = re.fullmatch(r"(\d{2}):(\d{2})\s*[-–—~至]\s*(\d{2}):(\d{2})", span.strip(), re.ASCII)
    if not match:
        return span
    return f"{clock(int(match[1]), int(match[2]))}到{clock(int(match[3]), int(match[4]))}"
