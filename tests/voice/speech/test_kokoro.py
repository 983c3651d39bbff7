"""Kokoro's voice. The model is read only where the extra ``voice`` and a voice are there (HOTLINE_SPEAKER)."""

import importlib
import importlib.util
import os
from pathlib import Path

import numpy as np
import pytest

from hotline.matching.text.spelt_words import spell_words
from voice.speech.kokoro_voice import KokoroVoice, find_missing
from voice.speech.synthesis import to_spoken_characters

NEEDS_EXTRA = pytest.mark.skipif(bool(find_missing()), reason="the extra voice is not installed")
SPEAKER = os.environ.get("HOTLINE_SPEAKER", "")


def test_what_the_extra_lacks_is_named(monkeypatch):
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == "misaki" else name)
    assert find_missing() == ["misaki"]


def test_the_voice_speaks_from_its_process(monkeypatch):
    voice = KokoroVoice(Path("/nowhere/zm_yunjian.bin"), spell_words)
    monkeypatch.setattr(voice._process, "ask", lambda sentence: f"sound of {sentence}".encode())
    assert voice.speak("您好。") == "sound of 您好。".encode()
    voice.close()


def test_a_voice_that_is_not_there_is_a_failure():
    voice = KokoroVoice(Path("/nowhere/zm_yunjian.bin"), spell_words)
    with pytest.raises(OSError, match="cannot be read"):
        voice.speak("您好。")
    voice.close()


def test_to_hear_again_is_not_read_as_hard_of_hearing():
    assert spell_words(to_spoken_characters("重听，请按1。")).startswith("chong2 ting1 ， qing3 an4 yi1")


@NEEDS_EXTRA
def test_a_syllable_has_phonemes_of_the_model_and_what_is_no_syllable_has_none():
    kokoro = importlib.import_module("voice.speech.kokoro")
    assert kokoro.phonemes("fu4yi4 ， hao3") == "fu↘i↘ , xau↓"
    assert kokoro.phonemes("nv3er2") == "ny↓ɚ↗"
    assert kokoro.phonemes("bzz1") == ""


@NEEDS_EXTRA
def test_a_voice_that_was_changed_is_refused(tmp_path):
    kokoro = importlib.import_module("voice.speech.kokoro")
    (tmp_path / "zm_yunjian.bin").write_bytes(bytes(1024))
    with pytest.raises(kokoro.UnusableModel, match="none of the voices"):
        kokoro.read_style(tmp_path / "zm_yunjian.bin")


@NEEDS_EXTRA
@pytest.mark.skipif(not SPEAKER, reason="HOTLINE_SPEAKER names no voice")
def test_a_sentence_is_spoken():
    voice = KokoroVoice(Path(SPEAKER), spell_words)
    sound = np.frombuffer(voice.speak("请按一。"), "<i2")
    voice.close()
    assert 0.5 < len(sound) / 8_000 < 5
    assert np.abs(sound).max() > 3_000
