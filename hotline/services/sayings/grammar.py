"""The grammar of sayings: utterances that are no question, such as thanks, "once more" or a wish for a person.

An utterance is a saying when it consists of nothing but phrases of ``phrases.toml``, at least one of them with an
intent. So 人工费怎么算, 没有身份证怎么办 and 谢谢信怎么写 stay questions: they have words that no phrase has."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from enum import Enum
from functools import cache
from importlib.resources import files

from hotline.matching.text.normalise import plain
from hotline.services.sayings.automaton import PhraseAutomaton

PUNCTUATION = re.compile(r"[\W_]+")
LONGEST = 40
"""In characters, without punctuation. A longer utterance is a question."""
_FUNCTION, _TELEPHONE = "function", "telephone"
_PICK = "pick"
_ALONE = "alone "
"""Before the label of a phrase that must be the only one with an intent."""
_DIGITS = ("一1壹❶", "二2两贰❷", "三3叁❸", "四4肆❹", "五5伍❺", "六6陆❻", "七7柒❼", "八8捌❽", "九9玖❾")


class Act(Enum):
    """What a saying does. The value is its key in phrases.toml."""

    THANKS = "thanks"
    GOODBYE = "goodbye"
    NO_MORE = "no_more"
    DECLINE = "decline"
    YES = "yes"
    NO = "no"
    NONE_OF_THESE = "none_of_these"
    REPEAT = "repeat"
    SLOWER = "slower"
    WAIT = "wait"
    LOUDER = "louder"
    PERSON = "person"
    SEND = "send"
    DETAILS = "details"
    MESSAGE = "message"
    PROGRESS = "progress"
    MENU = "menu"
    TOPICS = "topics"
    OPENING = "opening"
    HELLO = "hello"
    HELP = "help"
    SWEARING = "swearing"
    SOLVED = "solved"
    UNSOLVED = "unsolved"
    CANCEL = "cancel"
    OPT_OUT = "opt_out"
    OPT_IN = "opt_in"
    NO_CONTENT = "no_content"
    PICK = "pick"


_FAINT = frozenset({Act.THANKS, Act.YES, Act.NO, Act.NO_MORE, Act.DECLINE, Act.OPENING, Act.HELLO, Act.DETAILS})
"""Acts whose words also begin or end a question: they make no saying beside words about the telephone, so that
你好你们电话 stays a question."""


@dataclass(frozen=True)
class Saying:
    """What was said: the acts, and the place in a list that was picked (from 1; -1 for the last; 0 for none)."""

    acts: frozenset[Act]
    pick: int = 0

    def has(self, *acts: Act) -> bool:
        """Whether one of ``acts`` was said."""
        return not self.acts.isdisjoint(acts)


@dataclass(frozen=True)
class _Reading:
    """A way to read the beginning of an utterance: characters within phrases of an intent, pieces, and their labels."""

    said: int = 0
    pieces: int = 0
    labels: tuple[str, ...] = ()

    def is_better_than(self, other: _Reading | None) -> bool:
        return other is None or (self.said, -self.pieces) > (other.said, -other.pieces)


def bare_words(words: str) -> str:
    """``words`` plain (one script, half width, small letters) and without punctuation.

    >>> bare_words("謝謝！ＯＫ")
    '谢谢ok'
    """
    return PUNCTUATION.sub("", plain(words))


def parse(words: str) -> Saying | None:
    """The saying that ``words`` are; None for a question, and for nothing.

    >>> sorted(act.value for act in parse("没听清楚，再说一遍嘛").acts)
    ['louder', 'repeat']
    >>> parse("就第二个吧").pick, parse("人工费怎么算")
    (2, None)
    """
    bare = bare_words(words)
    reading = _read(bare) if 0 < len(bare) <= LONGEST else None
    labels = {*reading.labels} - {_FUNCTION} if reading else set()
    if reading is None or not labels - {_TELEPHONE}:
        return None
    if len(labels) > 1 and any(label.startswith(_ALONE) for label in labels):
        return None
    picks = [label for label in reading.labels if label.startswith(_PICK)]
    acts = frozenset(Act(label.removeprefix(_ALONE)) for label in labels - {_TELEPHONE, *picks})
    if len(picks) > 1 or (_TELEPHONE in labels and acts <= _FAINT):
        return None
    return Saying(acts | {Act.PICK}, int(picks[0].removeprefix(_PICK))) if picks else Saying(acts)


def _read(bare: str) -> _Reading | None:
    """The best reading of the whole of ``bare``: most characters within intents, then fewest pieces."""
    automaton = load_phrases()
    best: list[_Reading | None] = [_Reading(), *[None] * len(bare)]
    for start in range(len(bare)):
        so_far = best[start]
        if so_far is None:
            continue
        for end, labels in automaton.find_all(bare, start):
            for label in sorted(labels, key=_by_meaning):
                reading = _add(so_far, end - start, label)
                if reading.is_better_than(best[end]):
                    best[end] = reading
    return best[-1]


def _by_meaning(label: str) -> tuple[bool, str]:
    """Of labels that read equally well the first counts: 啊 is a particle before it is "what did you say?"."""
    return label.startswith(_ALONE), label


def _add(before: _Reading, length: int, label: str) -> _Reading:
    said = 0 if label in (_FUNCTION, _TELEPHONE) or label.startswith((_PICK, _ALONE)) else length
    return _Reading(before.said + said, before.pieces + 1, (*before.labels, label))


@cache
def load_phrases() -> PhraseAutomaton:
    """The automaton of all phrases; a tenth of a second the first time."""
    tables = tomllib.loads((files(__package__) / "phrases.toml").read_text("utf-8"))
    automaton = PhraseAutomaton()
    for table, before in (("around", ""), ("intent", ""), ("alone", _ALONE)):
        for label, templates in tables[table].items():
            for template in templates.split():
                automaton.add(template, before + label)
    for place, spellings in enumerate(_DIGITS, start=1):
        for template in tables[_PICK]["nth"].split():
            automaton.add(template.replace("N", f"({'|'.join(spellings)})"), f"{_PICK}{place}")
    for key, place in (("first", 1), ("middle", 2), ("last", -1)):
        for template in tables[_PICK][key].split():
            automaton.add(template, f"{_PICK}{place}")
    return automaton


def strip_around(words: str) -> str:
    """``words`` bare and without fillers, particles and politeness at both ends.

    >>> strip_around("嗯，就是那个收费的嘛"), strip_around("那个呢")
    ('收费', '')
    """
    bare = bare_words(words)[:LONGEST]
    functions = [
        {end for end, labels in load_phrases().find_all(bare, start) if _FUNCTION in labels}
        for start in range(len(bare))
    ]
    begin, finish = 0, len(bare)
    while begin < finish and functions[begin]:
        begin = max(functions[begin])
    tails = [start for start in range(begin, finish) if finish in functions[start]]
    while tails:
        finish = min(tails)
        tails = [start for start in range(begin, finish) if finish in functions[start]]
    return bare[begin:finish]
