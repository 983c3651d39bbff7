"""Recognises everyday utterances that are no question: hello, goodbye, none of these, an operator; pure.

The telephone and the text line share them. Only a whole utterance made of the words listed is recognised, so that
人工智能 and 不是本人签字 stay questions."""

from __future__ import annotations

import re
from enum import Enum

PUNCTUATION = re.compile(r"[\W_]+")
LONGEST = 20
"""In characters. A longer utterance is a question."""


class Saying(Enum):
    """What an everyday utterance means."""

    PERSON = "person"
    NONE_OF_THESE = "none of these"
    GOODBYE = "goodbye"
    HELLO = "hello"


_SPELT = dict(zip("零〇洞一幺二两三四五六七八九", "00011223456789", strict=True))
_DIGITS = dict(zip("一二三四五六七八九①②③④⑤⑥⑦⑧⑨１２３４５６７８９", "123456789" * 3, strict=True))
_ORDINAL = re.compile(r"(?:请|我|要|想|按|选|回复|第)*([1-9一二三四五六七八九①-⑨１-９])(?:个|条|项|号)?(?:吧|啊|呀)?")
_ASKING = r"请|麻烦|我|你|您|们|要|想|帮|给|叫|找|转|接|按|打|换|到|去|跟|和|说话|个|一下|一个|服务|吧|啊|呀|的"
_PERSON = r"人工|客服|话务员|接线员|工作人员|真人"
_DO_YOU_HEAR = (
    r"(?:你|您)?(?:能|能不能|可以)?(?:听|听得|听不听得|听没听)[到见](?:我|我说话|我讲话)?(?:吗|嘛|不|没有|没得|没)?"
)
_WHOLE = {
    Saying.PERSON: re.compile(rf"(?:{_ASKING})*(?:{_PERSON})(?:{_ASKING})*|找人|找个人|[按选]?[0０零]"),
    Saying.NONE_OF_THESE: re.compile(
        r"(?:这些|这几个|三个|一个|上面)?(?:都|也)?(?:不是|不对|没有)(?:的|啊|呀|我要的|我想问的|我问的)?"
    ),
    Saying.GOODBYE: re.compile(
        r"(?:好的?|行了?|嗯|哦|那|就)*"
        r"(?:谢谢|多谢|感谢|再见|拜拜|没有了|没有|没了|没事了?|不用了?|(?:没有?)?别的?问题了|没有?问题了?)"
        r"(?:谢谢|多谢|再见|拜拜|没有了|不用了|知道了|你|您|啊|呀|了)*"
    ),
    Saying.HELLO: re.compile(
        r"(?:喂|你好|您好|哎|诶|嗯|哦|啊|呀|好的?|行|是的?|有的?|请问|知道了|在吗|在不在|有人吗|"
        rf"{_DO_YOU_HEAR})+"
    ),
}


def ordinal(words: str) -> str:
    """The digit by which ``words`` pick a thing from a list, "" when they pick nothing.

    >>> ordinal("第一个。"), ordinal("选2"), ordinal("③"), ordinal("一次罚款")
    ('1', '2', '3', '')
    """
    found = _ORDINAL.fullmatch(PUNCTUATION.sub("", words))
    return _DIGITS.get(found[1], found[1]) if found else ""


def digits_said(words: str) -> str:
    """``words`` as digits when they are nothing but single digits, written or in characters; else "".

    >>> digits_said("零四七一 一二三四。"), digits_said("0471-1234"), digits_said("一百零二"), digits_said("我的是一")
    ('04711234', '04711234', '', '')
    """
    bare = PUNCTUATION.sub("", words)
    figures = "".join(_SPELT.get(character, character) for character in bare)
    return figures if re.fullmatch("[0-9]+", figures, re.ASCII) else ""


def recognise(words: str, *, choosing: bool = False) -> Saying | None:
    """The meaning of ``words``; None for a question. A bare 没有 after a list (``choosing``) is none of these.

    >>> recognise("喂，你好！"), recognise("没有了，谢谢您"), recognise("麻烦帮我转人工")
    (<Saying.HELLO: 'hello'>, <Saying.GOODBYE: 'goodbye'>, <Saying.PERSON: 'person'>)
    >>> recognise("人工智能的问题"), recognise("没有身份证怎么办")
    (None, None)
    """
    bare = PUNCTUATION.sub("", words)
    meant = [saying for saying, whole in _WHOLE.items() if len(bare) <= LONGEST and whole.fullmatch(bare)]
    if not choosing and Saying.GOODBYE in meant:
        return Saying.GOODBYE
    return meant[0] if meant else None
