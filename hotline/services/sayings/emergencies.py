"""Recognises danger in what a citizen says: fire, crime, injury, somebody being beaten, the wish to die.

It has to err towards danger: a citizen who asks about a fine by the fire brigade hears two needless sentences, while
one who is being beaten has no second try. A sentence about paperwork (消防罚款, 火灾事故认定不服) or about
what an authority did is a question all the same, but never one in which the speaker wants to die.

The numbers to ring (read 2026-11-29): 110 police, 119 fire, 120 ambulance; 12356, the national line for psychological
help (notice of 国家卫生健康委 of 2024-12-25: in use everywhere by 2025-05-01, at least 18 hours a day); 12338, the
women's line of 全国妇联, in office hours."""

from __future__ import annotations

import re
import tomllib
from enum import Enum
from importlib.resources import files

from hotline.matching.text.normalise import in_standard_words
from hotline.services.sayings.grammar import PUNCTUATION
from hotline.services.sayings.recognition import is_called_danger


class Emergency(Enum):
    """A kind of danger, from the most to the least pressing where several are told."""

    SUICIDE = "suicide"
    FIRE = "fire"
    INJURY = "injury"
    VIOLENCE = "violence"
    CRIME = "crime"
    DANGER = "danger"
    """Danger of a kind that is not known."""


LONGEST = 60
"""In characters. A longer text tells a story, in which much may have happened: it is danger only where its speaker
calls for help or wants to die."""


def _join(words: str) -> re.Pattern[str]:
    return re.compile("|".join(words.split()))


_TABLES = tomllib.loads((files(__package__) / "emergencies.toml").read_text("utf-8"))
_NOW = re.compile("现在|正在|正[打砍追抢]|快来|救命|救我")
"""Words of who needs help at once, whoever the other is."""
_CRY = re.compile("救命|救救[我她他命]|快来人|快点来|正在[打砍追抢杀砸撞]|正[打砍追抢]")
"""Words with which somebody calls for help in the middle of a long text."""
_FAMILY, _CALM, _AUTHORITY, _REDRESS, _WISH = (
    _join(_TABLES["words"][name]) for name in ("family", "calm", "authority", "redress", "wish")
)
_SIGNS = {
    Emergency(kind): _join(signs.replace("FAMILY", _FAMILY.pattern).replace("WISH", _WISH.pattern))
    for kind, signs in _TABLES["signs"].items()
}


def find_emergencies(words: str) -> tuple[Emergency, ...]:
    """The kinds of danger in ``words``, the most pressing first; () for a question.

    >>> [kind.value for kind in find_emergencies("我不想活了")], find_emergencies("消防罚款在哪里交")
    (['suicide'], ())
    """
    text = PUNCTUATION.sub("", in_standard_words(words))
    wants_to_die = _WISH.search(text) is not None
    if len(text) > LONGEST and not wants_to_die and not _CRY.search(text):
        return ()
    found = tuple(kind for kind, signs in _SIGNS.items() if signs.search(text))
    if not _CALM.search(text):
        is_quarrel = {*found} <= {Emergency.CRIME, Emergency.VIOLENCE} and not _NOW.search(text)
        is_complaint = is_quarrel and _AUTHORITY.search(text)
        if is_complaint:
            return ()
        return found or ((Emergency.DANGER,) if is_called_danger(text) else ())
    is_asked_about = _REDRESS.search(text) and not wants_to_die
    return (Emergency.SUICIDE,) if Emergency.SUICIDE in found and not is_asked_about else ()
