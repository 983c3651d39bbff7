"""Texts the office sends: cut into parts of an SMS, lists of choices, and the wording of answers to messages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, tzinfo
from typing import TYPE_CHECKING

from hotline.core.messages import Message
from hotline.core.text_length import segments
from voice.phrases import TEXT

if TYPE_CHECKING:
    pass

MOST_PARTS = 3
MOST_CHOICES = 5
_LONGEST_LINE = 60
_ROOM = MOST_PARTS * 67
"""UTF-16 units of three parts."""
_SENTENCE_ENDS = "。！？；\n"
_PAUSES = "，、：,;. "


def fit(text: str, tail: str) -> str:
    """``text`` when it takes at most three parts, else its beginning and ``tail``, which says where the rest is."""
    return text if len(segments(text)) <= MOST_PARTS else _cut(text, tail)[0]


def pages(text: str, mark: Callable[[int, int], str]) -> tuple[str, ...]:
    """``text`` in replies of at most three parts each, cut at sentences' ends; ``mark``, at the end of each but the
    last, is given its number and how many there are, at most 99.

    >>> [page[-6:] for page in pages("一句话。" * 80, lambda page, of: f"({page}/{of})")]
    ['\\n(1/2)', '话。一句话。']
    """
    widest = mark(99, 99)
    found = []
    while len(segments(text)) > MOST_PARTS:
        page, text = _cut(text, widest)
        found.append(page.removesuffix(widest))
    numbered = [page + mark(place, len(found) + 1) for place, page in enumerate(found, start=1)]
    return (*numbered, text)


def list_lines(intro: str, lines: Sequence[str], tail: str = "", most: int = MOST_CHOICES) -> tuple[str, int]:
    """The introduction and each of the first lines on its own, then ``tail``, and how many of the lines fitted.

    The last are left out rather than cut; a line that would fill a text alone is shortened."""
    taken = [intro]
    for line in lines[:most]:
        short = line if len(line) <= _LONGEST_LINE else line[: _LONGEST_LINE - 1] + "…"
        if len(segments("\n".join([*taken, short, tail]))) > MOST_PARTS:
            break
        taken.append(short)
    return "\n".join([*taken, tail] if tail else taken), len(taken) - 1


def _cut(text: str, tail: str) -> tuple[str, str]:
    """As much of ``text`` as fits into three parts with ``tail`` on a line of its own, and the rest."""
    room = min(len(text), _ROOM)
    while len(segments(f"{text[:room]}\n{tail}")) > MOST_PARTS:
        room -= 1
    end = _last(text[:room], _SENTENCE_ENDS) or _last(text[:room], _PAUSES) or room
    return f"{text[:end].rstrip()}\n{tail}", text[end:].lstrip()


def _last(text: str, marks: str) -> int:
    """Where ``text`` can be cut after one of ``marks`` in its second half; 0 when it cannot."""
    end = max(text.rfind(mark) for mark in marks) + 1
    return end if end * 2 > len(text) else 0


def word_answer(message: Message, zone: tzinfo) -> str:
    """The text that brings staff's answer; a long one says how to get the whole."""
    told = {"day": day(message.received_at.astimezone(zone)), "tracking": message.tracking_number}
    answered = TEXT("progress.answered", answer=message.answer, **told)
    return fit(answered, TEXT("progress.whole", tracking=message.tracking_number))


def word_tracking(message: Message, number: str) -> str:
    """The text that brings the tracking number of a message left by telephone; ``number`` tells how it stands, too."""
    return TEXT("message.tracking", tracking=message.tracking_number, number=number)


def day(moment: date) -> str:
    """A day as people write it.

    >>> day(date(2026, 11, 3))
    '11月3日'
    """
    return f"{moment.month}月{moment.day}日"
