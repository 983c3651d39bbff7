"""The day from which an approved wording is public: in the office's time, from its beginning."""

from __future__ import annotations

from datetime import date, timedelta

from hotline.core.errors import InvalidInput

FURTHEST = timedelta(days=731)
"""How far ahead a day may lie. A mistyped year would keep a wording from the public for good."""
FIELD = "publish_on"
"""The field of the forms that the problems are about."""


def require_day(day: date, today: date) -> None:
    """Raise InvalidInput unless something may be published on ``day``: today or later, and not too far ahead."""
    if day < today:
        raise InvalidInput({FIELD: "这一天已经过了。请写今天以后的日子，或者空着：审核通过马上对外。"})
    if day - today > FURTHEST:
        raise InvalidInput({FIELD: "这一天太远了，最远写到两年以后。"})


def choose_wait(chosen: date | None, wished: date | None, today: date) -> date | None:
    """The day until which an approval that names the day ``chosen`` waits; None where it takes effect at once.

    A day that its writer ``wished`` for and that passed during the review is no mistake: the wording is due. Raises
    InvalidInput for any other day that has passed.

    >>> choose_wait(date(2026, 12, 1), None, date(2026, 11, 23))
    datetime.date(2026, 12, 1)
    >>> choose_wait(date(2026, 11, 20), date(2026, 11, 20), date(2026, 11, 23)) is None
    True
    """
    if chosen is None or (chosen == wished and chosen <= today):
        return None
    require_day(chosen, today)
    return chosen if chosen > today else None


def word_wish(day: date | None) -> str:
    """What the history says of the day that a writer asks for.

    >>> word_wish(None)
    '审核通过马上对外发布'
    """
    return f"{word_day(day)}起对外发布" if day else "审核通过马上对外发布"


def word_day(day: date) -> str:
    """
    >>> word_day(date(2027, 8, 1))
    '2027年8月1日'
    """
    return f"{day.year}年{day.month}月{day.day}日"
