"""Finds what in a question contradicts the wording it resembles: antonyms, negations, roles and quantities."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from hotline.matching.confidence import CLOSEST_WORDINGS_SHARE, SIMILAR_TEXTS
from hotline.matching.contradiction.antonyms import antonyms, is_for_similar_texts_only, opposite_pairs
from hotline.matching.contradiction.negation import Polarity, find_negation
from hotline.matching.contradiction.quantities import Quantity, list_quantities
from hotline.matching.text.normalise import in_standard_words

_NOT_WORD = re.compile(r"[\W_]+")
_LONGEST_WORD = max(map(len, antonyms()))
_NEGATIONS = frozenset(("不", "没", "未", "无", "非", "没有", "不予", "不能", "不得", "不可", "不用", "不要"))
_UNDOING_WORDS = ("撤回", "撤诉", "撤销", "撤消", "取消", "放弃", "终止", "注销", "退出", "解除", "退订")
_UNDOING = re.compile("撤|取消|放弃|终止|注销|退|解除|解绑|解约|关|删|停|不[要想用借办做]|不再")
"""Any way to say that an act is undone."""
_BEFORE_PAST_ACT, _AFTER_PAST_ACT = ("被", "我", "给"), ("了", "我", "的", "之后", "以后", "后")
"""Words around an undoing word that tell of something others did, or that is long done."""
_RULED_OUT = re.compile("[不没未无非别](?:[想愿要用去能]|想去|愿意|有)?$")
"""Stands before a word that is named only to be ruled out."""
_OPPOSING_PARTIES = ("被申请人", "被告", "被上诉人", "被执行人", "被处罚人", "第三人")


@dataclass(frozen=True)
class Contradiction:
    """What contradicts: the words ``asked`` in the question, and those ``written`` in the wording.

    One of them is "" where the other text lacks the word altogether."""

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
    """A question or wording (plain) and what it says, each part read when it is first asked for."""

    plain: str

    @cached_property
    def folded(self) -> str:
        return _NOT_WORD.sub("", self.plain)

    @cached_property
    def pairs(self) -> frozenset[str]:
        """Its pairs of neighbouring characters."""
        return frozenset(map("".join, zip(self.folded, self.folded[1:], strict=False)))

    @cached_property
    def antonyms(self) -> dict[int, dict[int, str]]:
        """Antonym group -> the values that the text names -> the word that names each; the longest word wins."""
        table, folded, at = antonyms(), self.folded, 0
        found: dict[int, dict[int, str]] = {}
        while at < len(folded):
            length = next((n for n in range(_LONGEST_WORD, 0, -1) if folded[at : at + n] in table), 0)
            if length and _RULED_OUT.search(folded, max(0, at - 3), at):
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

    def similarity(self, other: ParsedText) -> float:
        """Dice's coefficient of character pairs, from 0 to 1."""
        return 2 * len(self.pairs & other.pairs) / ((len(self.pairs) + len(other.pairs)) or 1)


def find_contradiction(question: str, wordings: Sequence[str]) -> Contradiction | None:
    """What in ``question`` (plain) contradicts an entry, whose ``wordings`` are its own question and the similar ones.

    The question is compared with the closest wordings; None when one of them says the same, or there are none."""
    if not wordings:
        return None
    asked, own = ParsedText(question), _parse(wordings[0])
    similarity = {written: asked.similarity(written) for written in map(_parse, wordings)}
    best = max(similarity.values())
    close = [written for written, similar in similarity.items() if similar >= CLOSEST_WORDINGS_SHARE * best]
    close.sort(key=lambda written: -similarity[written])
    differences = (find_difference(asked, written, own, near=best >= SIMILAR_TEXTS) for written in close)
    first = next(differences)
    return first if first and all(differences) else None


@lru_cache(maxsize=2_000)
def _parse(wording: str) -> ParsedText:
    """Cached, because most questions are compared with the same few wordings."""
    return ParsedText(in_standard_words(wording))


def find_difference(asked: ParsedText, written: ParsedText, own: ParsedText, *, near: bool) -> Contradiction | None:
    """The first contradiction between a question and a wording; ``own`` is the entry's own question.

    Negations, quantities and many antonyms count only where the texts are ``near``, which is to say similar: a long
    story mentions many things by the way."""
    if asked.folded == written.folded:
        return None
    found = _find_antonyms(asked, written, own, near) or _find_undoing_or_party(asked, written)
    if near and not found:
        found = _find_negation(asked, written) or _find_quantity(asked, written)
    return found or _find_single_change(asked, written)


def _find_antonyms(asked: ParsedText, written: ParsedText, own: ParsedText, near: bool) -> Contradiction | None:
    """Antonyms in question and wording. What the wording leaves unsaid is looked up in the entry's own question."""
    found = _compare_antonyms(asked, written, near)
    if found or _names_the_same_values(asked, written):
        return found
    return _compare_antonyms(asked, own, near)


def _compare_antonyms(asked: ParsedText, written: ParsedText, near: bool) -> Contradiction | None:
    """A word in each text that stands for a value which the other text does not name, though it names the group."""
    only_asked: list[str] = []
    only_written: list[str] = []
    for group, values in asked.antonyms.items():
        others = written.antonyms.get(group)
        if others and (near or not is_for_similar_texts_only(group)):
            only_asked += [word for value, word in values.items() if value not in others]
            only_written += [word for value, word in others.items() if value not in values]
    return Contradiction(only_asked[0], only_written[0]) if only_asked and only_written else None


def _names_the_same_values(asked: ParsedText, written: ParsedText) -> bool:
    """Whether ``written`` names, of every antonym group in ``asked``, the same values and no others."""
    return all(written.antonyms.get(group, {}).keys() == values.keys() for group, values in asked.antonyms.items())


def _find_negation(asked: ParsedText, written: ParsedText) -> Contradiction | None:
    """What one text negates and the other affirms."""
    found = find_negation(asked.polarity, written.polarity)
    if found:
        return Contradiction(*found)
    found = find_negation(written.polarity, asked.polarity)
    return Contradiction(found[1], found[0]) if found else None


def _find_undoing_or_party(asked: ParsedText, written: ParsedText) -> Contradiction | None:
    """An act that only one of the texts undoes, or the opposing party that only one of them names."""
    only_asked = _undoing_or_party(asked.folded, written.folded)
    only_written = _undoing_or_party(written.folded, asked.folded)
    return Contradiction(only_asked, only_written) if only_asked or only_written else None


def _undoing_or_party(folded: str, other: str) -> str:
    """The word in ``folded`` of which ``other`` has no counterpart; "" for none."""
    undoing = _undoing_word(folded)
    if undoing and not _UNDOING.search(other):
        return undoing
    return next((party for party in _OPPOSING_PARTIES if party in folded and party not in other), "")


def _undoing_word(folded: str) -> str:
    """The word by which the speaker undoes an act; what others undid (被取消, 取消了) only belongs to the story."""
    for word in _UNDOING_WORDS:
        before, found, after = folded.partition(word)
        if found and not before.endswith(_BEFORE_PAST_ACT) and not after.startswith(_AFTER_PAST_ACT):
            return word
    return ""


def _find_quantity(asked: ParsedText, written: ParsedText) -> Contradiction | None:
    """A quantity of the question where the wording has only others of the same kind."""
    for quantity, words in asked.quantities.items():
        others = {other: said for other, said in written.quantities.items() if other.kind == quantity.kind}
        if others and quantity not in others and not others.keys() <= asked.quantities.keys():
            return Contradiction(words, next(iter(others.values())))
    return None


def _find_single_change(asked: ParsedText, written: ParsedText) -> Contradiction | None:
    """The only place where the texts differ, if a pair of opposite characters or a negation stands there."""
    only_asked, only_written = _differing_parts(asked.folded, written.folded)
    if frozenset((only_asked, only_written)) in opposite_pairs():
        return Contradiction(only_asked, only_written)
    added = only_asked or only_written
    is_added_negation = not (only_asked and only_written) and added in _NEGATIONS
    if is_added_negation and not (asked.polarity.is_yes_no_question or written.polarity.is_yes_no_question):
        return Contradiction(only_asked, only_written)
    return None


def _differing_parts(one: str, other: str) -> tuple[str, str]:
    """Both texts without their common beginning and common end."""
    shorter = min(len(one), len(other))
    start = 0
    while start < shorter and one[start] == other[start]:
        start += 1
    end = 0
    while end < shorter - start and one[-1 - end] == other[-1 - end]:
        end += 1
    return one[start : len(one) - end], other[start : len(other) - end]
