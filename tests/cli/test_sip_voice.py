"""Who speaks on the office's own line, and who understands what callers say."""

import importlib.util

import click
import pytest

from hotline.cli import prompts, sip
from voice.speech.made_speech import MadeSpeech


class StandIn:
    def speak(self, sentence):
        return b"fast"


class Slow:
    def __init__(self, style, spell):
        self.style = style

    def speak(self, sentence):
        return b"\1\0" * 8000


def test_a_line_without_a_voice_of_its_own_speaks_with_the_stand_in(settings):
    stand_in = StandIn()
    assert sip.open_voice(settings.places, None, stand_in) is stand_in


def test_the_named_voice_is_made_in_the_background_and_the_stand_in_speaks_meanwhile(settings, tmp_path, monkeypatch):
    monkeypatch.setattr(prompts, "find_missing", list)
    monkeypatch.setattr(prompts, "KokoroVoice", Slow)
    voice = sip.open_voice(settings.places, tmp_path / "zm_yunjian.bin", StandIn())
    assert isinstance(voice, MadeSpeech)
    assert voice.speak("您好。") == b"fast"
    voice.wait()
    assert len(voice.speak("您好。")) == 16_000


def test_a_named_voice_whose_packages_are_missing_is_told_at_the_start(settings, tmp_path, monkeypatch):
    monkeypatch.setattr(prompts, "find_missing", lambda: ["misaki"])
    with pytest.raises(click.ClickException, match="misaki missing"):
        sip.open_voice(settings.places, tmp_path / "zm_yunjian.bin", StandIn())


def test_a_line_without_ears_listens_to_nobody():
    assert sip.open_hearing("none") is None


def test_ears_whose_packages_are_missing_are_told_at_the_start(monkeypatch):
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(click.ClickException, match="webrtcvad missing"):
        sip.open_hearing("office_ears:open_ears")
