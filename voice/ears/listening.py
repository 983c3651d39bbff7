"""Finds where a caller begins and ends to speak, in frames of 20 ms."""

from __future__ import annotations

from array import array
from collections import deque
from collections.abc import Callable

FRAME_SECONDS = 0.02
FRAME_BYTES = 320
"""A frame of 8000 samples a second of 16 bits."""
QUIETEST = 120
"""The mean of a frame's samples below which it is no speech, whatever the detector says."""
_RECENT, _SPOKEN = 8, 5
"""Speech has begun when so many of so many frames are speech."""
_BEFORE = 25
"""Frames kept from before that, so that the first syllable is whole."""
LONGEST_SECONDS = 20.0
"""What one caller says at once, at most."""


class SpeechListener:
    """Takes the frames of one answer of a caller. A pause of ``pause`` seconds ends it.

    ``is_speech`` says of a frame whether it sounds like speech (``detector.open_detector``)."""

    def __init__(self, pause: float, is_speech: Callable[[bytes], bool]) -> None:
        self._is_speech = is_speech
        self._pause = pause
        self._frames: list[bytes] = []
        self._recent: deque[bool] = deque(maxlen=_RECENT)
        self._quiet = 0
        self.has_begun = False
        self.has_ended = False

    def take(self, frame: bytes) -> None:
        """Hear one more frame; once the caller has ended, nothing more is heard."""
        if self.has_ended or len(frame) != FRAME_BYTES:
            return
        speech = _loudness(frame) > QUIETEST and self._is_speech(frame)
        self._frames.append(frame)
        self._recent.append(speech)
        if not self.has_begun:
            self.has_begun = sum(self._recent) >= _SPOKEN
            del self._frames[:-_BEFORE]
            return
        self._quiet = 0 if speech else self._quiet + 1
        is_long = len(self._frames) * FRAME_SECONDS >= LONGEST_SECONDS
        self.has_ended = self._quiet * FRAME_SECONDS >= self._pause or is_long

    @property
    def pcm(self) -> bytes:
        """What the caller said; nothing before they began."""
        return b"".join(self._frames) if self.has_begun else b""


def _loudness(frame: bytes) -> float:
    samples = array("h", frame)
    return sum(map(abs, samples)) / len(samples)
