"""Hints for the speech recogniser: words that callers are likely to say."""

import re
from collections.abc import Iterable

MOST_HINTS = 500
LONGEST_HINT = 100
"""Twilio takes at most 500 hints of at most 100 characters, with commas between them:
https://www.twilio.com/docs/api/errors/13330 (read 2026-11-23)"""
MOST_BYTES = 32_000
"""Half of the largest document that Twilio takes: https://www.twilio.com/docs/api/errors/11750 (read 2026-11-23)"""
_SEPARATORS = re.compile(r"[\s,，、;；:：。？！?!()（）“”\"《》$]+")
"""Characters that would split a hint, are not spoken, or begin one of the provider's tokens ($)."""


def choose_hints(words: Iterable[str]) -> tuple[str, ...]:
    """The first of ``words`` that keep to the provider's limits, each once.

    >>> choose_hints(["行政复议", "复议要交钱吗？", "行政复议", "律师、公证", "", "长" * 101])
    ('行政复议', '复议要交钱吗', '律师 公证')
    """
    chosen: dict[str, None] = {}
    room = MOST_BYTES
    for word in words:
        hint = _SEPARATORS.sub(" ", word).strip()
        if not 0 < len(hint) <= LONGEST_HINT or hint in chosen:
            continue
        room -= len(hint.encode("utf-8", "replace")) + 1
        if room < 0 or len(chosen) == MOST_HINTS:
            break
        chosen[hint] = None
    return tuple(chosen)
