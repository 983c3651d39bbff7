"""What is spoken in advance is what calls say in the same words."""

import numpy as np

from hotline.services.content import published
from tests.support.heard import said, spoken_answer
from voice.phone.published_speech import list_answers, list_prompts
from voice.phrases import PHONE
from voice.speech.recorded_prompts import PromptRecordings
from voice.speech.synthesis import write_wave


def test_whole_sentences_are_listed_as_they_are_said_unless_somebody_has_recorded_them(tmp_path):
    recorded = PromptRecordings(tmp_path, tmp_path / "none")
    write_wave(tmp_path / "trouble.welcome.wav", np.ones(800, "<i2"))
    hearing, deaf = (set(list_prompts(recorded, hears=hears)) for hears in (True, False))
    assert said("trouble.thanks") in hearing & deaf
    assert said("trouble.welcome") not in hearing | deaf
    assert said("menu.first") in hearing - deaf
    assert said("menu.first_keys_only") in deaf - hearing
    assert PHONE("written.message") not in hearing | deaf


def test_answers_are_listed_as_they_are_said(line):
    entries = [published.get_entry(line.knowledge, number) for number in (105, 900001)]
    own, referral = list_answers(entries)
    assert own == spoken_answer(line, 105)
    assert "电话" in referral
