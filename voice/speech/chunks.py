"""Cuts long texts into parts of 25 seconds, at the ends of sentences, so that a listener can follow; pure."""

from __future__ import annotations

import re

from hotline.core.text_length import speech_seconds
from voice.speech.text_normalisation import speakable

PART_SECONDS = 25
"""The longest part, in seconds of speech."""
_SENTENCE = re.compile(r"[^。！？；!?;\n]*[。！？；!?;\n]+[”’」』）)]*|[^。！？；!?;\n]+")
_CLAUSE = re.compile(r"[^，、：,:]*[，、：,:]+|[^，、：,:]+")
_UNBROKEN = re.compile(r"[0-9A-Za-z.@/:_+-]+\Z", re.ASCII)
"""The beginning of a number or an address at the end of a part: nobody understands one that is cut in two."""


def cut(text: str) -> tuple[str, ...]:
    """Cut ``text`` into parts that take at most PART_SECONDS each to speak. Joined, the parts are ``text`` again.

    A part ends at the end of a sentence. A sentence too long for one part is cut at a comma, without commas anywhere.

    >>> [len(part) for part in cut("一句二十个字的话，放在这里当作例子听。" * 6)]
    [95, 19]
    """
    parts: list[str] = []
    for sentence in _SENTENCE.findall(text):
        pieces = (
            [sentence]
            if _fits(sentence)
            else [bit for piece in _CLAUSE.findall(sentence) for bit in _cut_anywhere(piece)]
        )
        for piece in pieces:
            if parts and _fits(parts[-1] + piece):
                parts[-1] += piece
            else:
                parts.append(piece)
    return tuple(parts)


def _fits(text: str) -> bool:
    return speech_seconds(speakable(text)) <= PART_SECONDS


def _cut_anywhere(piece: str) -> list[str]:
    """``piece`` in bits as long as a part may be, none of which ends within a number."""
    bits = []
    while not _fits(piece):
        length = next(length for length in range(len(piece) - 1, 0, -1) if _fits(piece[:length]))
        number = _UNBROKEN.search(piece[:length])
        if number and number.start():
            length = number.start()
        bits.append(piece[:length])
        piece = piece[length:]
    return [*bits, piece]
