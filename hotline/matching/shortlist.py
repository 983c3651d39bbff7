"""Which of the ranked hits are worth telling: our own entries and catalogue items, and referrals to other offices.

They are ranked apart, each among its kind, and meet here. A caller must not hear of something that she did not speak
of, and a question that names the matter of another office is not answered from our own."""

from __future__ import annotations

from collections.abc import Sequence

from hotline.core.entries import OFFICE_NUMBERS
from hotline.matching.confidence import (
    ANSWER_CONFIDENCE,
    CLOSE_SCORE_SHARE,
    STORY,
    TIE_SCORE_SHARE,
    UNNAMED_ENTRY,
    UNNAMED_REFERRAL,
    is_believable,
    strength,
)
from hotline.matching.follow_up import NAMED
from hotline.matching.search import Hit, SearchableKnowledge, SearchResult


def shortlist(result: SearchResult, knowledge: SearchableKnowledge) -> list[Hit]:
    """The hits that are related to the question of ``result``, believable and not beside its subject, best first.

    Empty where the question has nothing to do with what is published."""
    related = [hit for hit in result.hits if result.is_related(hit.candidate) and result.shares_content(hit)]
    believable = _keep_believable(_merge_same_office(related, knowledge), result)
    return _keep_subject(believable, result) if any(hit.is_referral for hit in believable) else believable


def _merge_same_office(hits: list[Hit], knowledge: SearchableKnowledge) -> list[Hit]:
    """``hits`` with only the best of the referrals that send people to the same telephone of the same office: they do
    not compete, because they are one answer."""
    referrals = [hit for hit in hits if hit.is_referral]
    if len(referrals) < 2:
        return hits
    read = knowledge.entries_at([hit.candidate.key for hit in referrals])
    best: dict[tuple[str, str], Hit] = {}
    for hit in referrals:
        referral = read[hit.candidate.key]
        best.setdefault((referral.office, referral.telephone), hit)
    kept = {hit.candidate.key for hit in best.values()}
    return [hit for hit in hits if not hit.is_referral or hit.candidate.key in kept]


def _keep_believable(related: Sequence[Hit], result: SearchResult) -> list[Hit]:
    """The hits of those kinds (entries, referrals, items) whose first is believable.

    Where our own entries fit by chance alone, the question may still be one for another office. Where a referral is
    close, what has a subject that the question does not name is not believed for its strength alone."""
    least = CLOSE_SCORE_SHARE * max((hit.candidate.score for hit in related), default=0.0)
    beside_referral = any(hit.is_referral and hit.candidate.score >= least for hit in related)
    by_kind = {kind: [hit for hit in related if hit.kind == kind] for kind in {hit.kind for hit in related}}
    believed = {kind for kind, hits in by_kind.items() if _are_believable(hits, result, beside_referral)}
    return [hit for hit in related if hit.kind in believed]


def _are_believable(hits: Sequence[Hit], result: SearchResult, beside_referral: bool) -> bool:
    """Whether the first of ``hits``, which are of one kind, may be what the question is about."""
    first, confidence = hits[0], result.confidence_in(hits[0])
    least = CLOSE_SCORE_SHARE * first.candidate.score
    named = any(is_named(hit) for hit in hits if hit.candidate.score >= least)
    if first.is_item or named or first.candidate.key in OFFICE_NUMBERS:
        return is_believable(strength(first.candidate), confidence, result.mode)
    if first.is_referral or beside_referral:
        return confidence >= (UNNAMED_REFERRAL if first.is_referral else UNNAMED_ENTRY)
    is_story = bool(result.referrals) and len(result.folded) >= STORY
    return confidence >= UNNAMED_REFERRAL or (
        not is_story and is_believable(strength(first.candidate), confidence, result.mode)
    )


def _keep_subject(hits: list[Hit], result: SearchResult) -> list[Hit]:
    """``hits``, some of which are referrals, without what the question does not speak of.

    养老院收费贵不贵 is worded like our own entry on charges, but names 养老院, of which only a referral tells. An entry
    that may be the answer is kept with all others, and so is one on our own office. Beside a referral, an entry is
    otherwise kept where the question names its subject, or where no referral's subject is named and it scores alike."""
    first = hits[0]
    is_sure = first.kind == "entry" and result.confidence_in(first) >= ANSWER_CONFIDENCE
    if is_sure or first.candidate.key in OFFICE_NUMBERS:
        return hits
    close = [hit for hit in hits if hit.candidate.score >= CLOSE_SCORE_SHARE * first.candidate.score]
    if any(hit.is_referral and is_named(hit) for hit in close):
        return [hit for hit in close if hit.is_item or is_named(hit)]
    if not first.is_referral:
        return hits
    least = TIE_SCORE_SHARE * first.candidate.score
    return [hit for hit in close if hit.kind != "entry" or hit.candidate.score >= least or is_named(hit)]


def is_named(hit: Hit) -> bool:
    """Whether the question names what the entry or referral ``hit`` is about; a referral must be named by a rare word,
    because 法院 and 学校 stand in many questions on our own matters."""
    subject = hit.candidate.subject
    return (subject.heaviest_named if hit.is_referral else subject.content_named) >= NAMED
