"""Turns written text into the words a person would say, where a synthetic voice would read it wrong; pure.

Lone numbers, such as the key in 按1, are left as they are: every Mandarin voice reads them right. This module finds
numbers and what kind they are; ``numbers`` puts each kind into words, and ``symbols`` deals with everything else."""

from __future__ import annotations

import re
from functools import lru_cache

from hotline.core.catalogue import INDEX_NUMBER_FORM
from hotline.core.chinese_numerals import spell_number
from voice.speech.numbers import clock, decimal, dialled, digits, part_of_day, quantity, telephone, year
from voice.speech.symbols import HANZI, rules, without_symbols

MOST_PASSES = 5
"""How often the rules are applied, as the words of one rule may be found by another. Two passes are usual."""
_TO = r"\s*(?:-+|[–—~]+|至|到)\s*"
_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_START = r"(?<![\d.A-Za-z])(?<!\d,)(?!(?<=按)\d(?![\d.%‰元倍年月日天个]))"
"""Where a number may begin: not within another number, a name such as A4, or after 按 as a key to press."""
_MEASURES = "个件人名户份次天年周元块万亿千米吨亩公平小种项条张本封岁家所处座台辆头只套间倍步位支笔批场点时卷册盒"
"""2 is 两 before a word that begins with one of these characters, and 二 before 月, 日, 号, 楼, 级, 组, 期."""
_COUNTED = (
    "个|件|人(?![工民])|名|户|份|次|[万亿千]|百(?!姓)|字|天|日|月|年|条|章|页|平方|公里|公斤|公顷|米|吨|亩|岁|周|倍"
    "|卷|册|张|盒|笔|封|批|种|位(?![于置])|处(?![理置])|支(?!持)|元|美元|余|多[个件人名户次元万亿]|辆|台(?!办)|栋|套|座|株|只|头|起|例|宗|项|场|分钟|小时|秒|度|号楼"
)
"""Before one of these words a long row of digits is a count, not a telephone number."""
_MONTH, _DAY = r"(0?[1-9]|1[0-2])", r"(0?[1-9]|[12]\d|3[01])"
_YEARS = rf"(?<!\d)(?<!\d[- –—])((?:19|20)\d\d){_TO}((?:19|20)\d\d)(?:(?=学?年)|(?!\d|-|\s*(?:{_COUNTED})))"
_PART_OF_DAY = "上午|下午|早上|早晨|清晨|中午|晚上|夜间|夜里|傍晚|凌晨"
_TIMES = (
    rf"(?P<named>{_PART_OF_DAY}|)\s*(?<![\d:.])(?P<h>[01]?\d|2[0-4]):(?P<m>[0-5]\d)(?::[0-5]\d)?(?!\d)"
    rf"(?:{_TO}(?P<h2>[01]?\d|2[0-4]):(?P<m2>[0-5]\d)(?!\d))?"
)
_TIMES_IN_WORDS = (
    rf"(?P<named>{_PART_OF_DAY})\s*(?P<h>\d{{1,2}})点(?:(?P<m>\d{{1,2}})分|(?P<half>半))?"
    rf"(?:{_TO}(?P<h2>\d{{1,2}})点(?:(?P<m2>\d{{1,2}})分|(?P<half2>半))?)?"
)
_EMERGENCY = "11[0249]|12[02]"
"""Police 110, 112 from a mobile, directory 114, fire 119, ambulance 120, traffic police 122: short numbers that could
also be counts. Service numbers of five digits and more, such as 12345 or 96128, count as telephone numbers."""
_NOT_DIALLED = r"\s*(?:[-–—~至到]+\s*\d|[元块个次折下万%]|分(?!局))"
"""What makes a short number a count even after 打, as in 打110个电话."""
_JOIN = "[- –—]"
_TELEPHONE = (
    rf"(?<![\d.])((?:(?:\+|00)86{_JOIN}?)?"
    rf"(?:1\d{{2}}{_JOIN}\d{{4}}{_JOIN}\d{{4}}|[48]00{_JOIN}(?:\d{{3}}{_JOIN}\d{{4}}|\d{{4}}{_JOIN}\d{{3}})"
    rf"|(?:\d{{2,4}}{_JOIN}){{0,2}}(?:\d{{3,4}}{_JOIN}\d{{4}}|\d{{5,}})))(?:[-转](\d{{1,5}}))?"
    rf"(?!\d|\.\d|\s*(?:{_COUNTED}))"
)


def _item(match: re.Match[str]) -> str:
    """A catalogue item's index number, character by character."""
    return "".join({"-": "横杠", "/": "斜杠"}.get(sign) or digits(sign) or sign for sign in match[0])


def _date(years: str, month: str, day: str | None) -> str:
    return f"{year(years)}年{spell_number(int(month))}月" + (f"{spell_number(int(day))}日" if day else "")


def _time(match: re.Match[str]) -> str:
    """One time or a span of two. 下午 or 晚上 is added where the text does not say it, and not twice in one span."""
    found = match.groupdict()
    said = before = found["named"]
    for to, which in (("", ""), ("到", "2")):
        if found[f"h{which}"]:
            hour, minute = int(found[f"h{which}"]), 30 if found.get(f"half{which}") else int(found[f"m{which}"] or 0)
            part = "" if found["named"] or part_of_day(hour) == before else part_of_day(hour)
            said, before = said + to + part + clock(hour, minute), part or before
    return said


def _ordinals(match: re.Match[str]) -> str:
    """第20条, 第1-3项, 第20、21条: each number counted."""
    return re.sub(r"\d+", lambda figures: decimal(figures[0]), re.sub(_TO, "到", match[0]), flags=re.ASCII)


def _range(match: re.Match[str]) -> str:
    """2-5名 is 两到五名, as people speak, and 2至5名 is 二至五名: the formal 至 goes with the formal 二."""
    first, to, last, unit = match.groups()
    measured = unit in _MEASURES and "至" not in to
    return quantity(first, measured=measured) + ("至" if "至" in to else "到") + quantity(last, measured=measured)


def _percentage(match: re.Match[str]) -> str:
    of = {"%": "百", "‰": "千"}[match[3]]
    return f"{of}分之{decimal(match[1])}" + (f"到{of}分之{decimal(match[2])}" if match[2] else "")


def _fraction(match: re.Match[str]) -> str:
    above, below = int(match[1]), int(match[2])
    return f"{spell_number(below)}分之{spell_number(above)}" if above < below else match[0]


def _telephone(match: re.Match[str]) -> str:
    return telephone(match[1]) + (f"转{dialled(match[2])}" if match[2] else "")


_NUMBERS = rules(
    (rf"(?<![0-9A-Za-z]){INDEX_NUMBER_FORM}(?!\d)", _item),
    (rf"(?<=[日月年号时点分元%‰天个万亿])\s*(?:-+|[–—~]+)\s*(?=\d|{_PART_OF_DAY})", "到"),
    (rf"(?<=\d)\s*(?:-+|[–—~]+)\s*(?={_PART_OF_DAY})", "到"),
    (rf"(?<![\d.])(\d{{4}})([-/.]){_MONTH}\2{_DAY}(?![\d.])", lambda m: _date(m[1], m[3], m[4])),
    (rf"(?<!\d)(\d{{4}})年{_MONTH}月(?:{_DAY}[日号])?", lambda m: _date(m[1], m[2], m[3])),
    (_YEARS, lambda m: f"{year(m[1])}到{year(m[2])}"),
    (r"(?<!\d)((?:1[5-9]|2[01])\d\d)\s?(?=(?:[、和与]20\d\d)*(?:学?年|版|届))", lambda m: year(m[1])),
    (_TIMES, _time),
    (_TIMES_IN_WORDS, _time),
    (r"(?<![\d.:])(\d{1,5}):(\d{1,5})(?![\d:])", lambda m: f"{decimal(m[1])}比{decimal(m[2])}"),
    (rf"第\s*\d{{1,5}}(?:(?:[、和与及]第?|{_TO}第?)\d{{1,5}})*\s*(?=[{HANZI}，,：:])", _ordinals),
    (r"(?<=[条款]之)(\d{1,2})", lambda m: spell_number(int(m[1]))),
    (rf"{_START}({_NUMBER})(?:[%‰]?{_TO}({_NUMBER}))?\s*([%‰])", _percentage),
    (r"(?<![\d.])(\d{1,2})[·•](\d{1,2})(?![\d.])", lambda m: digits(m[1] + m[2])),
    (r"(?<![\d/.])([1-9]\d?)/([2-9]|1[0-2])(?![\d/.])", _fraction),
    (
        r"(查询号|尾号|验证码|号码)(是|为|：|:|)\s*(\d{3,8})(?!\d)",
        lambda m: m[1] + m[2] + dialled(m[3]),
    ),
    (
        r"(编号|索引号|邮编|邮政编码|工号|证号)(是|为|：|:|)\s*(\d{3,8})(?!\d)",
        lambda m: m[1] + m[2] + digits(m[3]),
    ),
    (r"(?<!\d)(\d{3,4})(?=室|房|号房|病房|办公室|会议室|教室|诊室)", lambda m: digits(m[1])),
    (r"(?<!\d)(\d{3})(?=路|国道|省道|县道|次列车)", lambda m: digits(m[1])),
    (
        rf"(拨打?|致电|热线|电话|打)(\d{{5}}|(?:{_EMERGENCY})(?!{_NOT_DIALLED}))(?![\d-]|\.\d)",
        lambda m: m[1] + dialled(m[2]),
    ),
    (_TELEPHONE, _telephone),
    (
        rf"(?<![\d.])({_EMERGENCY})(?!\d|\.\d|{_TO}\d|\s*(?:{_COUNTED}|号(?!码|线)|分(?!局)|平米))",
        lambda m: dialled(m[1]),
    ),
    (rf"{_START}({_NUMBER})({_TO})({_NUMBER})\s?(?=([{HANZI}]))", _range),
    (rf"{_START}(\d+)(?=(?:[、和]\d+)+[{HANZI}])", lambda m: decimal(m[1])),
    (rf"{_START}({_NUMBER})\s?(?=[余多几]?([{HANZI}]))", lambda m: quantity(m[1], measured=m[2] in _MEASURES)),
    (rf"{_START}(\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d+\.\d+)(?![\d.])", lambda m: decimal(m[1])),
    (r"~+", ""),
)


@lru_cache(maxsize=1_024)
def speakable(text: str) -> str:
    """``text`` with document numbers, dates, articles, percentages, amounts, telephone numbers and addresses in words,
    and without brackets and quotation marks of titles.

    >>> speakable("拨打12348，依据第20条，2024年1月1日起按5%收取50元")
    '拨打幺二三四八，依据第二十条，二〇二四年一月一日起按百分之五收取五十元'
    """
    for _ in range(MOST_PASSES):
        before, text = text, _in_words(text)
        if text == before:
            break
    return text


def _in_words(text: str) -> str:
    text = without_symbols(text)
    for pattern, said in _NUMBERS:
        text = pattern.sub(said, text)
    return text
