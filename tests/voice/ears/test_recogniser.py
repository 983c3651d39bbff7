"""The office's recogniser answers from a process of its own, whatever it is."""

import importlib.util

import numpy as np
import pytest

from voice.ears import recogniser
from voice.ears.recogniser import WHISPER, Ears, find_missing
from voice.model_process import ModelFailed

OWN = "tests.support.fake_models:open_ears"


@pytest.fixture
def ears():
    chosen = Ears(OWN)
    yield chosen
    chosen.close()


def test_a_recogniser_of_the_offices_own_is_asked(ears):
    assert ears.recognise("复议收费吗".encode()) == ("复议收费吗", 1.0)


def test_an_answer_that_cannot_be_read_is_a_failure(ears):
    with pytest.raises(ModelFailed, match="odd"):
        ears.recognise(b"odd")


def test_a_recogniser_that_is_not_there_is_a_failure():
    missing = Ears("no_such_module:open_ears")
    with pytest.raises(ModelFailed, match="no_such_module"):
        missing.recognise(b"")
    missing.close()


def test_what_the_extra_lacks_is_named(monkeypatch):
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == "webrtcvad" else name)
    assert find_missing() == ["webrtcvad"]


@pytest.mark.skipif(bool(recogniser.find_missing()), reason="the extra ears is not installed")
def test_whisper_hears_nothing_like_a_question_in_silence():
    ears = Ears(WHISPER, seconds=60)
    text, confidence = ears.recognise(np.zeros(8_000, "<i2").tobytes())
    assert len(text) < 30
    assert 0 <= confidence <= 1
    ears.close()
