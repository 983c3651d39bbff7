"""Speech made in advance is played; what has not been made is said by the stand-in, and made meanwhile."""

import os

import pytest

from voice.speech.made_speech import PASSING_SECONDS, MadeSpeech

SLOW, FAST = b"\x01\x00" * 80, b"\x02\x00" * 80


class FakeVoice:
    """Speaks ``sound``; ``failing`` sentences cannot be spoken. ``said`` is what it was asked for."""

    def __init__(self, sound, failing=()):
        self.sound, self.failing, self.said = sound, failing, []

    def speak(self, sentence):
        self.said.append(sentence)
        if sentence in self.failing:
            raise OSError("no voice")
        return self.sound


@pytest.fixture
def voice():
    return FakeVoice(SLOW, failing=("坏",))


@pytest.fixture
def made(tmp_path, voice):
    return MadeSpeech(tmp_path / "speech", "zm_yunjian", voice, FakeVoice(FAST))


def test_what_is_published_is_made_once_and_played(made, voice):
    told = []
    assert made.make(["您好。", "再见。", "您好。"], told.append) == 0
    assert made.make(["您好。", "再见。"]) == 0
    assert voice.said == told == ["您好。", "再见。"]
    assert made.speak("您好。") == SLOW


def test_what_is_no_longer_published_is_deleted_and_what_was_cut_off_is_made_again(made, voice):
    made.make(["您好。", "旧的。"])
    os.truncate(made.path_of("您好。"), 20)
    assert made.make(["您好。"]) == 0
    assert voice.said == ["您好。", "旧的。", "您好。"]
    assert made.find("旧的。") is None
    assert made.find("您好。")


def test_no_caller_waits_for_what_has_not_been_made(made):
    assert made.speak("要多久？") == FAST
    made.wait()
    assert made.speak("要多久？") == SLOW


def test_what_cannot_be_made_is_counted_and_the_rest_is_made(made):
    assert made.make(["坏", "好"]) == 1
    assert made.find("好")
    assert made.speak("坏") == FAST
    made.wait()
    assert made.speak("坏") == FAST


def test_what_one_caller_heard_is_deleted_within_a_day_and_what_is_published_is_kept(made):
    made.make(["您好。"])
    made.speak("您的留言已经答复了。")
    made.wait()
    heard = made.find("您的留言已经答复了。")
    now = heard.stat().st_mtime
    made.delete_passed(now + PASSING_SECONDS - 1)
    assert heard.exists()
    made.delete_passed(now + PASSING_SECONDS + 1)
    assert not heard.exists()
    assert made.find("您好。")


def test_another_voice_and_other_words_have_other_files(made, tmp_path, voice):
    other = MadeSpeech(tmp_path / "speech", "zf_xiaobei", voice, FakeVoice(FAST))
    assert len({made.path_of("甲"), made.path_of("乙"), other.path_of("甲")}) == 3


def test_a_file_that_was_cut_off_is_not_played_but_made_again(made):
    made.make(["您好。"])
    os.truncate(made.path_of("您好。"), 20)
    assert made.speak("您好。") == FAST
    made.wait()
    assert made.speak("您好。") == SLOW
