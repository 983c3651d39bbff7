"""What a text wants of public notices: the list of a kind, one of them, or to take part; pure."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from hotline.core.public_notices import NoticeKind, asks_for_list
from hotline.services.sayings.grammar import bare_words

_CODE = "(?P<code>20[0-9]{5})(?![0-9])"
_ONE = re.compile(rf"[\W_]*(?:查|看)?(?:公示|听证会?|通报)[\W_]*{_CODE}[\W_]*")
_PART = re.compile(rf"[\W_]*(?:我要)?提?(?P<word>意见|报名)[\W_]*(?:{_CODE}(?P<rest>.*))?", re.DOTALL)


@dataclass(frozen=True)
class NoticeRequest:
    """What a text wants of public notices: the list of ``kind``, the one with ``code``, or to take part by ``word``
    (意见, 报名) with the words ``rest``."""

    kind: NoticeKind | None = None
    code: str = ""
    word: str = ""
    rest: str = ""


def find_request(body: str) -> NoticeRequest | None:
    """The request in ``body``; None where it is about something else.

    >>> find_request("报名２０２６００３ 张三").rest, find_request("公示 2026001").code
    ('张三', '2026001')
    >>> find_request("报名要什么条件")
    """
    words = unicodedata.normalize("NFKC", body).strip()
    if kind := asks_for_list(bare_words(words)):
        return NoticeRequest(kind=kind)
    if one := _ONE.fullmatch(words):
        return NoticeRequest(code=one["code"])
    if part := _PART.fullmatch(words):
        rest = (part["rest"] or "").lstrip(" ，,、：:。.；;\n\t")
        return NoticeRequest(code=part["code"] or "", word=part["word"], rest=rest.strip())
    return None
