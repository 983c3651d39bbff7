"""Every sentence has a key that is used, and every key used has a sentence."""

import ast
from pathlib import Path

import voice
from hotline.services.sayings.emergencies import Emergency
from voice.phone.call_state import Place
from voice.phrases import PHONE, TEXT

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
    assert {*keys_in_code("PHONE"), *prompts, *DANGERS} == PHONE.sentences.keys()


def test_what_is_said_after_a_silence_is_shorter():
    for place in LISTENING:
        full, short = (PHONE.sentences[f"{place.value}.{wording}"] for wording in ("full", "short"))
        assert len(short) < len(full), place


def test_every_sentence_of_the_text_line_is_used_and_every_key_has_one():
    assert {*keys_in_code("TEXT"), *DANGERS} == TEXT.sentences.keys()


def test_no_sentence_of_the_telephone_is_longer_than_ten_seconds_of_speech():
    long = [key for key, sentence in PHONE.sentences.items() if len(sentence) > 60]
    assert not long
