"""Recognises automatic replies. A reply to one would bring the next, without end."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from voice.phrases import TEXT

_AUTOMATIC = re.compile(
    r"[\[【（(<《“\s]*(?:系统|微信|短信)?(?:自动|自動)(?:回复|回覆|回復|答复|应答|發送|发送)(?:[\]】）)>》”：:，,。\s]|$)"
    r"|[\[【（(<\s]*(?:auto(?:matic)?[\s-]*(?:reply|response)|out of (?:the )?office)\b"
    r"|.*(?:本|此|该)(?:短信|信息|消息|号码).{0,12}(?:系统)?(?:自动(?:发送|回复)|请勿(?:直接)?回复|不接收回复)",
    re.DOTALL | re.IGNORECASE,
)
_LEAST = 12
"""Characters from which the beginning of one of our sentences is not written by chance."""


def is_machine(body: str) -> bool:
    """Whether ``body`` is an automatic reply, or begins with one of our own sentences.

    >>> is_machine("【自动回复】我不在办公室"), is_machine("自动回复怎么关"), is_machine("此短信请勿回复")
    (True, False, True)
    """
    words = unicodedata.normalize("NFKC", body).strip()
    if _AUTOMATIC.match(words):
        return True
    return any(words.startswith(own) for own in _OWN_BEGINNINGS)


def _list_own_beginnings() -> Iterator[str]:
    """The beginnings of our sentences, up to the first placeholder."""
    for sentence in TEXT.sentences.values():
        beginning = unicodedata.normalize("NFKC", sentence).partition("{")[0].strip()
        if len(beginning) >= _LEAST:
            yield beginning


_OWN_BEGINNINGS = tuple(_list_own_beginnings())
