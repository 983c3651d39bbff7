"""Keys as tones, found in noise and never in speech, and keys that a trunk reports in two ways."""

import numpy as np
import pytest

from voice.sip.call_engine import FRAME_BYTES, KeyKind
from voice.sip.keys import KeyFilter
from voice.sip.tones import ToneDetector, sound_of

KEYS = "0123456789*#"


def detect(sound):
    detector = ToneDetector()
    frames = (sound[at : at + FRAME_BYTES] for at in range(0, len(sound) - FRAME_BYTES + 1, FRAME_BYTES))
    return "".join(map(detector.take, frames))


@pytest.mark.parametrize("noise_db", [30, 15, 10])
def test_every_key_is_found_in_noise_wherever_in_a_frame_it_begins(noise_db):
    random = np.random.default_rng(1)
    for key in KEYS:
        pressed = np.frombuffer(sound_of(key, 0.08, 0.1), "<i2").astype(float)
        power = (pressed[:640] ** 2).mean()
        sound = np.concatenate([np.zeros(random.integers(0, 160)), pressed])
        sound += random.standard_normal(len(sound)) * np.sqrt(power) * 10 ** (-noise_db / 20)
        assert detect(np.clip(sound, -32_768, 32_767).astype("<i2").tobytes()) == key


def test_a_key_held_for_long_counts_once_and_pressed_twice_counts_twice():
    assert detect(sound_of("4", 1.5, 0.1)) == "4"
    assert detect(sound_of("44", 0.08, 0.08)) == "44"


def test_speech_made_of_many_tones_and_noise_holds_no_key():
    random = np.random.default_rng(2)
    at = np.arange(8_000 * 20) / 8_000
    pitch = 120 + 40 * np.sin(2 * np.pi * 0.7 * at)
    voiced = sum(np.sin(harmonic * 2 * np.pi * np.cumsum(pitch) / 8_000) / harmonic for harmonic in range(1, 25))
    loud = 4_000 * (1 + np.sin(2 * np.pi * 3 * at)) * (voiced + 0.3 * random.standard_normal(len(at)))
    assert detect(np.clip(loud, -32_768, 32_767).astype("<i2").tobytes()) == ""


def test_silence_holds_no_key():
    assert detect(bytes(FRAME_BYTES * 10)) == ""


def count(*reported):
    keys = KeyFilter()
    return "".join(key for key, kind, at in reported if keys.counts(key, kind, at))


EVENT, INFO, TONE = KeyKind.EVENT, KeyKind.INFO, KeyKind.TONE


@pytest.mark.parametrize(
    ("reported", "counted"),
    [
        ([("1", EVENT, 0.0), ("1", EVENT, 0.3)], "11"),
        ([("1", TONE, 0.0), ("1", TONE, 0.3)], "11"),
        ([("1", TONE, 0.0), ("1", EVENT, 0.1)], "1"),
        ([("1", EVENT, 0.0), ("1", TONE, 0.05), ("2", TONE, 3.0)], "1"),
        ([("1", EVENT, 0.0), ("1", INFO, 0.15), ("1", EVENT, 0.4), ("1", INFO, 0.55)], "11"),
        ([("1", INFO, 0.0), ("2", INFO, 0.02)], "12"),
        ([("1", EVENT, 0.0), ("1", EVENT, 0.03)], "1"),
        ([("1", TONE, 0.0), ("2", EVENT, 0.1), ("2", TONE, 0.15)], "12"),
    ],
)
def test_a_press_counts_once_however_often_it_is_reported(reported, counted):
    assert count(*reported) == counted
