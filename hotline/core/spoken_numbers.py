"""Numbers as people say and write them: 1 0 2, 一零二, 请查102号, 1️⃣0️⃣2️⃣, 102和103."""

import re
import unicodedata
from collections.abc import Iterator

from hotline.core.chinese_numerals import DIGITS, NUMERAL_CHARACTERS, parse_numeral

MOST_DIGITS = 20
_ENTRY_DIGITS = (3, 6)
_NUMERALS = NUMERAL_CHARACTERS + "洞兩"
_TOKEN = re.compile(rf"\d+|[{_NUMERALS}]+|[和跟与同及]|还有|或者?", re.ASCII)
_WORDS_AROUND = """
您好 好 请问 请 麻烦 帮我 帮 给我 我们 我 想要 想 要 就是 就 来 查询号码
查询号 查询 查查 查看 查 找找 找 听听 听 看看 看 问问 问 念 读 说 讲 一下
一哈 下 个 的 那个 那 这个 这 第 编号 号码 问答 问题 序号 索引号 按 选 回复
是 为 叫 no 内容 答案 答复 留言 进度 号 条 项 吧 嘛 啊 呀 呢 嗯 呃 哦
谢谢您 谢谢 多谢 了
"""
_WORDS = frozenset(_WORDS_AROUND.split())
"""What people say around a number."""
_LONGEST_WORD = max(map(len, _WORDS))
_NUMERAL = re.compile(rf"\d+|[{_NUMERALS}]+", re.ASCII)
_RUN = re.compile(rf"[\d{_NUMERALS}](?:[\s,.、。，·-]*[\d{_NUMERALS}])*", re.ASCII)
_TIMES = re.compile(f"([二两三四五六])个([{DIGITS}])")
_SIGNALS = str.maketrans("拐兩杠", "七两-")
LEAST_DIGITS = 3
"""Digits from which a number is one of an entry or a message, and not a quantity."""
_JOINING = re.compile("[和跟与同及还或]")


def read_digits(words: str) -> tuple[str, ...]:
    """The numbers of ``words``, as digits, when they say nothing else; () when they do.

    Digits that stand alone belong to one number (1 0 2). Numbers of entries side by side are several, as is whatever
    has "and" between it.

    >>> read_digits("请查一零二"), read_digits("1 0 2"), read_digits("102和103"), read_digits("查询号是12345678")
    (('102',), ('102',), ('102', '103'), ('12345678',))
    >>> read_digits("一百零二号"), read_digits("罚款102元"), read_digits("第一个")
    (('102',), (), ('1',))
    """
    text = unicodedata.normalize("NFKC", words).casefold().replace("杠", "-")
    rest = _strip_end(_strip_start(text))
    tokens = _TOKEN.findall(rest)
    if not any(token[0].isdecimal() or token[0] in _NUMERALS for token in tokens) or not _is_all(rest, tokens):
        return ()
    return tuple(_spell(group) for group in _group(tokens))


def find_digits(words: str) -> str:
    """The number that ``words`` name, as digits, whatever else they say; "" for none.

    For a place where a number is asked for. Of several the last one with three digits or more counts, because people
    correct themselves (一零五，不对，是一零六). "Three times five" (三个五) and the signallers' 拐 and 洞 are read too.

    >>> [find_digits(words) for words in ("等我看哈，是一六三", "七百六十八，谢谢你", "三个五", "四百九")]
    ['163', '768', '555', '490']
    """
    text = unicodedata.normalize("NFKC", words).casefold().translate(_SIGNALS)
    text = _TIMES.sub(lambda found: found[2] * parse_numeral(found[1], 1), text)
    found = [_spell(_NUMERAL.findall(run)) for run in _RUN.findall(text)]
    return next((digits for digits in reversed(found) if len(digits) >= LEAST_DIGITS), found[-1] if found else "")


def _strip_start(text: str) -> str:
    """``text`` without the words around a number before it, the longest word first."""
    start = 0
    while length := next(_list_lengths(text, start), 0):
        start += length
    return text[start:]


def _strip_end(text: str) -> str:
    """``text`` without the words around a number after it: the longest end that consists of such words.

    A regular expression would try every way to cut the end into words: 请问请问请问… took it minutes."""
    ends = [False] * len(text) + [True]
    for start in reversed(range(len(text))):
        ends[start] = any(ends[start + length] for length in _list_lengths(text, start))
    return text[: ends.index(True)]


def _list_lengths(text: str, start: int) -> Iterator[int]:
    """The lengths of the words around a number that ``text`` has at ``start``, the longest first; 1 for a mark."""
    if start < len(text) and not text[start].isalnum():
        yield 1
    for length in range(_LONGEST_WORD, 0, -1):
        if text[start : start + length] in _WORDS and start + length <= len(text):
            yield length


def _is_all(rest: str, tokens: list[str]) -> bool:
    """Whether ``rest`` has nothing but ``tokens``, the word 号 and punctuation."""
    return len(re.sub(r"[\W_号]", "", rest)) == sum(len(token) for token in tokens)


def _group(tokens: list[str]) -> list[list[str]]:
    """``tokens`` by the number they belong to."""
    groups: list[list[str]] = [[]]
    for token in tokens:
        if _JOINING.match(token):
            groups.append([])
        else:
            groups[-1].append(token)
    whole = [group for group in groups if group]
    if len(whole) == 1 and all(len(token) in _ENTRY_DIGITS for token in whole[0]):
        return [[token] for token in whole[0]]
    return whole


def _spell(group: list[str]) -> str:
    """The digits of one number: digit by digit as they were said, so that leading zeros stay."""
    if any(character in "十百千拾佰仟" for token in group for character in token):
        figures = "".join(token for token in group if not token.isdecimal()).replace("兩", "两").replace("洞", "零")
        value = parse_numeral(figures, MOST_DIGITS)
        return str(value if _is_spelt_out(figures) else value + value % 10 * 9)
    return "".join(_digit(character) for token in group for character in token)[:MOST_DIGITS]


def _is_spelt_out(figures: str) -> bool:
    """False for a number whose last place is left out: 四百九 is 490."""
    return not re.search("[百佰][一二两三四五六七八九]$", figures)


def _digit(character: str) -> str:
    spelt = {"洞": "零", "兩": "两"}.get(character, character)
    return spelt if spelt.isdecimal() else str(parse_numeral(spelt, 1))
