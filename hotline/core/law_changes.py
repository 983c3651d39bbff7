"""A law that changed: entered once, it puts every entry that cites the law on the list for review."""

import re
from dataclasses import dataclass
from datetime import date, datetime

TITLE_LIMIT = 100
_MARKS = re.compile(r"[《》〈〉\s]")


@dataclass(frozen=True)
class LawChange:
    """``title`` is the law's name, ``changed_on`` the day from which the change holds."""

    title: str
    changed_on: date
    noted_by: str
    noted_at: datetime


def law_name(title: str) -> str:
    """What names a law, however it is written: without marks, and without the name of the state in front.

    >>> law_name("《中华人民共和国 律师法》"), law_name("律师法")
    ('律师法', '律师法')
    """
    return _MARKS.sub("", title).removeprefix("中华人民共和国")
