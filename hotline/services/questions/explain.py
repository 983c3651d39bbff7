"""Explanation of a decision: the scores of the nearest entries and items, part by part."""

from __future__ import annotations

from dataclasses import dataclass

from hotline.core.permissions import Permission, Staff
from hotline.matching.decision import Decision
from hotline.matching.match import match
from hotline.matching.ranking.scoring import MEANING, WEIGHTS
from hotline.matching.search import Match, Reason, read_matches, search
from hotline.matching.text.normalise import fold, normalise
from hotline.services.line import Line

SHOWN = 5
"""Candidates in an explanation, those of the decision included."""

PARTS = {
    "cosine": "与最像的一种问法有多像",
    "characters": "单字与最像的问法相合",
    "pairs": "两字连着与最像的问法相合",
    "covered": "问法里的字词提问里说到多少",
    "sound": "读音与问法相同",
    "asked": "字词在各种问法里",
    "text": "字词在全文里（连答复）",
    "ratio": "字的次序与问法相近",
    "wording_words": "要紧的词在一种问法里",
    "text_words": "要紧的词在全文里",
    "word_vectors": "词的意思相近",
    "asked_for": "问的是同一方面（钱、时间、地点等）",
    MEANING: "意思与最近的问法或者答复有多近",
    "number": "就是它的编号",
    "contact": "问的就是它的电话",
    "context": "接着这一条问的",
    "index_number": "就是它的索引号",
    "document_number": "有它的文号",
}
"""Part of a score -> its label for staff. Every part that ranking weighs has a label."""
_WEIGHED = {*WEIGHTS, MEANING}


@dataclass(frozen=True)
class ScorePart:
    """One part of a score: its ``value`` (0 to 1) and its ``share`` of the whole score, None where it decides alone."""

    label: str
    value: float
    share: float | None


@dataclass(frozen=True)
class Candidate:
    """An entry or a catalogue item with its score. ``is_shown`` says whether the citizen gets to see it; ``words``
    are the words of the question that were found in it."""

    match: Match
    is_shown: bool
    parts: tuple[ScorePart, ...]
    words: tuple[str, ...]

    @property
    def name(self) -> str:
        """The entry's number or the item's index number."""
        if self.match.entry:
            return str(self.match.entry.number)
        return self.match.item.index_number if self.match.item else ""


@dataclass(frozen=True)
class Explanation:
    """``read_as`` is the question as normalised for matching. ``candidates`` begin with those the citizen gets to see;
    the next best follow."""

    read_as: str
    decision: Decision
    candidates: tuple[Candidate, ...]


def try_question(line: Line, actor: Staff, question: str) -> Explanation:
    """``explain`` for a member of staff who tries out a question; nothing is recorded."""
    actor.require(Permission.READ_ENTRIES)
    return explain(line, question)


def explain(line: Line, question: str, context: int | None = None) -> Explanation:
    """The decision on ``question`` and the candidates nearest to it, also where the decision names none.

    ``context`` is the number of the entry that was answered before, if any."""
    knowledge = line.knowledge
    decision = match(question, knowledge, line.encoder, context)
    read_as = normalise(question)
    shown = [_candidate(matched, is_shown=True) for matched in decision.matches]
    result = decision.search_result
    if result is None and not shown and fold(read_as):  # such as a number that no entry has, or one character
        result = search(read_as, knowledge, line.encoder)
    near = result.hits[: SHOWN + len(shown)] if result else ()
    names = {candidate.name for candidate in shown}
    others = [_candidate(matched, is_shown=False) for matched in read_matches(near, knowledge).values()]
    candidates = (*shown, *(other for other in others if other.name not in names))
    return Explanation(read_as, decision, candidates[: max(SHOWN, len(shown))])


def _candidate(match: Match, *, is_shown: bool) -> Candidate:
    words = dict.fromkeys(term for reason in match.reasons for term in reason.terms)
    return Candidate(match, is_shown, tuple(map(_part, match.reasons)), tuple(words))


def _part(reason: Reason) -> ScorePart:
    share = reason.share if reason.part in _WEIGHED else None
    return ScorePart(PARTS.get(reason.part, reason.part), reason.value, share)
