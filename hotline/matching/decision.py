"""Decides what a question leads to (an answer, choices to offer, or nothing) and says why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from functools import partial
from typing import TYPE_CHECKING

from hotline.core.entries import OFFICE_NUMBERS, Entry
from hotline.matching.confidence import (
    ANSWER_CONFIDENCE,
    ANSWER_STRENGTH,
    CLOSE_SCORE_SHARE,
    CONTRADICTED_CONFIDENCE,
    MOST_CHOICES,
    MOST_NAMED_ITEMS,
    REFERRAL_CONFIDENCE,
    strength,
)
from hotline.matching.contradiction.detect import find_contradiction
from hotline.matching.details.reading import Asked, read_entry
from hotline.matching.follow_up import find_subject
from hotline.matching.ranking.embeddings import Mode
from hotline.matching.search import Hit, Match, Reason, SearchableKnowledge, SearchResult, read_matches
from hotline.matching.shortlist import shortlist
from hotline.matching.subject.asked_for import find_untold
from hotline.matching.text.normalise import fold

if TYPE_CHECKING:
    from hotline.core.passages import Passage
    from hotline.matching.ranking.embeddings import SentenceEncoder

ASPECT_CONFIDENCE = 0.4
"""The confidence from which a question that names only an entry's subject and an aspect of it is answered by it."""
REPETITIVE = "翻来覆去是同样几个字，看不出问的是什么，请提问的人选择。"


class Kind(Enum):
    ANSWER = "answer"
    REFERRAL = "referral"
    CHOICES = "choices"
    NOTHING = "nothing"


@dataclass(frozen=True)
class Decision:
    """ANSWER: ``matches[0]`` is the answer, the others came close; REFERRAL: the same, and ``matches[0]`` sends people
    on to another office; CHOICES: 1 to 5 matches; NOTHING: no matches.

    ``confidence`` is the chance, from 0 to 1, that the first match is the right one. ``reasons`` are Chinese sentences
    that tell staff why. ``search_result`` is None where nothing was searched for: the question is a number, or too
    short to be read. ``passage`` is the piece of the answer that tells what was asked, None for the whole answer.
    ``context`` is the number of the entry answered before where the question went on about it and was not answered."""

    kind: Kind
    confidence: float
    matches: tuple[Match, ...]
    reasons: tuple[str, ...]
    search_result: SearchResult | None = None
    passage: Passage | None = None
    context: int | None = None

    @property
    def is_sure(self) -> bool:
        """Whether ``matches[0]`` is told at once: an answer of our own, or a referral."""
        return self.kind in (Kind.ANSWER, Kind.REFERRAL)

    @property
    def next_context(self) -> int | None:
        """The number of the entry or referral that a next question without a subject goes on about; None for none."""
        first = self.matches[0].entry if self.is_sure else None
        return first.number if first else self.context

    @property
    def mode(self) -> Mode:
        return self.search_result.mode if self.search_result else Mode.WORDS


def decide(result: SearchResult, knowledge: SearchableKnowledge, encoder: SentenceEncoder | None = None) -> Decision:
    """The decision on what a search found: sure of one entry, unsure between several, or nothing that is related.

    Where the short wordings of the entry do not tell what is asked for, its long answer is read (``encoder``)."""
    decision = _put_holder_first(_decide(result, knowledge, encoder), result, knowledge)
    return replace(decision, search_result=result)


def _decide(result: SearchResult, knowledge: SearchableKnowledge, encoder: SentenceEncoder | None) -> Decision:
    hits = [hit for hit in result.hits if result.shares_content(hit)]
    related = shortlist(result, knowledge)
    named = [hit for hit in hits if hit.is_item and result.names_item(hit.candidate)]
    best = next(iter((*related, *named, *hits, *result.hits)), None)
    if best is None:
        return nothing(*result.reasons, "没有一条有问题里的字词。")
    confidence = result.confidence_in(best)
    if not named and not related:
        return nothing(*result.reasons, f"最接近的一条：{_figures(best, confidence)}，太低，算无关的问题。")
    close = [hit for hit in related if hit.candidate.score >= CLOSE_SCORE_SHARE * best.candidate.score][:MOST_CHOICES]
    if named or best.is_item:
        doubt = "问题里点了目录条目的名，请提问的人选择。" if named else "最接近的是目录条目，请提问的人选择。"
        doubt = REPETITIVE if result.is_repetitive() else doubt
        return offer(result, (best, *named[:MOST_NAMED_ITEMS], *close), confidence, doubt, knowledge, {})
    decision = _answer_unless_contradicted(result, close, confidence, _find_doubt(result, close, confidence), knowledge)
    return _tell_detail(decision, result, close, knowledge, encoder)


def _tell_detail(
    decision: Decision,
    result: SearchResult,
    close: Sequence[Hit],
    knowledge: SearchableKnowledge,
    encoder: SentenceEncoder | None,
) -> Decision:
    """``decision``, where its first entry tells what is asked in its short wordings, or the question is about more.

    Where the short wordings of an answer do not tell it, it is the passage that does, or else the ``close`` hits as
    choices. Choices become an answer where the question is only the first entry's subject and an aspect of it."""
    entry = decision.matches[0].entry if decision.matches else None
    if entry is None or entry.number in OFFICE_NUMBERS or entry.is_referral:
        return decision
    subject = find_subject(entry.number, knowledge)
    if decision.kind is Kind.CHOICES:
        return _answer_aspect(decision, entry, subject, result, knowledge, encoder)
    untold = find_untold(result.folded, _short_wordings(entry))
    if not untold:
        return decision
    reading = read_entry(result.question, subject, entry, knowledge, encoder, result.vector)
    if not reading.is_likely:
        doubt = f"问的是{untold}，这条的短答复没有说，请提问的人选择。"
        return offer(result, close, decision.confidence, doubt, knowledge, {})
    reason = f"问的是{untold}，短答复没有说，网页答复里说到了。"
    return replace(decision, passage=reading.passage, reasons=(*decision.reasons, reason))


def _answer_aspect(
    decision: Decision,
    entry: Entry,
    subject: Sequence[str],
    result: SearchResult,
    knowledge: SearchableKnowledge,
    encoder: SentenceEncoder | None,
) -> Decision:
    """The choices of ``decision``, or the passage of their first ``entry`` where the question names its ``subject`` and
    one aspect of it, nothing more, and no other choice is on that subject (公证要带什么)."""
    others = [match.entry for match in decision.matches[1:] if match.entry]
    has_sibling = any(term in fold(other.question) for term in subject for other in others)
    names_subject = bool(subject) and all(term in result.folded for term in subject)
    if has_sibling or not names_subject or decision.confidence < ASPECT_CONFIDENCE:
        return decision
    if not Asked.read(result.question, subject, knowledge).is_by_aspect:
        return decision
    if find_contradiction(result.question, decision.matches[0].wordings) is not None:
        return decision
    reading = read_entry(result.question, subject, entry, knowledge, encoder, result.vector)
    if not reading.tells_aspects:
        return decision
    reason = "问的就是这件事的一个方面，答复里说到了。"
    return replace(decision, kind=Kind.ANSWER, passage=reading.passage, reasons=(*decision.reasons, reason))


def _short_wordings(entry: Entry) -> tuple[str, ...]:
    return (entry.spoken, entry.text) if entry.text else (entry.web_answer,)


def _find_doubt(result: SearchResult, close: Sequence[Hit], confidence: float) -> str | None:
    """Why choices are offered instead of the first of ``close``, in Chinese for staff; None where it may be told."""
    best = close[0]
    least_confidence = REFERRAL_CONFIDENCE if best.is_referral else ANSWER_CONFIDENCE
    if result.is_repetitive():
        return REPETITIVE
    if result.has_rival(best, close):
        return "问题里的词几条问答都有，分不清问的是哪一条，请提问的人选择。"
    if confidence < least_confidence or strength(best.candidate) < ANSWER_STRENGTH[result.mode]:
        return f"{_figures(best, confidence)}，不够直接回答，请提问的人选择。"
    return None


def _answer_unless_contradicted(
    result: SearchResult, close: Sequence[Hit], confidence: float, doubt: str | None, knowledge: SearchableKnowledge
) -> Decision:
    """The first of ``close`` as the answer, or choices where there is a ``doubt``; where the question contradicts it,
    choices, those it does not contradict first.

    A referral has no contradiction: whether a benefit is applied for or was stopped, its office is the same."""
    matches = read_matches(close, knowledge)
    is_referral = close[0].is_referral
    contradiction = None if is_referral else find_contradiction(result.question, matches[close[0]].wordings)
    if contradiction is None and doubt:
        return offer(result, close, confidence, doubt, knowledge, matches)
    if contradiction is None:
        verdict = "这件事归别的单位管，直接转介。" if is_referral else "直接回答。"
        reasons = (*result.reasons, f"{_figures(close[0], confidence)}，{verdict}")
        kind = Kind.REFERRAL if is_referral else Kind.ANSWER
        return Decision(kind, confidence, tuple(matches.values()), reasons)
    compatible = [hit for hit in close if find_contradiction(result.question, matches[hit].wordings) is None]
    doubt = f"{contradiction.reason}意思可能不同，请提问的人选择。"
    confidence = min(confidence, CONTRADICTED_CONFIDENCE)
    return offer(result, (*compatible, *close), confidence, doubt, knowledge, matches)


def _put_holder_first(decision: Decision, result: SearchResult, knowledge: SearchableKnowledge) -> Decision:
    """``decision``, or choices that begin with the only entry in whose answer the question stands as it is."""
    holder = result.holder
    if holder is None or decision.kind is Kind.REFERRAL:
        return decision
    if decision.kind is Kind.ANSWER and result.entries[0] is holder.candidate:
        return decision
    offered = [hit for hit in result.hits if result.is_related(hit.candidate)]
    doubt = "这几个字只在这一条问答的答复里有，请提问的人选择。"
    return offer(result, (holder, *offered), decision.confidence, doubt, knowledge, {})


def offer(
    result: SearchResult,
    hits: Iterable[Hit],
    confidence: float,
    doubt: str,
    knowledge: SearchableKnowledge,
    matches: Mapping[Hit, Match],
) -> Decision:
    """``hits`` as choices, each once; a single entry or item is joined by the next best that shares a content word.

    ``matches`` are those read already."""
    offered = list(dict.fromkeys(hits))[:MOST_CHOICES]
    if len(offered) == 1 and not offered[0].is_referral:
        next_best = [hit for hit in result.hits[:2] if result.shares_content(hit)]
        offered = list(dict.fromkeys((*offered, *next_best)))[:2]
    matches = {**matches, **read_matches([hit for hit in offered if hit not in matches], knowledge)}
    in_force_first = sorted((matches[hit] for hit in offered), key=partial(_is_repealed, result.folded))
    return Decision(Kind.CHOICES, confidence, tuple(in_force_first), (*result.reasons, doubt))


def _is_repealed(folded: str, match: Match) -> bool:
    """Whether ``match`` is an item that was repealed, unless the question gives its very title."""
    item = match.item
    return item is not None and item.is_repealed and fold(item.title) not in folded


def _figures(best: Hit, confidence: float) -> str:
    unknown = best.candidate.subject.unknown_word
    word = f"问题里的“{unknown}”这条没有说到，" if unknown else ""
    return f"{word}把握{confidence:.2f}，强度{strength(best.candidate):.2f}"


def answer_with(entry: Entry, part: str, term: str, reason: str) -> Decision:
    """``entry`` as the answer or referral, because of its ``part`` (a number, a telephone, the context)."""
    found = Match(entry, None, 1.0, (Reason(part, 1.0, (term,)),))
    return Decision(Kind.REFERRAL if entry.is_referral else Kind.ANSWER, 1.0, (found,), (reason,))


def nothing(*reasons: str) -> Decision:
    return Decision(Kind.NOTHING, 0.0, (), reasons)
