"""What a caller wants: a key or words at a place in the call, turned into one wish; pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

from voice.position import Place, Position, is_entry
from voice.sayings import PUNCTUATION, Saying, ordinal, recognise

LONGEST_QUESTION = 500
"""Characters of a question that are looked at; a minute of speech is about 250."""
MORE_KEY = "9"


class Wish(Enum):
    SILENCE = "silence"
    WRONG_KEY = "wrong key"
    OPERATOR = "operator"
    REPEAT = "repeat"
    MENU = "menu"
    TOPICS = "topics"
    NUMBER = "number"
    OFFICE = "office"
    MESSAGE = "message"
    PICK = "pick"
    MORE = "more"
    ENTRY = "entry"
    ASK = "ask"
    HELLO = "hello"
    GOODBYE = "goodbye"
    NONE_OF_THESE = "none of these"


@dataclass(frozen=True)
class Turn:
    """What the caller did at a prompt: pressed ``keys``, or spoke, or neither."""

    keys: str = ""
    speech: str = ""


@dataclass(frozen=True)
class Heard:
    """``text`` is the question asked or the number keyed, ``pick`` the key of the thing picked from a list."""

    wish: Wish
    text: str = ""
    pick: str = ""


EVERYWHERE = {"0": Wish.OPERATOR, "*": Wish.REPEAT, "#": Wish.MENU}
KEYS: dict[Place, dict[str, Wish]] = {
    Place.MENU: {"1": Wish.TOPICS, "2": Wish.NUMBER, "5": Wish.OFFICE, "6": Wish.MESSAGE},
    Place.TOPICS: {key: Wish.PICK for key in "123456789"},
    Place.ENTRIES: {key: Wish.PICK for key in "1234"} | {MORE_KEY: Wish.MORE},
    Place.CHOICES: {key: Wish.PICK for key in "123"},
    Place.NOTHING: {"6": Wish.MESSAGE},
}
COMMANDS = {
    Wish.REPEAT: "重复 再说一遍 再听一遍 重听 再讲一遍 请再说一遍 没听清 没听清楚 什么",
    Wish.MENU: "主菜单 回主菜单 返回主菜单 返回 菜单 回去",
    Wish.MESSAGE: "留言 我要留言 我想留言 留个言",
}
"""Words that do what a key does, so that a caller who cannot find the keys is not lost."""
_WISH_OF_WORDS = {words: wish for wish, listed in COMMANDS.items() for words in listed.split()}
_SAID = {
    Saying.PERSON: Wish.OPERATOR,
    Saying.HELLO: Wish.HELLO,
    Saying.GOODBYE: Wish.GOODBYE,
    Saying.NONE_OF_THESE: Wish.NONE_OF_THESE,
}


def understand(position: Position, turn: Turn) -> Heard:
    """The wish behind ``turn`` at ``position``; keys win over words when both arrive."""
    keys = re.sub(r"[^0-9*#]", "", turn.keys)
    if keys:
        return _understand_keys(position.place, keys)
    words = turn.speech.strip()[:LONGEST_QUESTION]
    bare = PUNCTUATION.sub("", words)
    if not bare:
        return Heard(Wish.SILENCE)
    if bare in _WISH_OF_WORDS:
        return Heard(_WISH_OF_WORDS[bare])
    picked = ordinal(bare)
    if picked and position.place in KEYS:
        return _understand_keys(position.place, picked)
    said = recognise(bare, choosing=position.place is Place.CHOICES)
    return Heard(_SAID[said]) if said else Heard(Wish.ASK, words)


def _understand_keys(place: Place, keys: str) -> Heard:
    ended = keys.removesuffix("#") if keys.strip("#") else keys  # many press # after whatever they keyed
    if ended in EVERYWHERE:
        return Heard(EVERYWHERE[ended])
    if place is Place.NUMBER:
        return Heard(Wish.ENTRY, ended) if is_entry(ended) else Heard(Wish.WRONG_KEY)
    wish = KEYS.get(place, {}).get(keys)
    if wish is None:
        return Heard(Wish.WRONG_KEY)
    return Heard(wish, pick=keys if wish is Wish.PICK else "")
