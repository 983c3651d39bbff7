"""Two questions asked in one breath (收费吗，多久能下来): the first is answered, and the second is offered."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hotline.core.entries import Entry
from hotline.matching.subject.asked_for import find_asked_for
from hotline.matching.text.normalise import fold
from hotline.services.questions import ask

if TYPE_CHECKING:
    from hotline.services.line import Line
    from hotline.services.questions.ask import DecidedQuestion

_MARKS = "，,。.？?！!；;、 "
_BETWEEN = re.compile(rf"[{re.escape(_MARKS)}]+(?:还有(?:就是|个)?|另外|再问|再就是|然后)?|还有就是|另外还想问|还想问")
_ASKS = re.compile("[吗嘛呢不没]$|多少|多久|多长|几|什么|啥|哪|谁|怎|咋|如何|能否|可否|是否|(.)不\\1|需要")
"""Words with which a sentence asks: 我的电话是… has a telephone in it and asks for none."""
SHORTEST = 3
"""Characters of a question that can stand alone."""


@dataclass(frozen=True)
class AskedTogether:
    """``first`` is decided as the answer; ``second`` is the entry that answers the other question."""

    first: DecidedQuestion
    second: Entry


def split_questions(words: str) -> tuple[str, str] | None:
    """The two questions of ``words``; None unless there are two, each of which asks for something else.

    >>> split_questions("收费吗，多久能下来"), split_questions("我的房子被拆了，怎么申请复议")
    (('收费吗', '多久能下来'), None)
    """
    parts = [part for part in _BETWEEN.split(words) if part and len(fold(part)) >= SHORTEST]
    asking = [part for part in parts if _ASKS.search(part) and find_asked_for(fold(part))]
    if len(asking) != 2 or parts[-2:] != asking:
        return None
    first, second = asking
    if find_asked_for(fold(first)) & find_asked_for(fold(second)):
        return None
    return words[: words.rindex(second)].rstrip(_MARKS), second


def decide_both(line: Line, words: str, context: int | None) -> AskedTogether | None:
    """The answers to the two questions in ``words``; None where it is one question, or not both have an answer.

    The second is understood within the subject of the first. ``context`` is the entry that was answered before."""
    parts = split_questions(words)
    if parts is None:
        return None
    first = ask.decide(line, parts[0], context=context)
    answer = first.decision.matches[0].entry if first.is_answer else None
    if answer is None:
        return None
    second = ask.decide(line, parts[1], context=answer.number)
    other = second.decision.matches[0].entry if second.is_answer else None
    return AskedTogether(first, other) if other and other.number != answer.number else None
