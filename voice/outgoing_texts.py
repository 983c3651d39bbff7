"""Texts the office sends: cut into parts of an SMS, lists of choices, and the wording of answers to messages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, tzinfo

from hotline.core.messages import Message, MessagePurpose
from hotline.core.text_length import segments
from voice.phrases import TEXT

MOST_PARTS = 3
MOST_CHOICES = 5
_LONGEST_LINE = 60
_ROOM = MOST_PARTS * 67
"""UTF-16 units in three SMS parts: 67 in each part of a longer text."""
_SENTENCE_ENDS = "。！？；\n"
_PAUSES = "，、：,;. "


def fit(text: str, tail: str) -> str:
    """``text`` if it fits into three SMS parts, else its beginning and ``tail``, which says where to find the rest."""
    return text if len(segments(text)) <= MOST_PARTS else _cut(text, tail)[0]


def pages(text: str, mark: Callable[[int, int], str]) -> tuple[str, ...]:
    """Cut ``text`` into replies of at most three SMS parts each, at ends of sentences.

    Each reply but the last ends with ``mark(number, total)``, where both are at most 99.

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
    """A text of ``intro``, then at most ``most`` of ``lines``, each on a line of its own, then ``tail``.

    Second, how many of the lines fitted into three SMS parts. Lines that do not fit are left out, not cut; a line that
    would fill a text alone is shortened."""
    taken = [intro]
    for line in lines[:most]:
        short = line if len(line) <= _LONGEST_LINE else line[: _LONGEST_LINE - 1] + "…"
        if len(segments("\n".join([*taken, short, tail]))) > MOST_PARTS:
            break
        taken.append(short)
    return "\n".join([*taken, tail] if tail else taken), len(taken) - 1


def _cut(text: str, tail: str) -> tuple[str, str]:
    """As much of ``text`` as fits into three SMS parts together with ``tail`` on its own line, and the rest."""
    room = min(len(text), _ROOM)
    while len(segments(f"{text[:room]}\n{tail}")) > MOST_PARTS:
        room -= 1
    end = _last(text[:room], _SENTENCE_ENDS) or _last(text[:room], _PAUSES) or room
    return f"{text[:end].rstrip()}\n{tail}", text[end:].lstrip()


def _last(text: str, marks: str) -> int:
    """The last place in the second half of ``text`` that follows one of ``marks``; 0 when there is none."""
    end = max(text.rfind(mark) for mark in marks) + 1
    return end if end * 2 > len(text) else 0


def word_answer(message: Message, zone: tzinfo, lead: str = "") -> str:
    """The text with the staff's answer to a message, after ``lead``. A long one says how to get the whole answer."""
    told = {"day": day(message.received_at.astimezone(zone)), "tracking": message.tracking_number}
    answered = lead + TEXT("progress.answered", answer=message.answer, **told)
    return fit(answered, TEXT("progress.whole", tracking=message.tracking_number))


def word_tracking(message: Message, number: str) -> str:
    """The text with the tracking number of a message left by telephone, or of a part in a public notice or a hearing;
    ``number`` is the one to ask at."""
    if message.notice:
        registers = message.purpose is MessagePurpose.REGISTRATION
        sentence = "notice.registration" if registers else "notice.comment"
        return TEXT(sentence, code=message.notice, tracking=message.tracking_number)
    return TEXT("message.tracking", tracking=message.tracking_number, number=number)


def word_application(number: str, query_code: str) -> str:
    """The text with the number and the query code of an application for disclosure that was made on the web."""
    return TEXT("application.received", number=number, code=query_code)


def word_confirmation(number: str, address: str) -> str:
    """The text with the link that confirms an application which came by mail, e-mail or fax."""
    return TEXT("application.confirm", number=number, address=address)


def day(moment: date) -> str:
    """A date as people write it.

    >>> day(date(2026, 11, 3))
    '11月3日'
    """
    return f"{moment.month}月{moment.day}日"
