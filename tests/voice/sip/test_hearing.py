"""Callers who speak on the office's own line: their words stop the prompt and are recognised, keys come first."""

import pytest

from tests.support.held_calls import HeldLine, until
from voice.sip.hearing import Hearing
from voice.sip.mixing import silence, tone

SAID, PAUSE = tone(700, 0.6), silence(2)
QUESTION = (
    '<Gather action="/asked" input="dtmf speech" speechTimeout="1" timeout="2" actionOnEmptyResult="true">{}</Gather>'
)


def is_loud(frame):
    return max(frame) > 0


class Recogniser:
    """Hears the same words in everything, or fails."""

    def __init__(self):
        self.heard, self.fails = [], False

    def recognise(self, pcm):
        self.heard.append(pcm)
        if self.fails:
            raise OSError("the recogniser is busy")
        return "复议收费吗", 0.913


@pytest.fixture
def recogniser():
    return Recogniser()


@pytest.fixture
def held(tmp_path, recogniser):
    line = HeldLine(tmp_path, hearing=Hearing(lambda: is_loud, recogniser.recognise))
    line.application.documents["/asked"] = "<Hangup/>"
    yield line
    line.close()


def say_into(held, document, sound):
    held.application.documents["/voice/"] = document
    call = held.invite()
    call.wait_done("answered")
    held.application.wait_asked("/voice/")
    if "dtmf speech" in document:
        until(lambda: any(leg.sinks for leg in held.legs()))  # what is said before anybody listens is lost
    call.says = sound
    return call, held.application.wait_asked("/asked")


def test_what_a_caller_says_is_told_to_the_application_with_how_sure_it_is(held, recogniser):
    _, asked = say_into(held, QUESTION.format("<Say>请讲</Say>"), silence(1) + SAID + PAUSE)
    assert (asked["SpeechResult"], asked["Confidence"]) == ("复议收费吗", "0.91")
    (pcm,) = recogniser.heard
    assert SAID[2000:8000] in pcm


def test_words_stop_the_prompt(held):
    call, asked = say_into(held, QUESTION.format("<Say>很长</Say>" * 2000), SAID + PAUSE)
    assert asked["SpeechResult"]
    assert len(call.sent) < 1000 * len(tone(500, 0.1))


def test_who_presses_a_key_is_not_listened_to(held, recogniser):
    held.application.documents["/voice/"] = QUESTION.format("").replace("<Gather", '<Gather numDigits="1"')
    call = held.invite()
    call.wait_done("answered")
    held.application.wait_asked("/voice/")
    call.presses("2")
    call.says = SAID + PAUSE
    asked = held.application.wait_asked("/asked")
    assert (asked["Digits"], "SpeechResult" in asked) == ("2", False)
    assert recogniser.heard == []


@pytest.mark.parametrize("sound", [silence(4), SAID + PAUSE], ids=["silence", "a recogniser that fails"])
def test_nothing_heard_is_told_as_silence(held, recogniser, sound):
    recogniser.fails = True
    _, asked = say_into(held, QUESTION.format(""), sound)
    assert "SpeechResult" not in asked


def test_a_gather_of_keys_alone_listens_to_nobody(held, recogniser):
    _, asked = say_into(held, QUESTION.format("").replace("dtmf speech", "dtmf"), SAID + PAUSE)
    assert "SpeechResult" not in asked
    assert recogniser.heard == []
