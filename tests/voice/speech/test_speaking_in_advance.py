"""`hotline prompts` with a voice of the office's own: it speaks in advance what is published."""

import importlib.util
import os
import time

import pytest
from click.testing import CliRunner

from hotline.cli import prompts
from hotline.cli.main import main
from tests.support.fixed_values import SILENT_SECOND
from tests.support.heard import said, spoken_answer
from voice.speech.espeak_voice import EspeakSpeaker
from voice.speech.made_speech import MadeSpeech

SPEAKER = "/srv/voices/zm_yunjian.bin"


class FakeVoice:
    """Speaks a second of silence; ``failing`` is a sentence that it cannot say."""

    failing = ""

    def speak(self, sentence):
        if sentence == self.failing:
            raise OSError("no voice")
        return SILENT_SECOND.tobytes()


@pytest.fixture
def run(line, monkeypatch):
    def invoke(*arguments, code=0, speaker=SPEAKER, **environment):
        env = {"HOTLINE_VAR": str(line.folder), "HOTLINE_SPEAKER": speaker, **environment}
        result = CliRunner().invoke(main, ["prompts", *arguments], env=env)
        assert result.exit_code == code, result.output
        return result.output

    return invoke


@pytest.fixture
def voice(monkeypatch):
    monkeypatch.setattr(prompts, "open_voice", FakeVoice)
    return FakeVoice


def made_in(line):
    return MadeSpeech(line.folder / "speech", "zm_yunjian", FakeVoice(), FakeVoice())


def test_prompts_and_answers_are_spoken_once_and_then_found_by_their_words(run, voice, line):
    told = run("--speak").splitlines()
    assert {said("menu.first"), spoken_answer(line, 105)} <= set(told)
    assert made_in(line).find(spoken_answer(line, 105))
    assert run("--speak") == ""


def test_with_follow_what_is_published_later_is_spoken_too(run, voice, line, monkeypatch):
    waits = []

    def wait(seconds):
        waits.append(seconds)
        if len(waits) == 2:
            raise KeyboardInterrupt

    monkeypatch.setattr(time, "sleep", wait)
    run("--follow", code=1)
    assert waits == [prompts.FOLLOW_SECONDS] * 2
    assert made_in(line).find(said("menu.first"))


def test_what_cannot_be_spoken_is_counted_and_tried_again_the_next_time(run, voice, line, monkeypatch):
    monkeypatch.setattr(voice, "failing", said("menu.first"))
    assert "1 sentences could not be spoken" in run("--speak", code=1)
    monkeypatch.setattr(voice, "failing", "")
    assert run("--speak").splitlines() == [said("menu.first")]


def test_without_a_voice_or_without_the_extra_the_command_says_what_is_missing(run, tmp_path, monkeypatch):
    assert "HOTLINE_SPEAKER names no voice" in run("--speak", code=1, speaker="")
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    for arguments in (["--speak"], ["--render", str(tmp_path)]):
        assert "pip install 'hotline[voice]'" in run(*arguments, code=1)


def test_espeak_is_the_voice_where_no_other_is_named(monkeypatch):
    monkeypatch.setattr(os, "environ", {})
    assert isinstance(prompts.open_voice(), EspeakSpeaker)
