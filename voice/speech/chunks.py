"""Long texts in parts that a listener can follow, cut where a reader would take breath; pure."""

from __future__ import annotations

import re

from hotline.core.text_length import speech_seconds
from voice.speech.text_normalisation import speakable

PART_SECONDS = 25
_SENTENCE = re.compile(r"[^。！？；!?;\n]*[。！？；!?;\n]+[”’」』）)]*|[^。！？；!?;\n]+")
_CLAUSE = re.compile(r"[^，、：,:]*[，、：,:]+|[^，、：,:]+")
_UNBROKEN = re.compile(r"[0-9A-Za-z.@/:_+-]+\Z", re.ASCII)
"""A number or an address, which nobody understands in two halves."""


def cut(text: str) -> tuple[str, ...]:
    """``text`` in parts of at most PART_SECONDS each as they are spoken; joined they are the whole again.

    Parts end where sentences do, only a sentence too long for one part at a comma, and without commas anywhere.

    >>> [len(part) for part in cut("一句二十个字的话，放在这里当作例子听。" * 6)]
    [95, 19]
    """
    parts: list[str] = []
    for sentence in _SENTENCE.findall(text):
        pieces = [sentence] if _fits(sentence) else [bit for piece in _CLAUSE.findall(sentence) for bit in _bits(piece)]
        for piece in pieces:
            if parts and _fits(parts[-1] + piece):
                parts[-1] += piece
            else:
                parts.append(piece)
    return tuple(parts)


def _fits(text: str) -> bool:
    return speech_seconds(speakable(text)) <= PART_SECONDS


def _bits(piece: str) -> list[str]:
    bits = []
    while not _fits(piece):
        length = next(length for length in range(len(piece) - 1, 0, -1) if _fits(piece[:length]))
        number = _UNBROKEN.search(piece[:length])
        if number and number.start():
            length = number.start()
        bits.append(piece[:length])
        piece = piece[length:]
    return [*bits, piece]
