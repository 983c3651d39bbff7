"""What callers say on the office's own line: found among the noise, and handed to the office's recogniser."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from voice.ears.listening import SpeechListener

if TYPE_CHECKING:
    from voice.handset.twiml_reader import Verb

_USUAL_PAUSE = 1.0
"""Seconds: what the speechTimeout "auto" of a Gather means on this line."""


@dataclass(frozen=True)
class Hearing:
    """``open_detector`` gives each answer a function that tells speech from noise in a frame of 20 ms.

    ``recognise`` turns what was said into words and how sure they are, from 0 to 1; where it cannot, it raises
    OSError."""

    open_detector: Callable[[], Callable[[bytes], bool]]
    recognise: Callable[[bytes], tuple[str, float]]

    def open_listener(self, gather: Verb) -> SpeechListener | None:
        """What hears the answer to ``gather``; None where that takes keys alone."""
        if "speech" not in gather.attributes.get("input", "dtmf").split():
            return None
        pause = gather.attributes.get("speechTimeout", "auto")
        return SpeechListener(float(pause) if pause.isdecimal() else _USUAL_PAUSE, self.open_detector())
