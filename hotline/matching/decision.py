"""Decides what a question leads to (an answer, choices to offer, or nothing) and says why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from functools import partial

from hotline.core.entries import OFFICE_NUMBERS, REFERRAL_NUMBERS, Entry, is_entry_number
from hotline.core.spoken_numbers import read_digits
from hotline.matching.confidence import (
    ANSWER_CONFIDENCE,
    ANSWER_STRENGTH,
    CLOSE_SCORE_SHARE,
    CONTRADICTED_CONFIDENCE,
    MOST_CHOICES,
    MOST_NAMED_ITEMS,
    REFERRAL_CONFIDENCE,
    SHORTEST_QUESTION,
    strength,
)
from hotline.matching.contacts import find_contact
from hotline.matching.contradiction.detect import find_contradiction
from hotline.matching.follow_up import (
    complete,
    continues,
    find_subject,
    is_about_them,
    list_other_words,
    may_leave_out_subject,
)
from hotline.matching.numbered_items import NumberedItems, find_numbered_items
from hotline.matching.ranking.embeddings import Mode, SentenceEncoder
from hotline.matching.ranking.retrieval import DocumentTexts
from hotline.matching.search import Hit, Match, Reason, SearchableKnowledge, SearchResult, read_matches, search
from hotline.matching.shortlist import shortlist
from hotline.matching.subject.asked_for import find_untold
from hotline.matching.subject.frame_words import is_content_word
from hotline.matching.text.normalise import fold, normalise, read_number

INDEX_DIGITS = 9
"""The year and the last five digits of an index number, as people say it (二零二六杠零零零零九)."""
_NUMBER_NAMES = {"index_number": "索引号", "document_number": "文号"}
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
    short to be read."""

    kind: Kind
    confidence: float
    matches: tuple[Match, ...]
    reasons: tuple[str, ...]
    search_result: SearchResult | None = None

    @property
    def is_sure(self) -> bool:
        """Whether ``matches[0]`` is told at once: an answer of our own, or a referral."""
        return self.kind in (Kind.ANSWER, Kind.REFERRAL)

    @property
    def mode(self) -> Mode:
        return self.search_result.mode if self.search_result else Mode.WORDS


def match(
    question: str,
    knowledge: SearchableKnowledge,
    encoder: SentenceEncoder | None = None,
    context: int | None = None,
) -> Decision:
    """What ``question`` leads to in ``knowledge``: by an entry's number, by an item's index number, or by a search.

    With an ``encoder`` the search compares meanings too, if ``knowledge`` has the vectors of the same model.
    ``context`` is the number of the entry that was answered before: a question that names no subject of its own is
    taken to go on about the subject of that entry."""
    normalised = normalise(question)
    if not fold(normalised):
        return _nothing("问题里没有可以查找的文字。")
    numbered = find_numbered_items(normalised, knowledge)
    by_number = _decide_by_number(normalised, numbered, knowledge) or _decide_by_numbers(question, knowledge)
    if by_number is not None:
        return by_number
    contact = find_contact(normalised, knowledge)
    if contact is not None:
        return _answer_with(contact.entry, "contact", contact.names[0], f"问的是“{contact.names[0]}”怎么联系。")
    if len(fold(normalised)) < SHORTEST_QUESTION:
        return _nothing("只有一个字，看不出问的是什么。")
    decision = _decide_in_context(normalised, knowledge, encoder, context)
    return _put_first(numbered, decision) if numbered.items else decision


def _decide_in_context(
    normalised: str, knowledge: SearchableKnowledge, encoder: SentenceEncoder | None, context: int | None
) -> Decision:
    result = search(normalised, knowledge, encoder)
    decision = replace(_put_holder_first(decide(result, knowledge), result, knowledge), search_result=result)
    if context is None:
        return decision
    if context in REFERRAL_NUMBERS and (may_leave_out_subject(result) or is_about_them(result.question)):
        return _refer_again(decision, result, context, knowledge) or decision
    if not may_leave_out_subject(result):
        return decision
    return _go_on(decision, result, context, knowledge, encoder) or decision


def _refer_again(alone: Decision, result: SearchResult, number: int, knowledge: SearchableKnowledge) -> Decision | None:
    """The referral ``number`` once more, for a question that goes on about its matter; None where it does not.

    What that matter costs, takes or needs its own office knows. ``alone`` is the decision without it: our address and
    hours are no answer to who was sent to another office, unless they name us."""
    referral = knowledge.find_entry(number)
    is_ours = any(match.entry and match.entry.number in OFFICE_NUMBERS for match in alone.matches[:1])
    words = list_other_words(find_subject(number, knowledge), result.question, knowledge)
    others = [word for word in words if is_content_word(word)]
    if referral is None or (others and not is_ours) or alone.kind is Kind.REFERRAL:
        return None
    return replace(
        _answer_with(referral, "context", referral.question, "接着上一条转介问的，请问那个单位。"), search_result=result
    )


def _go_on(
    alone: Decision,
    result: SearchResult,
    context: int,
    knowledge: SearchableKnowledge,
    encoder: SentenceEncoder | None,
) -> Decision | None:
    """The decision on the question of ``result`` within the subject of the entry or referral ``context``; None where
    that leads nowhere.

    ``alone`` is the decision without it. A question with other words may be about something else: what answers it alone
    stays the answer, and otherwise an entry none of whose wordings has such a word is only offered."""
    subject = find_subject(context, knowledge)
    others = list_other_words(subject, result.question, knowledge)
    left_out = [term for term in subject if term not in result.folded]
    if not left_out or (others and alone.is_sure):
        return None
    followed = search(complete(left_out, result.question), knowledge, encoder)
    if context not in REFERRAL_NUMBERS:
        followed = replace(followed, referrals=())  # within the subject of our own entry nobody is sent on
    found = _read_first(followed, knowledge)
    if found is None or not continues(subject, others, found):
        return None
    decision = decide(followed, knowledge)
    strange = [word for word in others if word not in found.wordings]
    if strange and decision.is_sure:
        related = shortlist(followed, knowledge)
        doubt = f"问题里还说了“{strange[0]}”，可能换了话题，请提问的人选择。"
        decision = _offer(followed, related, decision.confidence, doubt, knowledge, {})
    if decision.kind is Kind.NOTHING:
        return None
    reasons = (f"接着上一条问的，按“{followed.question}”查找。", *decision.reasons)
    return replace(decision, reasons=reasons, search_result=followed)


def _put_holder_first(decision: Decision, result: SearchResult, knowledge: SearchableKnowledge) -> Decision:
    """``decision``, or choices that begin with the only entry in whose answer the question stands as it is."""
    holder = result.holder
    if holder is None or decision.kind is Kind.REFERRAL:
        return decision
    if decision.kind is Kind.ANSWER and result.entries[0] is holder.candidate:
        return decision
    offered = [hit for hit in result.hits if result.is_related(hit.candidate)]
    doubt = "这几个字只在这一条问答的答复里有，请提问的人选择。"
    return _offer(result, (holder, *offered), decision.confidence, doubt, knowledge, {})


def _read_first(result: SearchResult, knowledge: SearchableKnowledge) -> DocumentTexts | None:
    """The texts of the entry or referral that was found first."""
    first = next((hit for hit in result.hits if not hit.is_item), None)
    if first is None:
        return None
    collection = knowledge.referrals if first.is_referral else knowledge.entries
    return collection.read_texts([first.candidate.key])[0]


def decide(result: SearchResult, knowledge: SearchableKnowledge) -> Decision:
    """The decision on what a search found: sure of one entry, unsure between several, or nothing that is related."""
    hits = [hit for hit in result.hits if result.shares_content(hit)]
    related = shortlist(result, knowledge)
    named = [hit for hit in hits if hit.is_item and result.names_item(hit.candidate)]
    best = next(iter((*related, *named, *hits, *result.hits)), None)
    if best is None:
        return _nothing(*result.reasons, "没有一条有问题里的字词。")
    confidence = result.confidence_in(best)
    if not named and not related:
        return _nothing(*result.reasons, f"最接近的一条：{_figures(best, confidence)}，太低，算无关的问题。")
    close = [hit for hit in related if hit.candidate.score >= CLOSE_SCORE_SHARE * best.candidate.score][:MOST_CHOICES]
    if named or best.is_item:
        doubt = "问题里点了目录条目的名，请提问的人选择。" if named else "最接近的是目录条目，请提问的人选择。"
        doubt = REPETITIVE if result.is_repetitive() else doubt
        return _offer(result, (best, *named[:MOST_NAMED_ITEMS], *close), confidence, doubt, knowledge, {})
    return _answer_unless_contradicted(result, close, confidence, _find_doubt(result, close, confidence), knowledge)


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
    doubt = doubt or (None if is_referral else _find_untold(result, matches[close[0]]))
    contradiction = None if is_referral else find_contradiction(result.question, matches[close[0]].wordings)
    if contradiction is None and doubt:
        return _offer(result, close, confidence, doubt, knowledge, matches)
    if contradiction is None:
        verdict = "这件事归别的单位管，直接转介。" if is_referral else "直接回答。"
        reasons = (*result.reasons, f"{_figures(close[0], confidence)}，{verdict}")
        kind = Kind.REFERRAL if is_referral else Kind.ANSWER
        return Decision(kind, confidence, tuple(matches.values()), reasons)
    compatible = [hit for hit in close if find_contradiction(result.question, matches[hit].wordings) is None]
    doubt = f"{contradiction.reason}意思可能不同，请提问的人选择。"
    confidence = min(confidence, CONTRADICTED_CONFIDENCE)
    return _offer(result, (*compatible, *close), confidence, doubt, knowledge, matches)


def _find_untold(result: SearchResult, best: Match) -> str | None:
    """Why ``best``, although about the same, is no answer: neither of its short wordings tells what is asked for."""
    entry = best.entry
    if entry is None:
        return None
    untold = find_untold(result.folded, (entry.spoken, entry.text) if entry.text else (entry.web_answer,))
    return f"问的是{untold}，这条的短答复没有说，请提问的人选择。" if untold else None


def _offer(
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


def _decide_by_number(normalised: str, numbered: NumberedItems, knowledge: SearchableKnowledge) -> Decision | None:
    """The decision on a question that is only a number: of an entry, of a catalogue item, or a public telephone number.
    None where it is no number."""
    number = read_number(normalised)
    if number is None:
        return _put_first(numbered) if numbered.items and numbered.is_all else None
    is_short = not fold(normalised).startswith("0")  # 00102 are the last digits of an index number
    entry = knowledge.find_entry(number) if is_short else None
    if entry is not None:
        return _answer_with(entry, "number", str(number), "问题就是一个编号。")
    if numbered.items:
        return _put_first(numbered)
    contact = find_contact(normalised, knowledge)
    if contact is not None:
        return _answer_with(contact.entry, "contact", contact.names[0], "问题就是一个电话号码。")
    return _nothing(f"没有编号为{number}的问答。")


def _answer_with(entry: Entry, part: str, term: str, reason: str) -> Decision:
    found = Match(entry, None, 1.0, (Reason(part, 1.0, (term,)),))
    return Decision(Kind.REFERRAL if entry.is_referral else Kind.ANSWER, 1.0, (found,), (reason,))


def _put_first(numbered: NumberedItems, decision: Decision | None = None) -> Decision:
    """Choices: the items whose number is in the question, then those of the ``decision`` on its other words."""
    terms = tuple(item.index_number for item in numbered.items)
    found = [Match(None, item, 1.0, (Reason(numbered.kind, 1.0, terms),)) for item in numbered.items[:MOST_CHOICES]]
    others = [match for match in decision.matches if match.item not in numbered.items] if decision else []
    reason = f"问题里有目录条目的{_NUMBER_NAMES[numbered.kind]}。"
    reasons = (reason, *decision.reasons) if decision else (reason,)
    result = decision.search_result if decision else None
    return Decision(Kind.CHOICES, 1.0, (*found, *others)[:MOST_CHOICES], reasons, result)


def _decide_by_numbers(question: str, knowledge: SearchableKnowledge) -> Decision | None:
    """The entry or item whose number is said with other words (请查一零二), or the entries of several as choices.

    None where something else is said too, or where a number is none that an entry may have."""
    read = tuple(dict.fromkeys(read_digits(question)))
    numbered = find_numbered_items(read[0], knowledge) if len(read) == 1 and len(read[0]) == INDEX_DIGITS else None
    if numbered is not None and numbered.items:
        return _put_first(numbered)
    numbers = [int(digits) for digits in read]
    if not numbers or not all(is_entry_number(number) or number in OFFICE_NUMBERS for number in numbers):
        return None
    found = [entry for number in numbers if (entry := knowledge.find_entry(number))]
    if not found:
        return _nothing(f"没有编号为{numbers[0]}的问答。")
    if len(found) == 1:
        return _answer_with(found[0], "number", str(found[0].number), "问题就是一个编号。")
    matches = tuple(Match(entry, None, 1.0, (Reason("number", 1.0, (str(entry.number),)),)) for entry in found)
    return Decision(Kind.CHOICES, 1.0, matches[:MOST_CHOICES], ("问题里有几个编号，请提问的人选择。",))


def _nothing(*reasons: str) -> Decision:
    return Decision(Kind.NOTHING, 0.0, (), reasons)
