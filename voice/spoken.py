"""Turns an answer's digits into the words a person would say, where a synthetic voice would get them wrong.

Plain counts and times (60日, 15个工作日, 按1) are left as they are: every Mandarin voice reads them right.
Digit by digit, 1 is said 一 and never 幺: the line's own number reads 一二三四八 in the office's announcements,
and a caller who writes the digits down should hear one word for one digit."""

from __future__ import annotations

import re
from collections.abc import Callable

DIGITS = "零一二三四五六七八九"
_YEAR_DIGITS = "〇一二三四五六七八九"
_UNITS = ("", "十", "百", "千")
_SECTIONS = ("", "万", "亿", "万亿")


def digits(number: str) -> str:
    """Each digit by itself; everything else is dropped.

    >>> digits("0871-12348")
    '零八七一一二三四八'
    """
    return "".join(DIGITS[int(figure)] for figure in number if figure in "0123456789")


def tracking(number: str) -> str:
    """A tracking number in groups of four, with time between them to write.

    >>> tracking("04711234")
    '零四七一，一二三四'
    """
    return "，".join(digits(number[start : start + 4]) for start in range(0, len(number), 4))


def count(number: int) -> str:
    """A whole number below 10**16 as it is counted.

    >>> count(0), count(10), count(105), count(20_000), count(110_010)
    ('零', '十', '一百零五', '二万', '十一万零一十')
    """
    if number == 0:
        return DIGITS[0]
    words, gap = "", False
    for power in range(3, -1, -1):
        section = number // 10 ** (4 * power) % 10_000
        if section:
            words += (DIGITS[0] if words and (gap or section < 1_000) else "") + _section(section) + _SECTIONS[power]
        gap = bool(words) and not section
    return words.removeprefix("一") if words.startswith("一十") else words


def _section(number: int) -> str:
    words, gap = "", False
    for power in range(3, -1, -1):
        figure = number // 10**power % 10
        if figure:
            words += (DIGITS[0] if gap and words else "") + DIGITS[figure] + _UNITS[power]
        gap = not figure
    return words


def decimal(text: str) -> str:
    """
    >>> decimal("0.5"), decimal("1,200")
    ('零点五', '一千二百')
    """
    whole, _, fraction = text.replace(",", "").partition(".")
    return count(int(whole)) + (f"点{digits(fraction)}" if fraction else "")


def hours(span: str) -> str:
    """A span of office hours such as "08:30-12:00"; anything else is left as it is.

    >>> hours("08:30-12:00"), hours("14:05-17:30")
    ('八点半到十二点', '两点零五分到五点半')
    """
    match = re.fullmatch(r"(\d{2}):(\d{2})\s*[-–—~至]\s*(\d{2}):(\d{2})", span.strip(), re.ASCII)
    if not match:
        return span
    return f"{_clock(match[1], match[2])}到{_clock(match[3], match[4])}"


def _clock(hour: str, minute: str) -> str:
    on_dial = (int(hour) - 1) % 12 + 1
    said = "两点" if on_dial == 2 else f"{count(on_dial)}点"
    if minute == "00":
        return said
    if minute == "30":
        return f"{said}半"
    return f"{said}{'零' if minute[0] == '0' else ''}{count(int(minute))}分"


_COUNTED = "个件人名户份次万亿字天日月年条页平公米吨亩岁倍元"
"""After one of these a long row of digits is a count, not a telephone number."""
_DECIMAL = r"(?<![\d.,])(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,12}(?:\.\d+)?)"
_TELEPHONE = r"(?<![\d.])\+?(?:\d{2,4}[- ])?(?:\d{3,4}[- ]\d{4}|\d{5,12})(?:-\d{1,4})?(?![\d.]|\s*[" + _COUNTED + "])"
_Said = Callable[[re.Match[str]], str]


def _year(figures: str) -> str:
    return "".join(_YEAR_DIGITS[int(figure)] for figure in figures)


def _date(match: re.Match[str]) -> str:
    return f"{_year(match[1])}年{count(int(match[2]))}月" + (f"{count(int(match[3]))}日" if match[3] else "")


def _times(match: re.Match[str]) -> str:
    until = f"到{_clock(match[4], match[5] or '00')}" if match[4] else ""
    return match[1] + _clock(match[2], match[3] or "00") + until


def _spelled(match: re.Match[str]) -> str:
    """An address letter by letter, for a voice would read it as a word nobody can write down."""
    names = {"@": "艾特", ".": "点", "/": "斜杠", "-": "横杠", "_": "下划线", ":": "冒号"}
    address = re.sub(r"^https?://|/$", "", match[0])
    return " ".join(names.get(letter) or digits(letter) or letter.upper() for letter in address)


_ADDRESS = r"(?:https?://)?(?:[\w.+-]+@)?(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,}(?:/[\w./-]*)?"
_RULES: tuple[tuple[re.Pattern[str], _Said], ...] = tuple(
    (re.compile(pattern, re.ASCII), said)
    for pattern, said in (
        (_ADDRESS, _spelled),
        (r"(上午|下午|早上|中午|晚上|凌晨)(\d{1,2})点(?:(\d{1,2})分)?(?:到(\d{1,2})点(?:(\d{1,2})分)?)?", _times),
        (r"[〔\[［（(](\d{4})[〕\]］）)]\s*(?:第)?(\d{1,5})号", lambda m: f"{_year(m[1])}年第{count(int(m[2]))}号"),
        (r"(?<!\d)(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)", _date),
        (r"(?<!\d)(\d{4})年(\d{1,2})月(?:(\d{1,2})[日号])?", _date),
        (r"(?<!\d)(\d{4})年", lambda m: f"{_year(m[1])}年"),
        (r"第(\d{1,5})(?=[条款项章节号次页期])", lambda m: f"第{count(int(m[1]))}"),
        (_DECIMAL + r"\s*[%％]", lambda m: f"百分之{decimal(m[1])}"),
        (_DECIMAL + r"(?=\s*(?:万|亿)?元)", lambda m: decimal(m[1])),
        (r"(编号|查询号|索引号|邮编)(是|为|：|:)?\s*(\d{3,8})(?!\d)", lambda m: m[1] + (m[2] or "") + digits(m[3])),
        (_TELEPHONE, lambda m: digits(m[0])),
        (r"(?<!\d)(110|119|120|122)(?!\d)", lambda m: digits(m[1])),
        (r"[《》〈〉【】「」『』*`]", lambda m: ""),
        (r"\s*[（(〔［\[]\s*", lambda m: "，"),
        (r"\s*[）)〕］\]]\s*(?=[，。；：、？！,.;:?!]|$)", lambda m: ""),
        (r"\s*[）)〕］\]]\s*", lambda m: "，"),
    )
)


def speakable(text: str) -> str:
    """``text`` with document numbers, dates, articles, percentages, amounts, telephone numbers and addresses in words,
    and without brackets and quotation marks of titles.

    >>> speakable("拨打12348，依据第20条，2024年1月1日起按5%收取50元")
    '拨打一二三四八，依据第二十条，二〇二四年一月一日起按百分之五收取五十元'
    """
    for pattern, said in _RULES:
        text = pattern.sub(said, text)
    return text
