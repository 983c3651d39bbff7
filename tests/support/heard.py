"""What a transcript should hold, said in the phrases' own words."""

import re

from hotline.services.content import published
from voice.phrases import PHONE
from voice.speech.text_normalisation import speakable


def said(key, **values):
    """The sentence under ``key`` as it is heard."""
    return speakable(PHONE(key, **values))


def last_heard(transcript):
    """What was heard in the last document that said something."""
    return [turn.heard for turn in transcript.turns if turn.heard][-1]


def spoken_answer(line, number):
    return speakable(published.get_entry(line.knowledge, number).spoken)


def asks_to_speak(sentence):
    """Whether ``sentence`` asks the caller to speak, other than into a recording after the beep."""
    asked = re.search("(?:请|直接|接着)[^，。；：想]{0,6}[说讲问](?!题)|换个说法|再说一遍问题|说“", sentence)
    return asked is not None and "嘀" not in sentence
