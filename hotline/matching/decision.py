"""What a question leads to (an answer, choices to offer, or nothing) and every reason for it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum

from hotline.matching.confidence import (
    CLOSE,
    FIRM,
    MOST_CHOICES,
    NAMED_ITEMS,
    RELATED,
    SHORTEST,
    SURE,
    confidence_of_first,
)
from hotline.matching.contradiction.detect import TURNED, find_contradiction
from hotline.matching.ranking.embeddings import Mode, SentenceEncoder
from hotline.matching.search import Hit, Match, Reason, SearchableKnowledge, SearchResult, read_matches, search
from hotline.matching.text.normalise import fold, normalise, read_number


class Kind(Enum):
    ANSWER = "answer"
    CHOICES = "choices"
    NOTHING = "nothing"


@dataclass(frozen=True)
class Decision:
    """ANSWER: ``matches[0]`` is the answer, those behind it came close; CHOICES: 2 to 5 matches, or the one item whose
    index number was asked for; NOTHING: none.

    ``confidence`` is the chance, from 0 to 1, that the first match is the right one; ``reasons`` are Chinese
    sentences for staff on why the decision fell so; ``search_result`` is what it was made on, None where nothing was
    searched for: a number was asked for, or nothing that can be read."""

    kind: Kind
    confidence: float
    matches: tuple[Match, ...]
    reasons: tuple[str, ...]
    search_result: SearchResult | None = None

    @property
    def mode(self) -> Mode:
        return self.search_result.mode if self.search_result else Mode.WORDS


def match(question: str, knowledge: SearchableKnowledge, encoder: SentenceEncoder | None = None) -> Decision:
    """What ``question`` leads to in ``knowledge``: by number, by index number, or by its words, and by its meaning
    where that can be read."""
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
    result = search(normalised, knowledge, encoder)
    return replace(decide(result, knowledge), search_result=result)


def decide(result: SearchResult, knowledge: SearchableKnowledge) -> Decision:
    """The decision on what was found: sure of one entry, unsure between several, or nothing that is related."""
    rewritten = result.rewritten
    related = [choice for choice in result.hits if result.strength(choice.fit) >= RELATED[result.mode]]
    named = [choice for choice in result.hits if choice.is_item and result.names(choice.fit)]
    if not related and not named:
        strongest = max((result.strength(choice.fit) for choice in result.hits), default=0.0)
        return _nothing(*rewritten, f"最接近的一条强度只有{strongest:.2f}，低于{RELATED[result.mode]}，算无关的问题。")
    best = (related or named)[0]
    confidence = confidence_of_first(result.items if best.is_item else result.entries, result.mode)
    near = [choice for choice in related if choice.fit.score >= CLOSE * best.fit.score][:MOST_CHOICES]
    read: dict[Hit, Match] = {}
    figures = f"把握{confidence:.2f}，强度{result.strength(best.fit):.2f}"
    if named:
        why = "问题里点了目录条目的名，请提问的人选择。"
    elif best.is_item:
        why = "最接近的是目录条目，请提问的人选择。"
    elif result.says_again():
        why = "翻来覆去是同样几个字，看不出问的是什么，请提问的人选择。"
    elif result.has_rival():
        why = "问题里的词几条问答都有，分不清问的是哪一条，请提问的人选择。"
    elif confidence >= SURE and result.strength(best.fit) >= FIRM[result.mode]:
        read = read_matches(near, knowledge)
        turn = find_contradiction(result.question, read[best].wordings)
        if turn is None:
            return Decision(Kind.ANSWER, confidence, tuple(read.values()), (*rewritten, f"{figures}，直接回答。"))
        fitting = [choice for choice in near if find_contradiction(result.question, read[choice].wordings) is None]
        best, *near = dict.fromkeys((*fitting, *near))
        confidence, why = min(confidence, TURNED), f"{turn.reason}意思可能不同，请提问的人选择。"
    else:
        why = f"{figures}，不够直接回答，请提问的人选择。"
    offered = list(dict.fromkeys((best, *named[:NAMED_ITEMS], *near)))[:MOST_CHOICES]
    if len(offered) == 1:
        offered = list(dict.fromkeys((best, *result.hits[:2])))[:2]
    read |= read_matches([choice for choice in offered if choice not in read], knowledge)
    return Decision(Kind.CHOICES, confidence, tuple(read[choice] for choice in offered), (*rewritten, why))


def _by_number(number: int, knowledge: SearchableKnowledge) -> Decision:
    entry = knowledge.find_entry(number)
    if entry is None:
        return _nothing(f"没有编号为{number}的问答。")
    found = Match(entry, None, 1.0, (Reason("number", 1.0, (str(number),)),))
    return Decision(Kind.ANSWER, 1.0, (found,), ("问题就是一个编号。",))


def _nothing(*reasons: str) -> Decision:
    return Decision(Kind.NOTHING, 0.0, (), reasons)
