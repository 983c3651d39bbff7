"""What a text wants of public notices: the list of a kind, one of them, or to take part; pure."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from hotline.core.notice_questions import asks_for_list
from hotline.core.public_notices import NoticeKind
from hotline.services.sayings.grammar import bare_words

_CODE = "(?P<code>20[0-9]{5})(?![0-9])"
_ONE = re.compile(rf"[\W_]*(?:查|看)?(?:公示|听证会?|通报)[\W_]*{_CODE}[\W_]*")
_BARE = re.compile(rf"[\W_]*(?:编号)?[\W_]*{_CODE}(?P<rest>.*)", re.DOTALL)
_LETTER = re.compile(r"[^\W\d_]")
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
        return NoticeRequest(code=part["code"] or "", word=part["word"], rest=_tidy(part["rest"] or ""))
    return None


def find_bare_code(body: str) -> NoticeRequest | None:
    """The code that ``body`` begins with, and the words after it; None without one, or where only more digits follow.

    Whether it is the code of a notice is not known: a telephone number may look the same.

    >>> find_bare_code("2026005 建议加电话").rest, find_bare_code("２０２６００４。").code
    ('建议加电话', '2026004')
    >>> find_bare_code("20260041380"), find_bare_code("2026004 13800138000")
    (None, None)
    """
    found = _BARE.fullmatch(unicodedata.normalize("NFKC", body).strip())
    rest = _tidy(found["rest"]) if found else ""
    return NoticeRequest(code=found["code"], rest=rest) if found and (not rest or _LETTER.search(rest)) else None


def _tidy(rest: str) -> str:
    return rest.strip(" ，,、：:。.；;！!？?\n\t") and rest.lstrip(" ，,、：:。.；;\n\t").strip()
