"""What providers send, made fit to look at and to keep."""

from __future__ import annotations

import re

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")


def readable(words: str) -> str:
    """``words`` with a space for each control character: nobody types one, and PostgreSQL keeps no NUL.

    Halves of a surrogate pair, which JSON can hold and UTF-8 cannot, go the same way.

    >>> readable("复\\0议\\ud83d")
    '复 议 '
    """
    return _CONTROL.sub(" ", words)
