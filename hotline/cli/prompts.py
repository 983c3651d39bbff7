"""The command ``prompts``: every sentence the telephone says, for whoever records them, or made by espeak-ng."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
import wave
from pathlib import Path

import click
import numpy as np
import numpy.typing as npt

from hotline.matching.text.pinyin import spell
from hotline.settings import Places
from voice.phrases import PHONE
from voice.speech.normalise import speakable
from voice.speech.numbers import decimal
from voice.speech.recorded_prompts import PACKAGED, RATE, Prompts, what_is_wrong

VOICE = "cmn-latn-pinyin"
"""espeak-ng's voice for tone-numbered pinyin; its voice for characters reads many of them wrongly."""
WRITTEN = "written."
"""Before the keys of what no caller hears."""
WORDS_A_MINUTE = 150
MISSING = "espeak-ng is not installed; on Debian: apt-get install espeak-ng"
_STOPS = str.maketrans("，、：；。！？", ",,,;..?")
_TAPS = 32
"""Samples on each side that one of the new sound is made of."""


@click.command()
@click.option(
    "--render",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    help="Have espeak-ng speak into FOLDER what nobody has recorded there.",
)
def prompts(folder: Path | None) -> None:
    """List the sentences the telephone says.

    One a line: its key, whether it is recorded, its words. A sentence whose state is "varies" holds a value or stands
    within another and is always read by the synthetic voice; for any other put KEY.wav (8000 Hz, mono, 16 bits) into
    the folder audio of the data folder."""
    if folder:
        render(folder)
        return
    recorded = Prompts(Places.from_env(os.environ).audio)
    for key, sentence in PHONE.sentences.items():
        if not key.startswith(WRITTEN):
            click.echo(f"{key}\t{state(recorded, key)}\t{sentence}")


def state(recorded: Prompts, key: str) -> str:
    """Whose recording of the sentence is played, or why none is."""
    if not PHONE.recordable(key):
        return "varies"
    path = recorded.find(key)
    if path:
        return "recorded" if path.parent == PACKAGED else "recorded by the office"
    own = recorded.own / f"{key}.wav"
    return f"cannot be played ({what_is_wrong(own, own.stat().st_mtime_ns)})" if own.exists() else "to record"


def render(folder: Path) -> None:
    """Speak every sentence that can be recorded into ``folder``; a file that is there, perhaps a person's, stays."""
    espeak = shutil.which("espeak-ng")
    if not espeak:
        raise click.ClickException(MISSING)
    folder.mkdir(parents=True, exist_ok=True)
    for key, sentence in PHONE.sentences.items():
        path = folder / f"{key}.wav"
        if PHONE.recordable(key) and not path.exists():
            write_wave(path, speak(espeak, sentence))
            click.echo(str(path))


def pinyin(sentence: str) -> str:
    """What espeak-ng is given for ``sentence``.

    >>> pinyin("重听，请按1。")
    'zhong4 ting1 , qing3 an4 yi1 .'
    """
    words = re.sub(r"[0-9]+", lambda number: decimal(number[0]), speakable(sentence))
    return spell(words).translate(_STOPS)


def speak(espeak: str, sentence: str) -> npt.NDArray[np.int16]:
    """The sound of ``sentence``, RATE samples a second."""
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / "spoken.wav"
        command = [espeak, "-v", VOICE, "-s", str(WORDS_A_MINUTE), "-w", str(path), "--stdin"]
        subprocess.run(command, input=pinyin(sentence).encode(), check=True, capture_output=True)  # noqa: S603
        with wave.open(str(path)) as sound:
            rate, frames = sound.getframerate(), sound.readframes(sound.getnframes())
    return resample(np.frombuffer(frames, dtype="<i2"), rate)


def resample(samples: npt.NDArray[np.int16], rate: int) -> npt.NDArray[np.int16]:
    """``samples`` at RATE instead of ``rate``, what a telephone cannot carry filtered out (a windowed sinc).

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


def write_wave(path: Path, samples: npt.NDArray[np.int16]) -> None:
    """A WAV file as the line plays it: RATE, mono, 16 bits."""
    with wave.open(str(path), "wb") as sound:
        sound.setframerate(RATE)
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.writeframes(samples.astype("<i2").tobytes())
