"""Every sentence that the telephone line says or the text line sends, read from the TOML files beside this module."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from importlib.resources import files

KEYS_ONLY = "_keys_only"
"""The end of the key of a sentence that is said instead where callers are not heard, because no speech is
recognised."""


class Sentence(str):
    """A sentence with its key in the TOML file, so that the recording under that key can be played instead, and with
    the values that were filled in."""

    __slots__ = ("key", "values")
    key: str
    values: Mapping[str, object]

    def __new__(cls, text: str, key: str, values: Mapping[str, object]) -> Sentence:
        sentence = super().__new__(cls, text)
        sentence.key, sentence.values = key, values
        return sentence


class Phrases:
    """The sentences of one channel. Call it with a key such as "menu.full" and the values of the sentence's {names}.

    ``sentences`` maps each key to the sentence as it is written. Calling with an unknown key raises KeyError."""

    def __init__(self, name: str) -> None:
        sections = tomllib.loads((files(__package__) / f"{name}.toml").read_text("utf-8"))
        self.sentences: dict[str, str] = {
            f"{section}.{key}": sentence for section, keys in sections.items() for key, sentence in keys.items()
        }

    def __call__(self, key: str, /, **values: object) -> Sentence:
        return Sentence(self.sentences[key].format(**values), key, values)

    def for_keys_only(self, sentence: Sentence) -> Sentence:
        """What is said instead of ``sentence`` where callers are not heard; mostly the same."""
        instead = sentence.key + KEYS_ONLY
        return self(instead, **sentence.values) if instead in self.sentences else sentence

    def recordable(self, key: str) -> bool:
        """Whether a person can record the sentence, because it is a whole one and the same in every call.

        A sentence with {names} differs from call to call. One without a full stop is said within another."""
        sentence = self.sentences.get(key, "")
        return "{" not in sentence and sentence.endswith(("。", "？"))


def list_keys(sentence: str) -> list[tuple[str, str]]:
    """The keys that a sentence of a menu tells, each with what it is for, in the order in which they are told.

    >>> list_keys("知道编号，按2。找人工，按0。再听一遍，按星号键。")
    [('2', '知道编号'), ('0', '找人工'), ('*', '再听一遍')]
    """
    told = re.findall("([^，。；]+)，按(?:([0-9])|(星号键)|(井号键))。", sentence)
    return [(digit or ("*" if star else "#"), what) for what, digit, star, _ in told]


PHONE = Phrases("phone")
TEXT = Phrases("sms")
