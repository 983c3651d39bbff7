"""What a caller wants: a key or words at a place in the call, turned into one wish; pure."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from hotline.core.messages import TRACKING_DIGITS
from voice.content import is_entry
from voice.phone.call_state import Place, Position
from voice.utterances import PUNCTUATION, Saying, digits_said, ordinal, recognise

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
    INFORMATION = "information"
    TRACKING = "tracking"
    OFFICE = "office"
    DEPARTMENTS = "departments"
    MESSAGE = "message"
    PICK = "pick"
    MORE = "more"
    KEYED = "keyed"
    ASK = "ask"
    YES = "yes"
    SEND = "send"
    SOLVED = "solved"
    UNSOLVED = "unsolved"
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
_LIST = {key: Wish.PICK for key in "1234"} | {MORE_KEY: Wish.MORE}
_VERDICT = {"2": Wish.SOLVED, "3": Wish.UNSOLVED}
KEYS: dict[Place, dict[str, Wish]] = {
    Place.MENU: {
        "1": Wish.TOPICS,
        "2": Wish.NUMBER,
        "3": Wish.INFORMATION,
        "4": Wish.TRACKING,
        "5": Wish.OFFICE,
        "6": Wish.MESSAGE,
    },
    Place.TOPICS: {key: Wish.PICK for key in "123456789"},
    Place.ENTRIES: _LIST,
    Place.INFORMATION: {key: Wish.PICK for key in "1234"},
    Place.ITEMS: _LIST,
    Place.OFFICE: {"1": Wish.DEPARTMENTS},
    Place.DEPARTMENTS: _LIST,
    Place.DEPARTMENT: {"1": Wish.DEPARTMENTS},
    Place.PROGRESS: {"1": Wish.MORE},
    Place.ANSWER: {"1": Wish.MORE} | _VERDICT,
    Place.AFTER: {"1": Wish.SEND} | _VERDICT,
    Place.CHOICES: {key: Wish.PICK for key in "123"},
    Place.CONFIRM: {"1": Wish.YES, "2": Wish.NONE_OF_THESE},
    Place.AGAIN: {"6": Wish.MESSAGE},
    Place.NOTHING: {"6": Wish.MESSAGE},
}
ITEM_DIGITS = 9
"""The year and the five digits at the end of an index number: what stands before them has letters."""
NUMBERS: dict[Place, Callable[[str], bool]] = {
    Place.NUMBER: is_entry,
    Place.ITEM: lambda digits: len(digits) == ITEM_DIGITS,
    Place.TRACKING: lambda digits: len(digits) == TRACKING_DIGITS,
}
"""Where a number is keyed or said, and which numbers can be right."""
COMMANDS = {
    Wish.REPEAT: "重复 再说一遍 再听一遍 重听 再讲一遍 请再说一遍 没听清 没听清楚 没听懂 听不懂 没听明白 什么 "
    "听不清 听不清楚 听不到 听不见 没听到 没听见 大声点 大声一点 慢点说 说慢点 说慢一点",
    Wish.MENU: "主菜单 回主菜单 返回主菜单 返回 菜单 回去",
    Wish.MESSAGE: "留言 我要留言 我想留言 留个言",
    Wish.TRACKING: "进度 查进度 留言进度 查留言 查留言进度 查一下进度 我要查进度",
}
"""Words that do what a key does, so that a caller who cannot find the keys is not lost."""
_ON = {Wish.MORE: "继续 接着听 接着说 接着念 往下说 下一段 下一页 详细说明 听详细说明 详细 详细点 后面的"}
_AFTERWARDS = {
    Wish.SEND: "发短信 短信 发给我 发到手机 发短信给我 发我手机上 给我发短信",
    Wish.SOLVED: "解决了 问题解决了 已经解决了 解决",
    Wish.UNSOLVED: "没解决 没有解决 问题没解决 还没解决 未解决 没用 没有用 不管用",
}
_COMMANDS_AT: dict[Place, dict[Wish, str]] = {
    Place.ENTRIES: _ON,
    Place.ITEMS: _ON,
    Place.DEPARTMENTS: _ON,
    Place.PROGRESS: _ON,
    Place.ANSWER: _ON | _AFTERWARDS,
    Place.AFTER: _ON | _AFTERWARDS,
    Place.CONFIRM: {Wish.YES: "是 是的 对 对的 对对 对对对 嗯 嗯嗯 没错 是啊 对啊 就是 是这个 就是这个 好 好的 行"}
    | {Wish.NONE_OF_THESE: "不 不不 错了 不对不对 不是不是"},
}
_WISH_OF_WORDS = {
    place: {
        words: wish for wish, listed in (COMMANDS | _COMMANDS_AT.get(place, {})).items() for words in listed.split()
    }
    for place in Place
}
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
    place = position.place
    if bare in _WISH_OF_WORDS[place]:
        return Heard(_WISH_OF_WORDS[place][bare])
    digits = digits_said(bare) if place in NUMBERS else ""
    if len(digits) > 1:
        return _understand_keys(place, digits)
    picked = ordinal(bare)
    if picked and place in KEYS:
        return _understand_keys(place, picked)
    said = recognise(bare, choosing=place in (Place.CHOICES, Place.CONFIRM))
    return Heard(_SAID[said]) if said else Heard(Wish.ASK, words)


def _understand_keys(place: Place, keys: str) -> Heard:
    ended = keys.removesuffix("#") if keys.strip("#") else keys  # many press # after whatever they keyed
    if ended in EVERYWHERE:
        return Heard(EVERYWHERE[ended])
    if place in NUMBERS:
        return Heard(Wish.KEYED, ended) if ended.isdecimal() and NUMBERS[place](ended) else Heard(Wish.WRONG_KEY)
    wish = KEYS.get(place, {}).get(keys)
    if wish is None:
        return Heard(Wish.WRONG_KEY)
    return Heard(wish, pick=keys if wish is Wish.PICK else "")
