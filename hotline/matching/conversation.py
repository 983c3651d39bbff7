"""Decides on a question within a conversation: what was answered before tells what a short question is about."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from hotline.core.entries import OFFICE_NUMBERS
from hotline.matching.confidence import SAME_WORDING_COSINE
from hotline.matching.decision import Decision, Kind, answer_with, decide, nothing, offer
from hotline.matching.details.aspects import find_aspects
from hotline.matching.details.reading import SURE_CHANCE, Reading, read_entry
from hotline.matching.follow_up import (
    complete,
    continues,
    find_subject,
    is_about_them,
    list_other_words,
    may_leave_out_subject,
)
from hotline.matching.search import SearchableKnowledge, SearchResult, search
from hotline.matching.shortlist import shortlist
from hotline.matching.subject.frame_words import is_content_word
from hotline.matching.text.normalise import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hotline.core.entries import Entry
    from hotline.matching.ranking.embeddings import SentenceEncoder
    from hotline.matching.ranking.retrieval import DocumentTexts

MOST_SIBLINGS = 12
"""How many of the entries found within the subject are looked through for one that asks for the same aspect."""
SIBLING_ASPECTS = frozenset({"price", "duration", "papers", "place", "who", "refusal"})
"""Aspects on which entries of their own are written."""
MOST_CLAUSES, SHORTEST_CLAUSE = 4, 3
"""How many of the last clauses of a question are looked at alone, and the characters that one has at least."""
_CLAUSES = re.compile(r"[,。?!;、\s]+")
MANNER_ASPECTS = frozenset({"writing", "online", "proxy"})
"""Aspects that tell in which way something is done: they are asked of a matter that was named before."""


def decide_in_context(
    normalised: str, knowledge: SearchableKnowledge, encoder: SentenceEncoder | None, context: int | None
) -> Decision:
    """The decision on a question; ``context`` is the number of the entry or referral that was answered before.

    A question that leaves out its subject goes on about that: another entry on the same subject answers it, or a
    passage of the entry that was told."""
    decision = _decide_whole(normalised, knowledge, encoder, context)
    return decision if decision.is_sure else _decide_clause(decision, normalised, knowledge, encoder, context)


def _decide_clause(
    whole: Decision,
    normalised: str,
    knowledge: SearchableKnowledge,
    encoder: SentenceEncoder | None,
    context: int | None,
) -> Decision:
    """``whole``, the decision on a question of several clauses, or the one on its last clause that is answered.

    Reasons, replies to the line and what is wanted now are said in one breath. Where nothing was heard before, a clause
    is looked at only if nothing is found for the whole, and it must name its subject."""
    clauses = [clause for clause in _CLAUSES.split(normalised) if clause]
    if len(clauses) < 2 or (context is None and whole.kind is not Kind.NOTHING):
        return whole
    for clause in reversed(clauses[-MOST_CLAUSES:]):
        if len(fold(clause)) < SHORTEST_CLAUSE or not (find_aspects(fold(clause))[0] or context is None):
            continue
        decision = _decide_whole(clause, knowledge, encoder, context)
        if decision.is_sure and _may_answer_clause(decision, context):
            return replace(decision, reasons=(f"从整句话里按“{clause}”查找。", *decision.reasons))
    return whole


def _may_answer_clause(decision: Decision, context: int | None) -> bool:
    """Whether the sure ``decision`` on a clause may stand for the whole: not our hours, and no guess at a subject."""
    first = decision.matches[0].entry
    if first is None or first.number in OFFICE_NUMBERS or decision.search_result is None:
        return False
    return context is not None or not may_leave_out_subject(decision.search_result)


def _decide_whole(
    normalised: str, knowledge: SearchableKnowledge, encoder: SentenceEncoder | None, context: int | None
) -> Decision:
    """The decision on a question, or a clause of one, as it stands."""
    result = search(normalised, knowledge, encoder)
    alone = decide(result, knowledge, encoder)
    heard = knowledge.find_entry(context) if context is not None else None
    if heard is None:
        return alone
    follow_up = FollowUp(result, alone, heard, knowledge, encoder)
    leaves_out_subject = may_leave_out_subject(result)
    if heard.is_referral:
        goes_on = leaves_out_subject or is_about_them(result.question)
        decision = (follow_up.refer_again() if goes_on else None) or alone
    elif leaves_out_subject and follow_up.subject:
        decision = follow_up.decide()
    elif follow_up.subject and follow_up.is_heard_again(alone) and follow_up.asks_for_detail():
        return follow_up.tell_passage() or alone
    else:
        return alone
    if decision.is_sure or not leaves_out_subject or not follow_up.subject:
        return decision
    is_sent_on = any(match.entry and match.entry.is_referral for match in decision.matches)
    keeps = not follow_up.content if heard.is_referral else not (follow_up.known or is_sent_on)
    return replace(decision, context=context) if keeps else decision


@dataclass(frozen=True)
class FollowUp:
    """A question (``result`` of its search, and the decision ``alone`` on it) after the entry or referral ``heard``."""

    result: SearchResult
    alone: Decision
    heard: Entry
    knowledge: SearchableKnowledge
    encoder: SentenceEncoder | None

    @cached_property
    def subject(self) -> tuple[str, ...]:
        """The terms that tell the subject of what was heard."""
        return find_subject(self.heard.number, self.knowledge)

    @cached_property
    def others(self) -> list[str]:
        """The words of the question beside the subject that ask for nothing."""
        return list_other_words(self.subject, self.result.question, self.knowledge)

    @property
    def content(self) -> list[str]:
        """Those of the ``others`` that the question may be about."""
        return [word for word in self.others if is_content_word(word)]

    @cached_property
    def reading(self) -> Reading:
        """How the entry that was heard tells what is asked."""
        question, vector = self.result.question, self.result.vector
        return read_entry(question, self.subject, self.heard, self.knowledge, self.encoder, vector)

    @cached_property
    def known(self) -> tuple[str, ...]:
        """The content words of the question with which entries or referrals are asked for."""
        words, collections = self.reading.asked.words, (self.knowledge.entries, self.knowledge.referrals)
        found = {posting.term for each in collections for posting in each.postings(words) if posting.asked}
        return tuple(word for word in words if word in found)

    @property
    def is_elsewhere(self) -> bool:
        """Whether the question has a known word that nothing in the entry that was heard comes near."""
        return any(word in self.known for word in self.reading.unknown)

    @cached_property
    def completed(self) -> SearchResult | None:
        """What is found for the question with the subject before it; None where that is in it already."""
        left_out = [term for term in self.subject if term not in self.result.folded]
        if not left_out:
            return None
        found = search(complete(left_out, self.result.question), self.knowledge, self.encoder)
        return replace(found, referrals=())  # within the subject of our own entry nobody is sent on

    def refer_again(self) -> Decision | None:
        """The referral that was heard once more, for a question that goes on about its matter; None where it does not.

        What that matter costs, takes or needs its own office knows. Our address and hours are no answer to who was sent
        to another office, unless they name us."""
        is_ours = any(match.entry and match.entry.number in OFFICE_NUMBERS for match in self.alone.matches[:1])
        if (self.content and not is_ours) or self.alone.kind is Kind.REFERRAL:
            return None
        found = answer_with(self.heard, "context", self.heard.question, "接着上一条转介问的，请问那个单位。")
        return replace(found, search_result=self.result)

    def decide(self) -> Decision:
        """The decision on a question that goes on about our own entry that was heard.

        What another entry on the same subject answers for sure is told. Otherwise it is the passage of this entry that
        tells it; a question with other words may be about another entry, which a passage must be surer to beat."""
        if sibling := self._find_sibling():
            found = answer_with(sibling, "context", sibling.question, "接着上一条问的，这一条专讲这个。")
            return replace(found, search_result=self.result)
        followed = self._decide_completed()
        if followed is not None and followed.is_sure and not self.is_heard_again(followed):
            return followed
        if followed is None and self.alone.is_sure and self.reading.asked.words:
            is_told = self._asks_how() and self.reading.tells_aspects and not self.is_elsewhere
            return (self.tell_passage(SURE_CHANCE) if is_told else None) or self.alone
        return self._choose(followed)

    def _choose(self, followed: Decision | None) -> Decision:
        """The passage that tells what is asked, or the decision without it (``followed``: within the subject)."""
        decision, reading = followed or self.alone, self.reading
        if decision.is_sure and self.is_heard_again(decision):
            return self.tell_passage() or (decision if reading.entry_tells else _untold(decision))
        if self.is_elsewhere:
            return self._leave_out(decision)
        has_rival = decision.matches and not self.is_heard_again(decision) and (followed or reading.asked.words)
        if has_rival:
            return (self.tell_passage(SURE_CHANCE) if reading.tells_aspects else None) or decision
        if found := self.tell_passage():
            return found
        return _untold(decision) if followed is None and not reading.asked.words else self._leave_out(decision)

    def _asks_how(self) -> bool:
        """Whether the question asks in which way something is done: that is asked of a matter named before."""
        return any(aspect.name in MANNER_ASPECTS for aspect in self.reading.asked.aspects)

    def asks_for_detail(self) -> bool:
        """Whether the question asks for an aspect, and is no published wording, which asks for the whole answer."""
        first = self.result.hits[0].candidate
        return first.parts["cosine"] < SAME_WORDING_COSINE and bool(find_aspects(self.result.folded)[0])

    def is_heard_again(self, decision: Decision) -> bool:
        """Whether the first of ``decision`` is the entry that was heard."""
        first = decision.matches[0].entry if decision.matches else None
        return first is not None and first.number == self.heard.number

    def tell_passage(self, least: float = 0.0) -> Decision | None:
        """The passage that tells what is asked, where it is likely and its chance is at least ``least``, or where only
        its aspect is asked."""
        reading = self.reading
        is_by_aspect = reading.asked.is_by_aspect and reading.tells_aspects
        if not is_by_aspect and (reading.chance < least or not reading.is_likely):
            return None
        place = f"“{reading.passage.heading}”里" if reading.passage.heading else ""
        found = answer_with(self.heard, "context", self.heard.question, f"接着上一条问的，那一条的答复{place}说到了。")
        return replace(found, confidence=reading.chance, passage=reading.passage, search_result=self.result)

    def _find_sibling(self) -> Entry | None:
        """The first other entry on the same subject whose own question asks for what is asked.

        复议 has an entry on its price, one on its time and so on: 那要带什么 after one of them is answered by another.
        A question with other known words asks for more than that, and one that is answered alone needs no sibling."""
        question = self.reading.asked
        asked = {aspect.name for aspect in question.aspects}
        is_more = not asked <= SIBLING_ASPECTS or (question.words and self.alone.is_sure)
        if not asked or is_more or self.completed is None:
            return None
        hits = [hit.candidate.key for hit in self.completed.hits if hit.kind == "entry"][:MOST_SIBLINGS]
        entries = self.knowledge.entries_at(hits)
        found = [entries[key] for key in hits if _asks_for(entries[key], self.subject, asked, self.known)]
        return found[0] if found and self.heard not in found else None

    def _decide_completed(self) -> Decision | None:
        """The decision within the subject of what was heard; None where that leads nowhere.

        A question with other words may be about something else: what answers it alone stays the answer, and otherwise
        an entry none of whose wordings has such a word is only offered."""
        followed = self.completed
        found = _read_first(followed, self.knowledge) if followed else None
        if followed is None or found is None or (self.others and self.alone.is_sure):
            return None
        if not continues(self.subject, self.others, found):
            return None
        decision = decide(followed, self.knowledge, self.encoder)
        strange = [word for word in self.others if word not in found.wordings]
        if strange and decision.is_sure:
            doubt = f"问题里还说了“{strange[0]}”，可能换了话题，请提问的人选择。"
            related = shortlist(followed, self.knowledge)
            decision = offer(followed, related, decision.confidence, doubt, self.knowledge, {})
        if decision.kind is Kind.NOTHING:
            return None
        reasons = (f"接着上一条问的，按“{followed.question}”查找。", *decision.reasons)
        return replace(decision, reasons=reasons, search_result=followed)

    def _leave_out(self, decision: Decision) -> Decision:
        """``decision`` without the entry that was heard, which does not tell it."""
        number = self.heard.number
        others = tuple(match for match in decision.matches if not (match.entry and match.entry.number == number))
        if others == decision.matches:
            return decision
        return replace(decision, matches=others) if others and not decision.is_sure else _untold(decision)


def _asks_for(entry: Entry, subject: Sequence[str], asked: set[str], known: Sequence[str]) -> bool:
    """Whether the question of ``entry`` names ``subject`` and the ``known`` words, and asks for all ``asked``."""
    question = fold(entry.question)
    is_about = any(term in question for term in subject if is_content_word(term))
    asks = asked <= {aspect.name for aspect in find_aspects(question)[0]}
    return is_about and asks and all(word in question for word in known)


def _untold(decision: Decision) -> Decision:
    """Nothing, because the entry heard before, which the question goes on about, does not tell it."""
    return replace(nothing(*decision.reasons, "刚才那一条没有说到这一点。"), search_result=decision.search_result)


def _read_first(result: SearchResult, knowledge: SearchableKnowledge) -> DocumentTexts | None:
    """The texts of the entry that was found first."""
    first = next((hit for hit in result.hits if not hit.is_item), None)
    return knowledge.entries.read_texts([first.candidate.key])[0] if first else None
