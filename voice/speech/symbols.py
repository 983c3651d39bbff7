"""Puts symbols and markup into words, or drops them where nobody would say them; pure.

The meaning of a symbol often depends on the number beside it, so this happens before ``text_normalisation`` puts
numbers into words."""

from __future__ import annotations

import re
from collections.abc import Callable

from voice.speech.numbers import decimal, digits, year

Said = Callable[[re.Match[str]], str]
Rules = tuple[tuple[re.Pattern[str], Said], ...]
HANZI = "一-鿿〇"
_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_HALF = "0123456789%-/@+#*&~<>" + _ALPHABET
_HALF_WIDTH = str.maketrans("".join(chr(ord(character) + 0xFEE0) for character in _HALF) + "\u3000\xa0", _HALF + "  ")
LONGEST_PATH = 20
"""In characters. The path of a web address that is longer is not read."""
_OPEN, _CLOSE = r"[〔\[［（({【<]", r"[〕\]］）)}】>]"
_ITEM = r"(?:^|(?<=[。；;：:！？!?，,）)\s]))\s*"
"""Where the number of a list's item may stand."""
_UNITS = {"km": "公里", "kg": "公斤", "mm": "毫米", "cm": "厘米", "m": "米", "平米": "平方米"}
_UNITS |= dict.fromkeys(("m²", "m2", "㎡"), "平方米") | dict.fromkeys(("m³", "m3"), "立方米")
_PLACE = "(?:市|县|区|州|盟|旗|乡|镇|街道|社区|村|局|厅|部门)"
_ORDINAL = r"([一二三四五六七八九十]+|\d{1,2})"
_BULLETS = r"\s*\n\s*(?:[-*+#>|]+\s+)*"


def rules(*table: tuple[str, str | Said]) -> Rules:
    """Compile rules: a pattern, whose \\d is an ASCII digit, and its words, a function of the match or a template."""

    def said(template: str | Said) -> Said:
        return template if callable(template) else lambda match: match.expand(template)

    return tuple((re.compile(pattern, re.ASCII), said(template)) for pattern, template in table)


def _case_number(match: re.Match[str]) -> str:
    """The number of a court case: （2024）云0102民初123号."""
    court = re.sub(r"[0-9]+", lambda figures: digits(figures[0]), match[2])
    return f"{year(match[1])}，{court}{digits(match[3])}号"


def _listed(match: re.Match[str]) -> str:
    """The number of a list's item: (1), （一）, 1. or 1、."""
    return f"第{decimal(match[1]) if match[1].isdecimal() else match[1]}，"


def _address(match: re.Match[str]) -> str:
    """A web or mail address letter by letter, as a voice would read it as one word. A long path is left out."""
    names = {"@": "艾特", ".": "点", "/": "斜杠", "-": "横杠", "_": "下划线", ":": "冒号", "+": "加号"}
    address = match[1] if len(match[2]) <= LONGEST_PATH else match[1].removesuffix(match[2])
    address = re.sub(r"^https?://|/$", "", address)
    return " ".join(names.get(letter) or digits(letter) or letter.upper() for letter in address)


_MARKUP = rules(
    (r"!?\[([^\]\[]*)\]\([^()\s]*(?:\s+[\"“”][^\"“”]*[\"“”])?\)", r"\1"),
    (r"^\s*(?:[-*+#>|]+\s+)+", ""),
    (rf"(?<=[^。！？；：，、,.!?;:\s]){_BULLETS}", "。"),
    (_BULLETS, ""),
    (rf"{_OPEN}(\d{{4}}){_CLOSE}\s*第?(\d{{1,5}})号", lambda m: f"{year(m[1])}年第{decimal(m[2])}号"),
    (rf"{_OPEN}(\d{{4}}){_CLOSE}([{HANZI}]{{1,3}}\d{{0,4}}[{HANZI}]{{1,6}}?第?)(\d+)号", _case_number),
    (rf"{_OPEN}(0\d{{2,3}}){_CLOSE}[- ]?(?=\d{{7,8}}(?!\d))", r"\1-"),
    (rf"第{_OPEN}{_ORDINAL}{_CLOSE}(?=[项目款])", r"第\1"),
    (rf"{_ITEM}{_OPEN}?{_ORDINAL}{_CLOSE}[、.]?\s*", _listed),
    (rf"{_ITEM}(\d{{1,2}})[、.．](?!\d)\s*", _listed),
    (r"((?:https?://)?(?:[\w.+-]+@)?(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,}(/[\w./%-]*|))(?:[?#][\w=&%.#-]*)?", _address),
)
_SYMBOLS = rules(
    (r"\*号?(?=键)", "星号"),
    (r"#号?(?=键)", "井号"),
    (r"(?<=\d)\s*#", "号"),
    (r"(?<=\d)\s*[*×]\s*(?=\d)", "乘"),
    (r"(?<=\d)\s*(km|kg|mm|cm|m²|m2|㎡|m³|m3|m|平米)(?![A-Za-z0-9])", lambda m: _UNITS[m[1]]),
    (r"(?<=\d)\s*(?:℃|°C)", "摄氏度"),
    (r"[¥￥]\s*(\d[\d,]*(?:\.\d+)?)(?:\s*元)?", r"\1元"),
    (rf"(?<=[元次人件吨米天月年\d])/(?=[{HANZI}])", "每"),
    (rf"[和与及]/或|(?<=[{HANZI}])/(?=[{HANZI}])", "或者"),
    ("÷", "除以"),
    ("≥", "不低于"),
    ("≤", "不超过"),
    (r"\s*&\s*", "和"),
    (rf"(?<=[{HANZI}])\s*@", "艾特"),
    (rf"(?<=[{HANZI}])\s*-+\s*(?=[{HANZI}])", "，"),
    (r"[《》〈〉「」『』*`#_^\\@]", ""),
    (rf"(?<=[{HANZI}]){_OPEN}({_PLACE}(?:、{_PLACE})*){_CLOSE}(?=[{HANZI}])", r"、\1"),
    (rf"\s*{_OPEN}\s*", "，"),
    (rf"\s*{_CLOSE}\s*(?=[，。；：、？！,.;:?!]|$)", ""),
    (rf"\s*(?:{_CLOSE}|[|→➔]|…+|—{{2,}})\s*", "，"),
    (r"，{2,}", "，"),
    (r"^，|(?<=[。；：、？！])，", ""),
)


def without_symbols(text: str) -> str:
    """``text`` without brackets, title marks and Markdown, with its document numbers and addresses in words.

    >>> without_symbols("依据《行政复议法》（2023年修订），国办发〔2024〕15号")
    '依据行政复议法，2023年修订，国办发二〇二四年第十五号'
    >>> without_symbols("请带：\\n- 身份证/户口簿\\n- 照片"), without_symbols("上[首页](https://a.example/x)>公开")
    ('请带：身份证或者户口簿。照片', '上首页，公开')
    >>> without_symbols('看![平面图](https://a.example/x.png "一楼")')
    '看平面图'
    """
    text = text.translate(_HALF_WIDTH).strip()
    for pattern, said in _MARKUP + _SYMBOLS:
        text = pattern.sub(said, text)
    return text
