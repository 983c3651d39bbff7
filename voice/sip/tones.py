"""Keys as two tones in the sound, as GSM gateways send them where no telephone events are negotiated.

ITU-T Q.23 names the tones. Each frame of 20 ms is compared with the eight of them (a Goertzel filter each, here as one
product of matrices); a key counts when two frames in a row agree, and again after a frame without it."""

from __future__ import annotations

import numpy as np

from voice.sip.call_engine import FRAME_BYTES, RATE
from voice.sip.mixing import mix, silence, tone

_ROWS, _COLUMNS = (697, 770, 852, 941), (1_209, 1_336, 1_477, 1_633)
_KEYS = "123A456B789C*0#D"
_SAMPLES = FRAME_BYTES // 2
_FILTERS = np.exp(-2j * np.pi * np.outer(_ROWS + _COLUMNS, np.arange(_SAMPLES)) / RATE) * np.hamming(_SAMPLES)
_SCALE = 2 / (_SAMPLES * 0.54) ** 2
_FAINTEST = 2e4
"""The mean square of samples below which no key is looked for."""
_SHARE = 0.75
"""How much of the frame's power the two tones must have."""
_TWIST = 6.3
"""How much stronger (8 dB) one of the two may be: https://www.itu.int/rec/T-REC-Q.24 allows for a weaker high tone."""
_NEXT = 0.2
"""How much of the strongest tone's power any other tone of its group may have."""


class ToneDetector:
    """Takes the frames of one leg in order."""

    def __init__(self) -> None:
        self._last = ""
        self._is_told = False

    def take(self, frame: bytes) -> str:
        """The key that ``frame`` confirms; "" for none, and while one that was told is still held."""
        key = find_key(frame)
        is_same = bool(key) and key == self._last
        self._last = key
        if not key:
            self._is_told = False
            return ""
        if not is_same:
            self._is_told = False
            return ""
        told, self._is_told = self._is_told, True
        return "" if told else key


def find_key(frame: bytes) -> str:
    """The key whose two tones make up ``frame``; "" when they do not."""
    samples = np.frombuffer(frame, "<i2").astype(np.float64)
    power = float((samples**2).mean()) if len(samples) == _SAMPLES else 0.0
    if power <= _FAINTEST:
        return ""
    powers = np.abs(_FILTERS @ samples) ** 2 * _SCALE
    rows, columns = powers[:4], powers[4:]
    row, column = int(rows.argmax()), int(columns.argmax())
    low, high = float(rows[row]), float(columns[column])
    is_pure = float(np.delete(rows, row).max()) < low * _NEXT and float(np.delete(columns, column).max()) < high * _NEXT
    is_balanced = low < high * _TWIST and high < low * _TWIST
    return _KEYS[row * 4 + column] if is_pure and is_balanced and low + high > _SHARE * power else ""


def sound_of(keys: str, seconds: float = 0.1, pause: float = 0.1) -> bytes:
    """The tones of ``keys``, each ``seconds`` long, with a ``pause`` after each.

    >>> detector = ToneDetector()
    >>> sound = sound_of("10*#")
    >>> "".join(detector.take(sound[at : at + FRAME_BYTES]) for at in range(0, len(sound), FRAME_BYTES))
    '10*#'
    """
    parts = []
    for key in keys:
        row, column = divmod(_KEYS.index(key), 4)
        parts += [mix([tone(_ROWS[row], seconds, 5_000), tone(_COLUMNS[column], seconds, 6_000)]), silence(pause)]
    return b"".join(parts)
