"""Sums of sounds, and tones: samples of 16 bits, RATE a second."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from voice.sip.call_engine import FRAME_BYTES, RATE

LOUDEST = 32_767


def mix(frames: Sequence[bytes]) -> bytes:
    """The sum of ``frames``, which are equally long; what is too loud together is cut off at the loudest sample.

    >>> mix([bytes([0, 127, 1, 0]), bytes([0, 127, 1, 0])]).hex()
    'ff7f0200'
    """
    if len(frames) == 1:
        return frames[0]
    total = np.sum([np.frombuffer(frame, "<i2").astype(np.int32) for frame in frames], axis=0)
    return bytes(np.clip(total, -LOUDEST - 1, LOUDEST).astype("<i2").tobytes())


def loudness(frame: bytes) -> float:
    """The mean of the samples of ``frame`` without their signs: 0 for silence; speech is above 200."""
    return float(np.abs(np.frombuffer(frame, "<i2").astype(np.int32)).mean()) if frame else 0.0


def tone(frequency: float, seconds: float, amplitude: int = 6_000) -> bytes:
    """A tone of ``frequency`` (Hz)."""
    at = np.arange(round(RATE * seconds)) / RATE
    return bytes((amplitude * np.sin(2 * np.pi * frequency * at)).astype("<i2").tobytes())


def silence(seconds: float) -> bytes:
    """Whole frames of silence, for about ``seconds``."""
    return bytes(FRAME_BYTES * round(seconds * RATE * 2 / FRAME_BYTES))


BEEP = tone(1_000, 0.4)
"""Before a recording."""
RINGBACK = tone(450, 1.0, 3_000) + silence(4.0)
"""What a caller in China hears while the other side rings: 450 Hz, one second of five (GB/T 3380, as ITU-T E.180
supplement 2 lists it)."""
