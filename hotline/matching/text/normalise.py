"""A question as it was typed or recognised, brought to one script, width and case, without frames and controls."""

import re
import unicodedata
from functools import cache

import opencc

from hotline.core.chinese_numerals import NUMERAL_CHARACTERS, parse_numeral
from hotline.matching.text.dialect import standard
from hotline.matching.text.numerals import spell_numbers

LONGEST = 2_000
"""Characters of a question that are read; what follows is left out."""

LONGEST_NUMBER = 20
"""Digits of a number that are read, enough to say back a telephone number that nobody gave to an entry."""

_NOT_WORD = re.compile(r"[\W_]+")
_SPACE = re.compile(r"\s+")
_ASK = "(?:咨询|请教|了解|打听|问|请问|知道|晓得)"
_FRAME = (
    r"(?:您好|你好|喂|哈喽|请问|打扰|麻烦|劳驾|老师|同志|师傅|小姐|先生|领导|"
    rf"(?:我|俺|我们|咱)?(?:就?是?想要?|要|来){_ASK}(?:一下|下子|一哈|下|哈)?(?:子)?[哈啊呀嘛哦]*|我?(?:问|请教|咨询)(?:一下|下|哈)[哈啊呀嘛哦]*|"
    r"帮我?(?:查|看|问)?(?:一下|下)|一下|那个|这个|嗯+|呃+|哎呀?|就是说?|是这样子?的|不好意思|听得到(?:不|吗)|我跟你[讲说])"
)
_HEAD = re.compile(rf"^(?:{_FRAME}[\s,。.!?:;、~]*)+")
_THANKS = r"(?:谢谢(?:了|你|您|啦)?|多谢了?|麻烦(?:您|你)?了|拜托了?|感谢)[哈啊呀嘛哦]*|[哈噻嘎哟]+"
_TAIL = re.compile(rf"(?:[\s,。.!?:;、~]*(?:{_THANKS}))++[\s,。.!?:;、~]*$")
"""Never tried again in other parts (++): 哈哈哈哈哈 before anything else could be parted in as many ways as 2 to the
power of its length."""

_NUMBER = re.compile(
    rf"^(?:第|编号|问题|按|no\.?)*\s*(\d+|[{NUMERAL_CHARACTERS}]+)(?:\s*(?:号|编号|问题|问答|条))*[\s,。.!?]*$"
)


_SIMPLE: dict[int, int | str] = {code: " " for code in (*range(0x20), 0x7F, 0x3000)}
_SIMPLE |= {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}  # full width
_SIMPLE |= {code: code + 0x20 for code in range(ord("A"), ord("Z") + 1)}
_SIMPLE |= {code + 0xFEE0: code + 0x20 for code in range(ord("A"), ord("Z") + 1)}
_PUNCTUATION = "。、《》〈〉「」『』【】“”‘’—·"
_IDEOGRAPHS = range(0x4E00, 0xA000)
_TRADITIONAL_IN_WORDS = "著瞭藉"
"""Characters that opencc changes inside a word (瞭解) and never alone."""


@cache
def _simplifier() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


@cache
def _complicator() -> opencc.OpenCC:
    return opencc.OpenCC("s2t")


@cache
def _settled() -> re.Pattern[str]:
    """What is plain already: ASCII, usual punctuation, and ideographs that opencc leaves as they are."""
    ideographs = "".join(map(chr, _IDEOGRAPHS))
    simplified = _simplifier().convert("\n".join(ideographs)).split("\n")
    pairs = zip(ideographs, simplified, strict=True)
    kept = "".join(c for c, s in pairs if c == s and c not in _TRADITIONAL_IN_WORDS)
    return re.compile(f"[\\x20-\\x7e{_PUNCTUATION}{kept}]*")


def warm() -> None:
    """Load the conversion table now instead of in the first question."""
    _settled()


def plain(text: str) -> str:
    """``text`` in simplified characters, half width and lower case, controls and zero-width characters gone.

    >>> plain("ＡＢＣ 申請\\u200b複議\\x00")
    'abc 申请复议'
    """
    simple = text.translate(_SIMPLE)
    if not _settled().fullmatch(simple):  # ten times as slow, and most questions need none of it
        kept = "".join(" " if unicodedata.category(c) in ("Cc", "Zl", "Zp") else c for c in text if _keeps(c))
        simple = _simplifier().convert(unicodedata.normalize("NFKC", kept).lower())
    return _SPACE.sub(" ", simple).strip()


def _keeps(character: str) -> bool:
    return character.isascii() or unicodedata.category(character) not in ("Cf", "Cs", "Co", "Cn")


def traditional(text: str) -> str:
    """``text`` in traditional characters, as people of other regions write it.

    >>> traditional("申请复议")
    '申請複議'
    """
    written: str = _complicator().convert(text)
    return written


def fold(text: str) -> str:
    """Letters, digits and Chinese characters of ``text`` alone; texts that are equal so are spellings of one.

    >>> fold("申请　行政複議，要钱吗？")
    '申请行政复议要钱吗'
    """
    return _NOT_WORD.sub("", plain(text))


def in_standard_words(text: str) -> str:
    """``text`` plain, and words of the south-west in standard ones.

    >>> in_standard_words("複議咋個整")
    '复议怎么办'
    """
    return standard(plain(text))


def searched(text: str) -> str:
    """What terms are cut from: ``text`` folded, in standard words and with small numbers spelt.

    >>> searched("30天莫得答复，咋整？")
    '三十天没有答复怎么办'
    """
    return _NOT_WORD.sub("", spell_numbers(in_standard_words(text)))


def normalise(question: str) -> str:
    """``question`` as matching reads it: plain, at most LONGEST characters, without polite frames at its ends.

    >>> normalise("您好，请问一下申請复议要錢嗎？谢谢！")
    '申请复议要钱吗'
    """
    text = plain(question[:LONGEST])[:LONGEST]  # one character may fold to eighteen
    bare = standard(_TAIL.sub("", _HEAD.sub("", text)))
    return bare if fold(bare) else text


def read_number(question: str) -> int | None:
    """The number ``question`` (normalised) consists of, in digits or Chinese; None when it says anything else.

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
