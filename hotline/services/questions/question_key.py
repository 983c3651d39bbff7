"""The key by which two spellings of one question count as the same question."""

from __future__ import annotations

from functools import lru_cache

from hotline.core.masking import without_numbers
from hotline.matching.text.normalise import fold, normalise

_KEY_LENGTH = 500
"""Characters of a question that count. Keys are in an index, where PostgreSQL takes a third of a page:
https://postgrespro.com/docs/postgresql/15/btree-intro (2026-11-29)."""
_REMEMBERED = 20_000
"""Keys kept in memory: the lists of work fold the same thousands of questions on each opening of the first screen."""


@lru_cache(_REMEMBERED)
def question_key(question: str) -> str:
    """A key that is equal for two spellings of one question: without punctuation, polite phrases and the citizen's
    own numbers, and no more of it than ``_KEY_LENGTH``.

    >>> question_key("您好，居住证怎么办？") == question_key("居住证怎么办")
    True
    """
    return fold(normalise(without_numbers(question)))[:_KEY_LENGTH]
