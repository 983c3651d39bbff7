"""Every sentence the line says or sends, read from the TOML files beside this module."""

from __future__ import annotations

import tomllib
from importlib.resources import files


class Phrases:
    """The sentences of one channel; call it with a key such as "menu.full" and the values the sentence names.

    ``sentences`` maps each key to its sentence as it is written."""

    def __init__(self, name: str) -> None:
        sections = tomllib.loads((files(__package__) / f"{name}.toml").read_text("utf-8"))
        self.sentences: dict[str, str] = {
            f"{section}.{key}": sentence for section, keys in sections.items() for key, sentence in keys.items()
        }

    def __call__(self, key: str, /, **values: object) -> str:
        return self.sentences[key].format(**values)


PHONE = Phrases("phone")
TEXT = Phrases("sms")
