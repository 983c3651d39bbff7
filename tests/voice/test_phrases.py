"""Every sentence has a key that is used, and every key used has a sentence."""

import ast
import re
from pathlib import Path

import voice
from hotline.services.sayings.emergencies import Emergency
from tests.support.heard import asks_to_speak
from voice.phone.call_state import Place
from voice.phrases import KEYS_ONLY, PHONE, TEXT

UNPROMPTED = {Place.ANSWER, Place.RANG, Place.TALKED, Place.RECORDED, Place.UNRECORDED, Place.REVIEW, Place.SAVED}
"""Places without a prompt of their own: nothing is asked there, or what is asked depends on the part that was read."""
DANGERS = {f"emergency.{kind.value}" for kind in Emergency}
LISTENING = [place for place in Place if place not in UNPROMPTED]


def keys_in_code(name):
    """Every string in a voice module that looks like a key of the phrases ``name``."""
    sections = {key.split(".")[0] for key in {"PHONE": PHONE, "TEXT": TEXT}[name].sentences}
    for path in Path(voice.__file__).parent.rglob("*.py"):
        source = path.read_text("utf-8")
        if f"import {name}" not in source and f", {name}" not in source:
            continue
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                section, dot, key = node.value.partition(".")
                if dot and section in sections and key.isidentifier():
                    yield node.value


def test_every_sentence_of_the_telephone_is_used_and_every_key_has_one():
    prompts = {f"{place.value}.{wording}" for place in LISTENING for wording in ("full", "short", "keys")}
    instead = {key for key in PHONE.sentences if key.endswith(KEYS_ONLY)}
    used = {*keys_in_code("PHONE"), *prompts, *DANGERS}
    assert used == PHONE.sentences.keys() - instead
    assert {key.removesuffix(KEYS_ONLY) for key in instead} < used


def test_what_is_said_after_a_silence_is_shorter():
    for place in LISTENING:
        full, short = (PHONE.sentences[f"{place.value}.{wording}"] for wording in ("full", "short"))
        assert len(short) < len(full), place


def test_a_line_that_hears_no_speech_never_asks_anybody_to_speak():
    said_there = {key: PHONE.sentences.get(key + KEYS_ONLY, sentence) for key, sentence in PHONE.sentences.items()}
    asking = {key for key, sentence in said_there.items() if asks_to_speak(sentence)}
    assert {key for key in asking if key.partition(".")[0] not in ("whisper", "written")} == set()
    assert {key for key in PHONE.sentences if asks_to_speak(PHONE.sentences[key])} > asking


def test_what_is_said_instead_is_filled_with_the_same_values():
    instead = {key.removesuffix(KEYS_ONLY): PHONE.sentences[key] for key in PHONE.sentences if key.endswith(KEYS_ONLY)}
    for key, sentence in instead.items():
        assert re.findall(r"{\w+}", sentence) == re.findall(r"{\w+}", PHONE.sentences[key]), key
    assert PHONE.for_keys_only(PHONE("topics.short")) == instead["topics.short"]
    assert PHONE.for_keys_only(PHONE("choices.full", choices="甲")) == instead["choices.full"].format(choices="甲")
    assert PHONE.for_keys_only(PHONE("trouble.thanks")) == PHONE("trouble.thanks")


def test_a_greeting_by_keys_alone_takes_no_longer_than_the_other():
    for key in ("menu.first", "menu.brief"):
        assert len(PHONE.sentences[key + KEYS_ONLY]) <= len(PHONE.sentences[key])


def test_every_sentence_of_the_text_line_is_used_and_every_key_has_one():
    assert {*keys_in_code("TEXT"), *DANGERS} == TEXT.sentences.keys()


def test_no_sentence_of_the_telephone_is_longer_than_ten_seconds_of_speech():
    long = [key for key, sentence in PHONE.sentences.items() if len(sentence) > 60]
    assert not long
