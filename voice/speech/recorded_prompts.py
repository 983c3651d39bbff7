"""Recorded prompts: sentences that a person has spoken into a file, which is played instead of a synthetic voice."""

from __future__ import annotations

import io
import wave
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from voice.phrases import PHONE

PACKAGED = Path(__file__).parents[1] / "phrases" / "audio"
RATE = 8_000
"""Samples a second: what a telephone line carries."""


@dataclass(frozen=True)
class PromptRecordings:
    """The recordings of an office, in its folder ``own``, before those that come with the line."""

    own: Path
    packaged: Path = PACKAGED

    def find(self, key: str) -> Path | None:
        """The recording of the sentence under ``key``; None without one, or where a telephone could not play it.

        Looked up anew each time, so that a new recording is heard in the next call."""
        if not PHONE.recordable(key):
            return None
        for folder in (self.own, self.packaged):
            path = folder / f"{key}.wav"
            try:
                changed = path.stat().st_mtime_ns
            except OSError:
                continue
            if not what_is_wrong(path, changed):
                return path
        return None


@lru_cache(maxsize=1_024)
def what_is_wrong(path: Path, changed: int) -> str:
    """Why a telephone cannot play ``path`` as it was when it ``changed`` (so that it is read once), "" when it can."""
    try:
        with wave.open(str(path)) as sound:
            form = (sound.getframerate(), sound.getnchannels(), sound.getsampwidth())
            frames = sound.getnframes()
    except (OSError, EOFError, wave.Error) as error:
        return f"no WAV file: {error}"
    if form != (RATE, 1, 2):
        return f"{form[0]} Hz, {form[1]} channels, {8 * form[2]} bits, not 8000 Hz, 1 channel, 16 bits"
    return "" if frames else "no sound in it"


def silence() -> bytes:
    """Half a second of it as a telephone plays it, where a sound is awaited that cannot be had."""
    written = io.BytesIO()
    with wave.open(written, "wb") as sound:
        sound.setparams((1, 2, RATE, 0, "NONE", "not compressed"))
        sound.writeframes(bytes(RATE))
    return written.getvalue()
