"""Speech made by espeak-ng in place of recorded prompts, at the sampling rate of a telephone."""

from __future__ import annotations

import re
import subprocess
import tempfile
import wave
from collections.abc import Callable
from pathlib import Path

import numpy as np
import numpy.typing as npt

from voice.speech.numbers import decimal
from voice.speech.recorded_prompts import RATE
from voice.speech.text_normalisation import speakable

VOICE = "cmn-latn-pinyin"
"""espeak-ng's voice for tone-numbered pinyin. Its voice for Chinese characters reads many of them wrongly."""
WORDS_A_MINUTE = 150
_STOPS = str.maketrans("，、：；。！？", ",,,;..?")
_HOMOPHONES = {"重听": "虫听"}
"""What every dictionary reads otherwise: 重听 is being hard of hearing there, and on a telephone to hear it again."""
_LETTERS = {
    **{"A": "诶", "B": "必", "C": "西", "D": "弟", "E": "意", "F": "艾弗", "G": "计", "H": "艾尺", "I": "爱"},
    **{"J": "杰", "K": "开", "L": "艾勒", "M": "艾姆", "N": "恩", "O": "欧", "P": "屁", "Q": "科优", "R": "阿尔"},
    **{"S": "艾斯", "T": "提", "U": "优", "V": "维", "W": "达不溜", "X": "艾克斯", "Y": "歪", "Z": "贼"},
}
"""Latin letters as Chinese speakers say them, in characters that sound so."""
EDGE_SECONDS = 0.05
_SILENT = 0.01
_TAPS = 32
"""How many samples on each side make one sample of the resampled sound."""


def pinyin(sentence: str, spell: Callable[[str], str]) -> str:
    """``sentence`` as espeak-ng is given it: ``spell`` turns Chinese characters into tone-numbered pinyin.

    >>> pinyin("按1。", {"按一。": "an4 yi1 。"}.__getitem__)
    'an4 yi1 .'
    """
    return spell(to_spoken_characters(sentence)).translate(_STOPS)


def to_spoken_characters(sentence: str) -> str:
    """``sentence`` with all numbers and letters in characters, and with homophones where a word would be read wrongly.

    >>> to_spoken_characters("重听请按1。ABC在2")
    '虫听请按一。诶必西在二'
    """
    words = re.sub(r"[0-9]+", lambda number: decimal(number[0]), speakable(sentence))
    words = re.sub("[A-Za-z]", lambda letter: _LETTERS[letter[0].upper()], words)
    for word, homophone in _HOMOPHONES.items():
        words = words.replace(word, homophone)
    return words


def speak(espeak: str, sentence: str, spell: Callable[[str], str]) -> npt.NDArray[np.int16]:
    """The sound of ``sentence``, RATE samples a second, made by the program ``espeak``; ``spell`` as in ``pinyin``.

    Raises CalledProcessError when the program fails."""
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / "spoken.wav"
        command = [espeak, "-v", VOICE, "-s", str(WORDS_A_MINUTE), "-w", str(path), "--stdin"]
        subprocess.run(command, input=pinyin(sentence, spell).encode(), check=True, capture_output=True)  # noqa: S603
        with wave.open(str(path)) as sound:
            rate, frames = sound.getframerate(), sound.readframes(sound.getnframes())
    return resample(np.frombuffer(frames, dtype="<i2"), rate)


def resample(samples: npt.NDArray[np.int16], rate: int) -> npt.NDArray[np.int16]:
    """``samples`` at RATE instead of ``rate``, without frequencies that a telephone cannot carry (a windowed sinc).

    >>> len(resample(np.zeros(22_050, np.int16), 22_050))
    8000
    """
    at = np.arange(len(samples) * RATE // rate) * (rate / RATE)
    near = np.floor(at).astype(np.int64)[:, None] + np.arange(1 - _TAPS, _TAPS + 1)
    away = near - at[:, None]
    share = min(1.0, RATE / rate)
    weights = share * np.sinc(away * share) * np.cos(np.pi / 2 * away / (_TAPS + 1)) ** 2
    padded = np.pad(samples.astype(np.float64), _TAPS)
    mixed: npt.NDArray[np.float64] = np.einsum("ij,ij->i", padded[near + _TAPS], weights)
    return np.clip(np.rint(mixed), -32_768, 32_767).astype(np.int16)


def trim(sound: npt.NDArray[np.float32], rate: int) -> npt.NDArray[np.float32]:
    """``sound``, whose samples are at most 1, without the silence at its ends but for EDGE_SECONDS.

    >>> len(trim(np.array([0.0] * 100 + [0.5] * 10 + [0.0] * 100, np.float32), 100))
    20
    """
    heard = np.flatnonzero(np.abs(sound) > _SILENT)
    if not len(heard):
        return sound[:0]
    edge = int(rate * EDGE_SECONDS)
    return sound[max(0, heard[0] - edge) : heard[-1] + 1 + edge]


def write_wave(path: Path, samples: npt.NDArray[np.int16]) -> None:
    """Write ``samples`` as a WAV file that the line can play: RATE, mono, 16 bits."""
    with wave.open(str(path), "wb") as sound:
        sound.setframerate(RATE)
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.writeframes(samples.astype("<i2").tobytes())
