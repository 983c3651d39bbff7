"""Recorded prompts: WAV files in which a person says a sentence, played instead of the synthetic voice."""

from __future__ import annotations

import io
import os
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
    """The recordings that the office keeps in the folder ``own``; after them those that come with the program."""

    own: Path
    packaged: Path = PACKAGED

    def find(self, key: str) -> Path | None:
        """The recording of the sentence under ``key``; None when there is none that a telephone could play.

        Nothing is cached, so that a new recording is heard in the next call."""
        if not PHONE.recordable(key):
            return None
        for folder in (self.own, self.packaged):
            path = f"{folder}/{key}.wav"
            try:
                changed = os.stat(path).st_mtime_ns
            except OSError:
                continue
            if not what_is_wrong(Path(path), changed):
                return Path(path)
        return None


def version_of(recorded: Path) -> str:
    """What tells a recording from another of the same sentence, in its URL; "" when it has just been deleted."""
    try:
        return f"{recorded.stat().st_mtime_ns:x}"
    except FileNotFoundError:
        return ""


@lru_cache(maxsize=1_024)
def what_is_wrong(path: Path, changed: int) -> str:
    """Why a telephone cannot play the file ``path``, "" when it can.

    ``changed`` is the time of the file's last change, so that the cached reason belongs to that recording."""
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
    """A WAV file of half a second of silence, played in place of a recording that is unavailable."""
    written = io.BytesIO()
    with wave.open(written, "wb") as sound:
        sound.setparams((1, 2, RATE, 0, "NONE", "not compressed"))
        sound.writeframes(bytes(RATE))
    return written.getvalue()
