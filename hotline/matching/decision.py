"""What a question leads to (an answer, choices to offer, or nothing) and every reason for it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from typing import Protocol

from hotline.core.catalogue import CatalogueItem
from hotline.core.entries import Entry
from hotline.matching.candidates import Collection, Search
from hotline.matching.normalise import fold, normalise, read_number
from hotline.matching.ranking import WEIGHTS, Fit, rank
from hotline.matching.rewording import reword
from hotline.matching.terms import analyse
from hotline.matching.turning import TURNED, find_turn

MOST_CHOICES = 5
SURE = 0.6
"""Confidence from which one entry is the answer; measured on the sets in shared/eval, about 96 of 100 are right."""
RELATED = 0.24
"""Strength below which a match is taken for chance: on 1,500 questions of lcqmc put to the sample content, 97 of 100
fall below it, and 1 of 100 of the office's own test questions."""
FIRM = 0.28
"""Strength below which no entry is the answer, however far it leads: nothing else may be related either."""
SHORTEST = 2
"""Characters of a question; a single one stands in some entry by chance."""
USUAL_LENGTH = 15
"""Characters of a question beyond which its score thins out, for much of it is story."""
NAMED = 0.5
"""Share of a question's content words that name an item when its title holds them and no entry's wording does."""
NAMED_ITEMS = 2
RIVAL, RIVAL_OF_A_WORD = 0.95, 0.85
"""Share of the best score from which an entry with all the words of the question is as likely meant; of a bare word."""
BARE = 4
SAME = 0.9
"""Cosine from which the question is a wording itself, so that it has no rival."""
CLOSE = 0.6
"""Share of the best score from which a match is offered beside it."""
_BIAS, _SCORE, _LEAD, _WORDS = -1.6, 1.75, 20.6, 0.67
"""Logistic regression of "the first is right" on its score, its lead over the second, and its words found."""


class Kind(Enum):
    ANSWER = "answer"
    CHOICES = "choices"
    NOTHING = "nothing"


@dataclass(frozen=True)
class Reason:
    """One part of a match's score: ``value`` is 0 to 1, ``terms`` the words of the question it rests on."""

    part: str
    value: float
    terms: tuple[str, ...] = ()


@dataclass(frozen=True)
class Match:
    """An entry or a catalogue item (exactly one is set) and how well it fits, from 0 to 1."""

    entry: Entry | None
    item: CatalogueItem | None
    score: float
    reasons: tuple[Reason, ...]

    @property
    def title(self) -> str:
        if self.entry:
            return self.entry.question
        return self.item.title if self.item else ""

    @property
    def wordings(self) -> tuple[str, ...]:
        return (self.entry.question, *self.entry.similar_questions) if self.entry else ()


@dataclass(frozen=True)
class Decision:
    """ANSWER: ``matches[0]`` is the answer, those behind it came close; CHOICES: 2 to 5 matches, or the one item whose
    index number was asked for; NOTHING: none.

    ``confidence`` is the chance, from 0 to 1, that the first match is the right one; ``reasons`` are Chinese
    sentences for staff on why the decision fell so."""

    kind: Kind
    confidence: float
    matches: tuple[Match, ...]
    reasons: tuple[str, ...]


class Knowledge(Protocol):
    """What matching needs of the knowledge file."""

    @property
    def entries(self) -> Collection: ...
    @property
    def items(self) -> Collection: ...
    @property
    def synonyms(self) -> tuple[tuple[str, str], ...]: ...
    def spelt(self, spellings: Sequence[str]) -> Mapping[str, Mapping[str, int]]: ...
    @property
    def dictionary(self) -> tuple[str, ...]: ...
    @property
    def stop_words(self) -> tuple[str, ...]: ...
    def find_entry(self, number: int) -> Entry | None: ...
    def find_item(self, index_number: str) -> CatalogueItem | None: ...
    def get_item_at(self, key: int) -> CatalogueItem: ...


@dataclass(frozen=True)
class Choice:
    """A ranked entry or catalogue item, not read from the knowledge yet."""

    fit: Fit
    is_item: bool

    def as_match(self, knowledge: Knowledge) -> Match:
        fit = self.fit
        reasons = tuple(Reason(part, getattr(fit, part)) for part in WEIGHTS if part != "text_words")
        reasons += (Reason("text_words", fit.text_words, fit.found),)
        if self.is_item:
            return Match(None, knowledge.get_item_at(fit.key), fit.score, reasons)
        return Match(knowledge.find_entry(fit.key), None, fit.score, reasons)


@dataclass(frozen=True)
class Findings:
    """What ranking found for a ``question`` (``asked`` is its folded form), and why it looked in other words."""

    question: str
    asked: str
    reworded: tuple[str, ...]
    entries: tuple[Fit, ...]
    items: tuple[Fit, ...]

    @cached_property
    def choices(self) -> tuple[Choice, ...]:
        """Entries and items together, best first; an entry stands before an item of equal score."""
        both = [Choice(fit, False) for fit in self.entries] + [Choice(fit, True) for fit in self.items]
        return tuple(sorted(both, key=lambda choice: -choice.fit.score))

    def names(self, item: Fit) -> bool:
        """Whether the question names ``item``: its title holds most of what the question is about."""
        said = max((fit.wording_words for fit in self.entries), default=0.0)
        strong = item.wording_words >= NAMED and self.strength(item) >= NAMED * RELATED
        return strong and item.wording_words > said + 0.01

    def has_rival(self) -> bool:
        """Whether the question is a word or two that fit several entries alike, such as a topic's name alone."""
        first, *others = self.entries
        share = RIVAL_OF_A_WORD if len(self.asked) <= BARE else RIVAL
        rivals = [fit for fit in others if fit.score >= share * first.score and fit.wording_words > 0.99]
        return bool(rivals) and first.cosine < SAME

    def strength(self, fit: Fit) -> float:
        """The score of ``fit``, raised where the question is long."""
        return fit.score * math.sqrt(max(1.0, len(self.asked) / USUAL_LENGTH))


def match(question: str, knowledge: Knowledge) -> Decision:
    """What ``question`` leads to in ``knowledge``: by number, by index number, or by its words."""
    normalised = normalise(question)
    if not fold(normalised):
        return _nothing("问题里没有可以查找的文字。")
    number = read_number(normalised)
    if number is not None:
        return _by_number(number, knowledge)
    if len(fold(normalised)) < SHORTEST:
        return _nothing("只有一个字，看不出问的是什么。")
    item = knowledge.find_item(normalised.upper())
    if item is not None:
        found = Match(None, item, 1.0, (Reason("index_number", 1.0, (item.index_number,)),))
        return Decision(Kind.CHOICES, 1.0, (found,), ("问题就是一个索引号。",))
    return decide(search(normalised, knowledge), knowledge)


def search(normalised: str, knowledge: Knowledge) -> Findings:
    """Entries and catalogue items ranked for a question, as asked and in official words."""
    reworded = reword(normalised, knowledge)
    analyses = tuple(analyse(wording, knowledge.dictionary, knowledge.stop_words) for wording in reworded.wordings)
    return Findings(
        question=normalised,
        asked=fold(normalised),
        reworded=reworded.reasons,
        entries=tuple(rank(Search(analyses, knowledge.entries))),
        items=tuple(rank(Search(analyses, knowledge.items))),
    )


def decide(findings: Findings, knowledge: Knowledge) -> Decision:
    """The decision on what was found: sure of one entry, unsure between several, or nothing that is related."""
    replaced = findings.reworded
    related = [choice for choice in findings.choices if findings.strength(choice.fit) >= RELATED]
    named = [choice for choice in findings.choices if choice.is_item and findings.names(choice.fit)]
    if not related and not named:
        strongest = max((findings.strength(choice.fit) for choice in findings.choices), default=0.0)
        return _nothing(*replaced, f"最接近的一条强度只有{strongest:.2f}，低于{RELATED}，算无关的问题。")
    best = (related or named)[0]
    confidence = _confidence(findings.items if best.is_item else findings.entries)
    near = [choice for choice in related if choice.fit.score >= CLOSE * best.fit.score][:MOST_CHOICES]
    figures = f"把握{confidence:.2f}，强度{findings.strength(best.fit):.2f}"
    if named:
        why = "问题里点了目录条目的名，请提问的人选择。"
    elif best.is_item:
        why = "最接近的是目录条目，请提问的人选择。"
    elif findings.has_rival():
        why = "问题里的词几条问答都有，分不清问的是哪一条，请提问的人选择。"
    elif confidence >= SURE and findings.strength(best.fit) >= FIRM:
        matches = tuple(choice.as_match(knowledge) for choice in near)
        turn = find_turn(findings.question, matches[0].wordings)
        if turn is None:
            return Decision(Kind.ANSWER, confidence, matches, (*replaced, f"{figures}，直接回答。"))
        fitting = [c for c, m in zip(near, matches, strict=True) if find_turn(findings.question, m.wordings) is None]
        best, *near = dict.fromkeys((*fitting, *near))
        confidence, why = min(confidence, TURNED), f"{turn.reason}意思可能不同，请提问的人选择。"
    else:
        why = f"{figures}，不够直接回答，请提问的人选择。"
    offered = list(dict.fromkeys((best, *named[:NAMED_ITEMS], *near)))[:MOST_CHOICES]
    if len(offered) == 1:
        offered = list(dict.fromkeys((best, *findings.choices[:2])))[:2]
    return Decision(Kind.CHOICES, confidence, tuple(c.as_match(knowledge) for c in offered), (*replaced, why))


def _by_number(number: int, knowledge: Knowledge) -> Decision:
    entry = knowledge.find_entry(number)
    if entry is None:
        return _nothing(f"没有编号为{number}的问答。")
    found = Match(entry, None, 1.0, (Reason("number", 1.0, (str(number),)),))
    return Decision(Kind.ANSWER, 1.0, (found,), ("问题就是一个编号。",))


def _nothing(*reasons: str) -> Decision:
    return Decision(Kind.NOTHING, 0.0, (), reasons)


def _confidence(fits: Sequence[Fit]) -> float:
    first = fits[0]
    lead = first.score - (fits[1].score if len(fits) > 1 else 0.0)
    return 1 / (1 + math.exp(-(_BIAS + _SCORE * first.score + _LEAD * lead + _WORDS * first.text_words)))
