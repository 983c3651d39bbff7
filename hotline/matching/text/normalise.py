"""Normalises texts: one script, width and case, standard words, without control characters and polite phrases."""

import re
import unicodedata
from functools import cache

import opencc

from hotline.core.chinese_numerals import NUMERAL_CHARACTERS, parse_numeral, spell_number
from hotline.matching.text.dialect import replace_dialect

LONGEST = 2_000
"""Characters of a question that are read; the rest is ignored."""

LONGEST_NUMBER = 20
"""Digits of a number that are read: enough for a telephone number, which then matches no entry."""

_NOT_WORD = re.compile(r"[\W_]+")
_SPACE = re.compile(r"\s+")
_ASK = "(?:咨询|请教|了解|打听|问|请问|知道|晓得)"
_POLITE_PHRASE = (
    r"(?:您好|你好|喂|哈喽|请问|打扰|麻烦|劳驾|老师|同志|师傅|小姐|先生|领导|"
    rf"(?:我|俺|我们|咱)?(?:就?是?想要?|要|来){_ASK}(?:一下|下子|一哈|下|哈)?(?:子)?[哈啊呀嘛哦]*|我?(?:问|请教|咨询)(?:一下|下|哈)[哈啊呀嘛哦]*|"
    r"帮我?(?:查|看|问)?(?:一下|下)|一下|那个|这个|嗯+|呃+|哎呀?|就是说?|是这样子?的|不好意思|听得到(?:不|吗)|我跟你[讲说])"
)
_POLITE_BEGINNING = re.compile(rf"^(?:{_POLITE_PHRASE}[\s,。.!?:;、~]*)+")
_THANKS = r"(?:谢谢(?:了|你|您|啦)?|多谢了?|麻烦(?:您|你)?了|拜托了?|感谢)[哈啊呀嘛哦]*|[哈噻嘎哟]+"
_POLITE_ENDING = re.compile(rf"(?:[\s,。.!?:;、~]*(?:{_THANKS}))++[\s,。.!?:;、~]*$")
"""The repetition is possessive (++): backtracking through a run of n 哈 would take time in proportion to 2**n."""

_NUMBER = re.compile(
    rf"^(?:第|编号|问题|按|no\.?)*\s*(\d+|[{NUMERAL_CHARACTERS}]+)(?:\s*(?:号|编号|问题|问答|条))*[\s,。.!?]*$"
)
_MEASURE = "[个天年月日周次份名条号元块岁人百千万倍]|小时|分钟"
_SMALL_NUMBER = re.compile(rf"(?<![\da-z.-])[1-9]\d{{0,2}}(?={_MEASURE})|两(?=[个天年月日周次份名百千万])")

_TRANSLATION: dict[int, int | str] = {code: " " for code in (*range(0x20), 0x7F, 0x3000)}
_TRANSLATION |= {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}  # full width
_TRANSLATION |= {code: code + 0x20 for code in range(ord("A"), ord("Z") + 1)}
_TRANSLATION |= {code + 0xFEE0: code + 0x20 for code in range(ord("A"), ord("Z") + 1)}
_PUNCTUATION = "。、《》〈〉「」『』【】“”‘’—·"
_IDEOGRAPHS = range(0x4E00, 0xA000)
_TRADITIONAL_IN_WORDS = "著瞭藉"
"""Characters that opencc converts only within a word (瞭解)."""


@cache
def _simplifier() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


@cache
def _traditionaliser() -> opencc.OpenCC:
    return opencc.OpenCC("s2t")


@cache
def _plain_already() -> re.Pattern[str]:
    """Matches a text that is plain already: ASCII, usual punctuation, and characters that opencc leaves as they are."""
    ideographs = "".join(map(chr, _IDEOGRAPHS))
    simplified = _simplifier().convert("\n".join(ideographs)).split("\n")
    pairs = zip(ideographs, simplified, strict=True)
    kept = "".join(c for c, s in pairs if c == s and c not in _TRADITIONAL_IN_WORDS)
    return re.compile(f"[\\x20-\\x7e{_PUNCTUATION}{kept}]*")


def warm() -> None:
    """Load the conversion table now, so that the first question need not wait."""
    _plain_already()


def plain(text: str) -> str:
    """``text`` in simplified characters, half width and lower case, without control and zero-width characters.

    >>> plain("ＡＢＣ 申請\\u200b複議\\x00")
    'abc 申请复议'
    """
    simple = text.translate(_TRANSLATION)
    if not _plain_already().fullmatch(simple):  # ten times slower, and rarely needed
        kept = "".join(" " if unicodedata.category(c) in ("Cc", "Zl", "Zp") else c for c in text if _keeps(c))
        simple = _simplifier().convert(unicodedata.normalize("NFKC", kept).lower())
    return _SPACE.sub(" ", simple).strip()


def _keeps(character: str) -> bool:
    return character.isascii() or unicodedata.category(character) not in ("Cf", "Cs", "Co", "Cn")


def traditional(text: str) -> str:
    """``text`` in traditional characters, as written in Hong Kong and Taiwan.

    >>> traditional("申请复议")
    '申請複議'
    """
    written: str = _traditionaliser().convert(text)
    return written


def fold(text: str) -> str:
    """Only the letters, digits and Chinese characters of ``text``, plain; spellings of one text fold to the same.

    >>> fold("申请　行政複議，要钱吗？")
    '申请行政复议要钱吗'
    """
    return _NOT_WORD.sub("", plain(text))


def in_standard_words(text: str) -> str:
    """``text`` plain, with dialect words replaced by standard ones.

    >>> in_standard_words("複議咋個整")
    '复议怎么办'
    """
    return replace_dialect(plain(text))


def spell_numbers(text: str) -> str:
    """``text`` (plain) with numbers of up to three digits rewritten in Chinese numerals where a measure word follows.

    Longer numbers are years, codes or telephone numbers.

    >>> spell_numbers("30天内, 2个月和两个月, 2024年, 12345, 3.5, a4纸")
    '三十天内, 二个月和二个月, 2024年, 12345, 3.5, a4纸'
    """
    return _SMALL_NUMBER.sub(lambda found: spell_number(int(found[0])) if found[0] != "两" else "二", text)


def fold_for_search(text: str) -> str:
    """``text`` folded, in standard words and with small numbers in Chinese numerals: what search terms are cut from.

    >>> fold_for_search("30天莫得答复，咋整？")
    '三十天没有答复怎么办'
    """
    return _NOT_WORD.sub("", spell_numbers(in_standard_words(text)))


def normalise(question: str) -> str:
    """``question`` as matching reads it: plain, at most LONGEST characters, without polite phrases at both ends.

    >>> normalise("您好，请问一下申請复议要錢嗎？谢谢！")
    '申请复议要钱吗'
    """
    text = plain(question[:LONGEST])[:LONGEST]  # a single character may become eighteen
    bare = replace_dialect(_POLITE_ENDING.sub("", _POLITE_BEGINNING.sub("", text)))
    return bare if fold(bare) else text


def read_number(question: str) -> int | None:
    """The number that ``question`` (normalised) consists of, in digits or Chinese; None when it says anything else.

    >>> [read_number(q) for q in ("102", "102号", "一百零二", "一零二", "十天", "复议")]
    [102, 102, 102, 102, None, None]
    """
    found = _NUMBER.match(question)
    if found is None:
        return None
    digits = found[1]
    if digits.isdecimal():
        return int(digits[:LONGEST_NUMBER])
    return parse_numeral(digits, LONGEST_NUMBER)
