"""What a text message asks for, and replies in few parts that cut nothing in half; pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from hotline.core.wordings import segments
from voice.sayings import PUNCTUATION, Saying, ordinal, recognise

MOST_PARTS = 3
MOST_CHOICES = 5
LONGEST_QUESTION = 500
_ELLIPSIS = "…"
_SENTENCE_ENDS = "。！？；\n"
_HELP = frozenset(["帮助", "菜单", "help", "menu", "你好", "您好"])


class Aim(Enum):
    HELP = "help"
    PICK = "pick"
    PERSON = "person"
    THANKS = "thanks"
    ASK = "ask"


_SAID = {
    Saying.PERSON: Aim.PERSON,
    Saying.NONE_OF_THESE: Aim.PERSON,
    Saying.GOODBYE: Aim.THANKS,
    Saying.HELLO: Aim.HELP,
}


@dataclass(frozen=True)
class Wanted:
    """``pick`` counts from 1; ``question`` is what to ask."""

    aim: Aim
    question: str = ""
    pick: int = 0


def understand(body: str) -> Wanted:
    """What ``body`` asks for: help when it is empty or holds no letter and no digit, a pick, or a question.

    >>> understand("１").pick, understand("102").question, understand("😀").aim.value
    (1, '102', 'help')
    """
    words = body.strip()[:LONGEST_QUESTION]
    bare = PUNCTUATION.sub("", words)
    if not bare or bare.casefold() in _HELP:
        return Wanted(Aim.HELP)
    picked = ordinal(bare)
    if picked and int(picked) <= MOST_CHOICES:
        return Wanted(Aim.PICK, pick=int(picked))
    said = recognise(bare, choosing=True)
    return Wanted(_SAID[said]) if said else Wanted(Aim.ASK, question=words)


def fit(text: str) -> str:
    """``text`` in at most three parts: a longer one ends at a sentence's end where there is one in its last part.

    >>> fit("好。" + "字" * 300)[-1]
    '…'
    """
    parts = segments(text)
    if len(parts) <= MOST_PARTS:
        return text
    kept = "".join(parts[:MOST_PARTS])
    last_part = len(kept) - len(parts[MOST_PARTS - 1])
    end = max(kept.rfind(mark) for mark in _SENTENCE_ENDS) + 1
    if end > last_part:
        return kept[:end].rstrip()
    return kept[:-1] + _ELLIPSIS


def list_choices(intro: str, choices: Sequence[str]) -> tuple[str, int]:
    """The introduction and each choice on a line, and how many fitted; the last are left out rather than cut."""
    lines = [intro]
    for choice in choices[:MOST_CHOICES]:
        if len(segments("\n".join([*lines, choice]))) > MOST_PARTS:
            break
        lines.append(choice)
    return "\n".join(lines), len(lines) - 1
