"""What a transcript should hold, said in the phrases' own words."""

from hotline.services.content import published
from voice import spoken
from voice.phrases import PHONE


def said(key, **values):
    """The sentence under ``key`` as it is heard."""
    return spoken.speakable(PHONE(key, **values))


def last_heard(transcript):
    """What was heard in the last document that said something."""
    return [turn.heard for turn in transcript.turns if turn.heard][-1]


def spoken_answer(line, number):
    return spoken.speakable(published.get_entry(line, number).spoken)
