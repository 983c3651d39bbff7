"""The voice detector of WebRTC; the extra ``ears`` installs it."""

from __future__ import annotations

from collections.abc import Callable

import webrtcvad

RATE = 8_000
STRICTNESS = 3
"""The strictest of its modes: music and traffic are seldom taken for speech."""


def open_detector() -> Callable[[bytes], bool]:
    """A function that says whether a frame of 20 ms sounds like speech; one for each call."""
    detector = webrtcvad.Vad(STRICTNESS)
    return lambda frame: bool(detector.is_speech(frame, RATE))
