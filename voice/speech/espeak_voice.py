"""espeak-ng as a voice: the program of last resort, fast and plain."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from subprocess import CalledProcessError

from voice.speech.synthesis import speak

MISSING = "espeak-ng is not installed; on Debian: apt-get install espeak-ng"


@dataclass(frozen=True)
class EspeakSpeaker:
    """``spell`` as in ``voice.speech.synthesis.pinyin``."""

    spell: Callable[[str], str]

    def speak(self, sentence: str) -> bytes:
        """The sound of ``sentence``: 8000 samples a second of 16 bits. Raises OSError when there is none."""
        program = shutil.which("espeak-ng")
        if program is None:
            raise OSError(MISSING)
        try:
            return bytes(speak(program, sentence, self.spell).astype("<i2").tobytes())
        except CalledProcessError as error:
            raise OSError(f"espeak-ng does not speak: {error}") from error
