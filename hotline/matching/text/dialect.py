"""Replaces words of south-western Mandarin by standard ones, in questions and in published texts."""

import re

_DIALECT = (
    # Of several rows that match at one place, the first wins.
    ("(?:咋个?|啷个|郎个)(?:办|整|弄|搞)", "怎么办"),
    ("哪个[办整](?=[呢嘛哦啊吗哈]*[ ?,。!]*$)", "怎么办"),
    ("(?:咋个?|啷个)样", "怎么样"),
    ("为(?:啥子?|哪样)", "为什么"),
    ("(?:咋个?|啷个|郎个)(?!舌)", "怎么"),
    ("[搞整做](?:哪样|啥子?)", "做什么"),
    ("啥子?时候", "什么时候"),
    ("啥子?|哪样", "什么"),
    ("[莫没]得(?!说)", "没有"),
    ("晓不得|不晓得", "不知道"),
    ("晓得", "知道"),
    ("好多钱", "多少钱"),
    ("好多(?=(?:个?工作日|天|个月|年|次|块|元)(?:才?[能可会][^,。]{0,6}|[呢嘛哦喃哇吗]*[ ?,。!]*)$)", "多少"),
    ("好久(?=才?(?:能|可以|会)|[吗嘛呢]?[ ?。!]*$)", "多久"),
    ("克哪[点凯塌]儿?", "去哪里"),
    ("(?<=[在到去从])哪[点凯塌]儿?|哪[点凯塌]儿?(?=[有能可办找领])", "哪里"),
    ("克(?=[找办问县城省州市])", "去"),
    # Yunnan asks with 给 before the verb: 给要钱噶 is 要不要钱.
    ("(?<![不要交发寄送付还拿递借赔补没])给是(?=[噶嘎]*[ ?,。!]*$)", "是不是"),
    ("(?<![不要交发寄送付还拿递借赔补没])给(?=[要能会可有][^,。]{0,10}[噶嘎])", "是不是"),
    ("(?<![弥勾])勒(?![索令紧死庸])", "的"),
    ("要不要得|要得(?:不|吗)|得不得行|得行(?:不|吗)", "可以吗"),
    ("不得行", "不行"),
)
_STANDARD = tuple(standard for _, standard in _DIALECT)
_PATTERN = re.compile("|".join(f"({pattern})" for pattern, _ in _DIALECT))
_LIKELY = re.compile("[咋啷郎啥晓克勒]|给[是要能会可有]|哪[个样点凯塌]|[莫没要不]得|得[不行]|好[多久]")
"""A quick test: a text without a match has no dialect word."""


def replace_dialect(text: str) -> str:
    """``text`` (plain) with dialect words replaced by standard ones; 好多 and 好久 only where they ask something.

    >>> [replace_dialect(text) for text in ("复议咋个整", "莫得钱啷个请律师", "要好久", "好久没有下雨了", "好多人")]
    ['复议怎么办', '没有钱怎么请律师', '要多久', '好久没有下雨了', '好多人']
    >>> [replace_dialect(text) for text in ("要好多天", "好多天没下雨", "克哪点办", "给要钱噶", "交给是哪个")]
    ['要多少天', '好多天没下雨', '去哪里办', '是不是要钱噶', '交给是哪个']
    """
    return _PATTERN.sub(_standard_word, text) if _LIKELY.search(text) else text


def _standard_word(found: re.Match[str]) -> str:
    return _STANDARD[(found.lastindex or 1) - 1]
