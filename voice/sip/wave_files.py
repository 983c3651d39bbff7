"""WAV files that a telephone can play."""

from __future__ import annotations

import io
import wave

from voice.handset.script import HandsetError
from voice.sip.call_engine import RATE


class UnplayableSound(HandsetError):
    """The sound is no WAV file of 8000 Hz, one channel and 16 bits."""


def read_wave(content: bytes) -> bytes:
    """The samples of a WAV file. Raises UnplayableSound."""
    try:
        with wave.open(io.BytesIO(content)) as sound:
            form = (sound.getframerate(), sound.getnchannels(), sound.getsampwidth())
            samples = sound.readframes(sound.getnframes())
    except (EOFError, wave.Error) as error:
        raise UnplayableSound(f"no WAV file: {error}") from error
    if form != (RATE, 1, 2):
        raise UnplayableSound(f"a WAV file of {form[0]} Hz, {form[1]} channels, {8 * form[2]} bits")
    return bytes(samples)
