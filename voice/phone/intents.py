"""Turns what a caller pressed or said at a place of the call into one intent; pure."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from hotline.core.messages import TRACKING_DIGITS
from voice.content import is_entry
from voice.phone.call_state import CallState, Place
from voice.utterances import PUNCTUATION, Saying, digits_said, ordinal, recognise

LONGEST_QUESTION = 500
"""How many characters of a question are read. A minute of speech has about 250."""
MORE_KEY = "9"


class Intent(Enum):
    """What a caller wants. ``MORE`` is the next page or part, ``KEYED`` a number, ``PICK`` one thing of a list."""

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
class CallerInput:
    """What the caller did at a prompt: pressed ``keys``, or spoke, or neither when both are empty."""

    keys: str = ""
    speech: str = ""


@dataclass(frozen=True)
class Understood:
    """An intent, with the question asked or number keyed (``text``), or the key of the thing picked (``pick``)."""

    intent: Intent
    text: str = ""
    pick: str = ""


SILENCE = Understood(Intent.SILENCE)
EVERYWHERE = {"0": Intent.OPERATOR, "*": Intent.REPEAT, "#": Intent.MENU}
_LIST = {key: Intent.PICK for key in "1234"} | {MORE_KEY: Intent.MORE}
_RATING = {"2": Intent.SOLVED, "3": Intent.UNSOLVED}
KEYS: dict[Place, dict[str, Intent]] = {
    Place.MENU: {
        "1": Intent.TOPICS,
        "2": Intent.NUMBER,
        "3": Intent.INFORMATION,
        "4": Intent.TRACKING,
        "5": Intent.OFFICE,
        "6": Intent.MESSAGE,
    },
    Place.TOPICS: {key: Intent.PICK for key in "123456789"},
    Place.ENTRIES: _LIST,
    Place.INFORMATION: {key: Intent.PICK for key in "1234"},
    Place.ITEMS: _LIST,
    Place.OFFICE: {"1": Intent.DEPARTMENTS},
    Place.DEPARTMENTS: _LIST,
    Place.DEPARTMENT: {"1": Intent.DEPARTMENTS},
    Place.PROGRESS: {"1": Intent.MORE},
    Place.ANSWER: {"1": Intent.MORE} | _RATING,
    Place.AFTER: {"1": Intent.SEND} | _RATING,
    Place.CHOICES: {key: Intent.PICK for key in "123"},
    Place.CONFIRM: {"1": Intent.YES, "2": Intent.NONE_OF_THESE},
    Place.AGAIN: {"6": Intent.MESSAGE},
    Place.NOTHING: {"6": Intent.MESSAGE},
}
ITEM_DIGITS = 9
"""The year and the last five digits of an index number. What stands before them has letters, which nobody can key."""
NUMBERS: dict[Place, Callable[[str], bool]] = {
    Place.NUMBER: is_entry,
    Place.ITEM: lambda digits: len(digits) == ITEM_DIGITS,
    Place.TRACKING: lambda digits: len(digits) == TRACKING_DIGITS,
}
"""Places where a number is keyed or said, each with the test for a possible number."""
COMMANDS = {
    Intent.REPEAT: "重复 再说一遍 再听一遍 重听 再讲一遍 请再说一遍 没听清 没听清楚 没听懂 听不懂 没听明白 什么 "
    "听不清 听不清楚 听不到 听不见 没听到 没听见 大声点 大声一点 慢点说 说慢点 说慢一点",
    Intent.MENU: "主菜单 回主菜单 返回主菜单 返回 菜单 回去",
    Intent.MESSAGE: "留言 我要留言 我想留言 留个言",
    Intent.TRACKING: "进度 查进度 留言进度 查留言 查留言进度 查一下进度 我要查进度",
}
"""Words with the intent of a key, for callers who cannot find the keys. Separated by spaces."""
_MORE_WORDS = {Intent.MORE: "继续 接着听 接着说 接着念 往下说 下一段 下一页 详细说明 听详细说明 详细 详细点 后面的"}
_RATING_WORDS = {
    Intent.SEND: "发短信 短信 发给我 发到手机 发短信给我 发我手机上 给我发短信",
    Intent.SOLVED: "解决了 问题解决了 已经解决了 解决",
    Intent.UNSOLVED: "没解决 没有解决 问题没解决 还没解决 未解决 没用 没有用 不管用",
}
_COMMANDS_AT: dict[Place, dict[Intent, str]] = {
    Place.ENTRIES: _MORE_WORDS,
    Place.ITEMS: _MORE_WORDS,
    Place.DEPARTMENTS: _MORE_WORDS,
    Place.PROGRESS: _MORE_WORDS,
    Place.ANSWER: _MORE_WORDS | _RATING_WORDS,
    Place.AFTER: _MORE_WORDS | _RATING_WORDS,
    Place.CONFIRM: {Intent.YES: "是 是的 对 对的 对对 对对对 嗯 嗯嗯 没错 是啊 对啊 就是 是这个 就是这个 好 好的 行"}
    | {Intent.NONE_OF_THESE: "不 不不 错了 不对不对 不是不是"},
}
_INTENT_OF_WORDS = {
    place: {
        words: intent for intent, listed in (COMMANDS | _COMMANDS_AT.get(place, {})).items() for words in listed.split()
    }
    for place in Place
}
_SAID = {
    Saying.PERSON: Intent.OPERATOR,
    Saying.HELLO: Intent.HELLO,
    Saying.GOODBYE: Intent.GOODBYE,
    Saying.NONE_OF_THESE: Intent.NONE_OF_THESE,
}


def understand(state: CallState, caller_input: CallerInput) -> Understood:
    """The intent of ``caller_input`` at ``state``; keys count when both keys and words arrive."""
    keys = re.sub(r"[^0-9*#]", "", caller_input.keys)
    if keys:
        return _understand_keys(state.place, keys)
    words = caller_input.speech.strip()[:LONGEST_QUESTION]
    bare = PUNCTUATION.sub("", words)
    if not bare:
        return SILENCE
    place = state.place
    if bare in _INTENT_OF_WORDS[place]:
        return Understood(_INTENT_OF_WORDS[place][bare])
    digits = digits_said(bare) if place in NUMBERS else ""
    if len(digits) > 1:
        return _understand_keys(place, digits)
    picked = ordinal(bare)
    if picked and place in KEYS:
        return _understand_keys(place, picked)
    said = recognise(bare, choosing=place in (Place.CHOICES, Place.CONFIRM))
    return Understood(_SAID[said]) if said else Understood(Intent.ASK, words)


def _understand_keys(place: Place, keys: str) -> Understood:
    """The intent of ``keys``. Callers press # after any key or before a number, end a number with *, and press 00."""
    pressed = keys.strip("*#") or keys[0]
    if place in NUMBERS and pressed.isdecimal() and NUMBERS[place](pressed):
        return Understood(Intent.KEYED, pressed)
    if not pressed.strip("0"):
        pressed = "0"
    intent = EVERYWHERE.get(pressed) or KEYS.get(place, {}).get(pressed, Intent.WRONG_KEY)
    return Understood(intent, pick=pressed if intent is Intent.PICK else "")
