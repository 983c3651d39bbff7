"""Whether a question turns the meaning of the wording it is closest to: opposites, denials, roles and numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from hotline.matching.contradiction.antonyms import is_near_only, swaps, words
from hotline.matching.contradiction.negation import Polarity, find_denied
from hotline.matching.contradiction.quantities import Quantity, list_quantities
from hotline.matching.text.normalise import in_standard_words

_NOT_WORD = re.compile(r"[\W_]+")
_LONGEST_WORD = max(map(len, words()))
NEAR = 0.5
"""Share of character pairs (Dice) from which two questions are nearly the same."""
AS_CLOSE = 0.75
"""Share of the closest wording's likeness from which another wording of the entry is as good a witness."""
TURNED = 0.3
"""Most confidence in a match that is turned: of the pairs of lcqmc and bq in which a turn is found, a third mean the
same."""
_DENIALS = frozenset(("不", "没", "未", "无", "非", "没有", "不予", "不能", "不得", "不可", "不用", "不要"))
_UNDO = ("撤回", "撤诉", "撤销", "撤消", "取消", "放弃", "终止", "注销", "退出", "解除", "退订")
_UNDOES = re.compile("撤|取消|放弃|终止|注销|退|解除|解绑|解约|关|删|停|不[要想用借办做]|不再")
"""What undoes an act in whatever words."""
_BY_OTHERS, _DONE = ("被", "我", "给"), ("了", "我", "的", "之后", "以后", "后")
"""Before and after a word that tells what others undid or what is long done."""
_SPURNED = re.compile("[不没未无非别](?:[想愿要用去能]|想去|愿意|有)?$")
"""Before a word that is named only to be ruled out."""
_OTHER_SIDE = ("被申请人", "被告", "被上诉人", "被执行人", "被处罚人", "第三人")


@dataclass(frozen=True)
class Contradiction:
    """What turns the meaning: ``asked`` in the question, ``written`` in the wording; one of them may be empty."""

    asked: str
    written: str

    @property
    def reason(self) -> str:
        """A sentence for staff.

        >>> Contradiction("被申请人", "申请人").reason
        '问题里是“被申请人”，这条写的是“申请人”。'
        """
        if not self.written:
            return f"问题里有“{self.asked}”，这条没有。"
        if not self.asked:
            return f"这条写的是“{self.written}”，问题里没有。"
        return f"问题里是“{self.asked}”，这条写的是“{self.written}”。"


@dataclass(frozen=True)
class ParsedText:
    """A question or wording (plain) as the guard reads it."""

    plain: str

    @cached_property
    def folded(self) -> str:
        return _NOT_WORD.sub("", self.plain)

    @cached_property
    def pairs(self) -> frozenset[str]:
        return frozenset(map("".join, zip(self.folded, self.folded[1:], strict=False)))

    @cached_property
    def meanings(self) -> dict[int, dict[int, str]]:
        """By group of opposites, the values said, each with the word that says it."""
        table, folded, at = words(), self.folded, 0
        found: dict[int, dict[int, str]] = {}
        while at < len(folded):
            length = next((n for n in range(_LONGEST_WORD, 0, -1) if folded[at : at + n] in table), 0)
            if length and _SPURNED.search(folded, max(0, at - 3), at):
                length = 0
            for group, value in table.get(folded[at : at + length], ()):
                found.setdefault(group, {}).setdefault(value, folded[at : at + length])
            at += length or 1
        return found

    @cached_property
    def quantities(self) -> dict[Quantity, str]:
        return list_quantities(self.plain)

    @cached_property
    def polarity(self) -> Polarity:
        return Polarity(self.plain)

    def likeness(self, other: ParsedText) -> float:
        """Dice's coefficient of character pairs, 0 to 1."""
        return 2 * len(self.pairs & other.pairs) / ((len(self.pairs) + len(other.pairs)) or 1)


def find_contradiction(question: str, wordings: Sequence[str]) -> Contradiction | None:
    """What in ``question`` (plain) turns an entry's ``wordings`` (its own question first); None when one of those that
    are as close as the closest says the same, or there are none."""
    if not wordings:
        return None
    asked, own = ParsedText(question), _read(wordings[0])
    likeness = {reading: asked.likeness(reading) for reading in map(_read, wordings)}
    best = max(likeness.values())
    close = sorted((one for one in likeness if likeness[one] >= AS_CLOSE * best), key=lambda one: -likeness[one])
    turns = (find_difference(asked, one, own, near=best >= NEAR) for one in close)
    first = next(turns)
    return first if first and all(turns) else None


@lru_cache(maxsize=2_000)
def _read(wording: str) -> ParsedText:
    """Kept from question to question, for the same few wordings are asked about most."""
    return ParsedText(in_standard_words(wording))


def find_difference(asked: ParsedText, written: ParsedText, own: ParsedText, *, near: bool) -> Contradiction | None:
    """What turns one text into the other; what ``written`` leaves unsaid, the entry's ``own`` question says. Only when
    they are ``near`` does everything that differs count: in a story much is told by the way."""
    if asked.folded == written.folded:
        return None
    return (
        _find_opposite(asked, (written, own), near)
        or _find_mark(asked, written)
        or (near and (_find_denial(asked, written) or _find_quantity(asked, written)))
        or _find_letter(asked, written)
        or None
    )


def _find_opposite(asked: ParsedText, written: tuple[ParsedText, ParsedText], near: bool) -> Contradiction | None:
    """A word of the tables on each side that the other lacks; a wording that says more or less than what is asked is
    held to the entry's own question too."""
    for reading in written:
        mine_only: list[str] = []
        theirs_only: list[str] = []
        for group, mine in asked.meanings.items():
            theirs = reading.meanings.get(group)
            if theirs and (near or not is_near_only(group)):
                mine_only += [mine[value] for value in mine if value not in theirs]
                theirs_only += [theirs[value] for value in theirs if value not in mine]
        if mine_only and theirs_only:
            return Contradiction(mine_only[0], theirs_only[0])
        if reading is written[0] and all(
            asked.meanings[g].keys() == reading.meanings.get(g, {}).keys() for g in asked.meanings
        ):
            return None
    return None


def _find_denial(asked: ParsedText, written: ParsedText) -> Contradiction | None:
    denied = find_denied(asked.polarity, written.polarity)
    if denied:
        return Contradiction(*denied)
    denied = find_denied(written.polarity, asked.polarity)
    return Contradiction(denied[1], denied[0]) if denied else None


def _find_mark(asked: ParsedText, written: ParsedText) -> Contradiction | None:
    """The act undone, or the other side named, in one text alone."""
    mine, theirs = _mark(asked.folded, written.folded), _mark(written.folded, asked.folded)
    return Contradiction(mine, theirs) if mine or theirs else None


def _mark(folded: str, other: str) -> str:
    undone = _undone(folded)
    if undone and not _UNDOES.search(other):
        return undone
    return next((side for side in _OTHER_SIDE if side in folded and side not in other), "")


def _undone(folded: str) -> str:
    """The word by which the speaker undoes an act; what others undid (被取消, 取消了) is a part of the story."""
    for word in _UNDO:
        before, found, after = folded.partition(word)
        if found and not before.endswith(_BY_OTHERS) and not after.startswith(_DONE):
            return word
    return ""


def _find_quantity(asked: ParsedText, written: ParsedText) -> Contradiction | None:
    for mine, said in asked.quantities.items():
        theirs = {one: words for one, words in written.quantities.items() if one.kind == mine.kind}
        if theirs and mine not in theirs and not theirs.keys() <= asked.quantities.keys():
            return Contradiction(said, next(iter(theirs.values())))
    return None


def _find_letter(asked: ParsedText, written: ParsedText) -> Contradiction | None:
    """The one place where two texts differ, when a single opposite character or a denial stands there."""
    mine, theirs = _differing(asked.folded, written.folded)
    if frozenset((mine, theirs)) in swaps():
        return Contradiction(mine, theirs)
    added = mine or theirs
    if not (mine and theirs) and added in _DENIALS and not (asked.polarity.asks or written.polarity.asks):
        return Contradiction(mine, theirs)
    return None


def _differing(one: str, other: str) -> tuple[str, str]:
    """What is left of two texts without what they begin and end with alike."""
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    end = 0
    while end < min(len(one), len(other)) - start and one[-1 - end] == other[-1 - end]:
        end += 1
    return one[start : len(one) - end], other[start : len(other) - end]
