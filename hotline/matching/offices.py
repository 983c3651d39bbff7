"""On a line of several offices: whose answer a question asks for, and when the citizen is asked which office is meant.

A question that names an office is answered by that office's entries, unless they hold no answer: who complains of an
office names it too (民政局不给我发低保，怎么复议). One that names none is answered as on a line of one office. Only if
another office answers the same question alike (几点上班) are the offices offered as choices, but not to who has
just heard one of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from hotline.core.entries import PARTICULAR_NUMBERS, TOLD_OF_MEMBERS
from hotline.core.member_offices import LINE_OFFICE, find_named
from hotline.matching.confidence import MOST_CHOICES, SAME_WORDING_COSINE, TIE_SCORE_SHARE
from hotline.matching.decision import Decision, Kind, answer_with, decide
from hotline.matching.search import Hit, Match, Reason, read_matches
from hotline.matching.subject.asked_for import find_asked_for
from hotline.matching.text.normalise import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from hotline.core.contact_entries import Contact
    from hotline.matching.ranking.embeddings import SentenceEncoder
    from hotline.matching.ranking.scoring import ScoredCandidate
    from hotline.matching.search import SearchableKnowledge, SearchResult

_ASKS_WHICH = "几个单位都有这件事的答复，请提问的人选单位。"
_NAMES_SEVERAL = "问题里说了几个单位。"
_GOES_ON = "接着上一条的单位问的。"


def choose_office(
    question: str,
    whole: Decision,
    knowledge: SearchableKnowledge,
    encoder: SentenceEncoder | None,
    context: int | None,
    match_rest: Callable[[str], Decision],
) -> Decision:
    """``whole``, the decision on a normalised ``question`` among all offices, or that of the office it is meant for.

    ``context`` is the number of the entry that was heard before. ``match_rest`` decides on the question without the
    name of an office."""
    chooser = _OfficeChooser(question, whole, knowledge, encoder)
    named = chooser.named
    if len(named) > 1:
        decision = chooser.decide_several(named, match_rest)
    elif named:
        decision = chooser.decide_named(named[0], match_rest)
    else:
        decision = chooser.decide_unnamed(chooser.find_heard(context))
    return chooser.with_names(decision)


@dataclass(frozen=True)
class _OfficeChooser:
    question: str
    whole: Decision
    knowledge: SearchableKnowledge
    encoder: SentenceEncoder | None

    @cached_property
    def _names(self) -> dict[str, tuple[str, ...]]:
        """Code -> every name of the office, the official one first."""
        office = self.knowledge.office
        own = (office.name, office.name.removeprefix(office.city))
        return {LINE_OFFICE: own} | {one.code: one.names for one in self.knowledge.member_offices}

    @cached_property
    def named(self) -> tuple[str, ...]:
        """The codes of the offices that the question names, that which runs the line first."""
        members = tuple(office.code for office in find_named(self.knowledge.member_offices, self.question))
        rest = self._without_names(members)
        return (LINE_OFFICE, *members) if any(name and name in rest for name in self._names[LINE_OFFICE]) else members

    def decide_named(self, code: str, match_rest: Callable[[str], Decision]) -> Decision:
        """The answer of the office ``code``, which the question names, or else that of all.

        The name is left out of what is searched for: no entry of the office need repeat it."""
        if self._is_of(code, self.whole):
            return self.whole
        rest = self._without_names((code,))
        found = match_rest(rest) if fold(rest) else None
        contact = self._contacts.get(code)
        if contact and (found is None or _asks_for_particulars(found)):
            return answer_with(contact.entry, "contact", contact.names[0], f"问的是“{contact.names[0]}”怎么联系。")
        if found is None or found.search_result is None:
            return self.whole
        own = decide(self._only_of(code, found.search_result), self.knowledge, self.encoder)
        if own.is_sure or (own.matches and not self.whole.is_sure):
            reason = f"问题里说了“{self._names[code][0]}”，先看这个单位的问答。"
            return replace(own, reasons=(reason, *own.reasons))
        return self.whole

    def decide_several(self, codes: Sequence[str], match_rest: Callable[[str], Decision]) -> Decision:
        """Choices among the offices ``codes``, all of which the question names (民政局和公安局几点上班).

        The decision on the whole question stays where it is sure, for a story names offices too, and where none of them
        answers it."""
        if self.whole.is_sure and not _asks_for_particulars(self.whole):
            return self.whole
        rest = self._without_names(codes).lstrip("和跟与及、")
        found = match_rest(rest) if fold(rest) else None
        if found is None or _asks_for_particulars(found):
            matches = [match for code in codes if (match := self._match_contact(code, found))]
        else:
            matches = self._list_sure(codes, found)
        if not matches:
            return self.whole
        kind = Kind.CHOICES if len(matches) > 1 else Kind.ANSWER
        return replace(self.whole, kind=kind, matches=tuple(matches[:MOST_CHOICES]), reasons=(_NAMES_SEVERAL,))

    def _list_sure(self, codes: Sequence[str], found: Decision) -> list[Match]:
        """The answer of each of these offices that has one."""
        if found.search_result is None:
            return []
        decided = (decide(self._only_of(code, found.search_result), self.knowledge, self.encoder) for code in codes)
        return [own.matches[0] for own in decided if own.is_sure]

    def _match_contact(self, code: str, found: Decision | None) -> Match | None:
        """How to reach an office; of that which runs the line, what was ``found`` of its particulars."""
        if code in self._contacts:
            return Match(self._contacts[code].entry, None, 1.0, (Reason("contact", 1.0),))
        first = found.matches[0] if found and found.matches else None
        return first if first and first.entry and first.entry.number in PARTICULAR_NUMBERS else None

    @cached_property
    def _contacts(self) -> dict[str, Contact]:
        """Code of a member -> how to reach it."""
        return {one.office_code: one for one in self.knowledge.contacts if one.is_office}

    def _without_names(self, codes: Sequence[str]) -> str:
        rest = self.question
        for name in sorted(filter(None, (name for code in codes for name in self._names[code])), key=len, reverse=True):
            rest = rest.replace(name, "")
        return rest.removeprefix("的")

    def decide_unnamed(self, heard: str | None) -> Decision:
        """``whole``, or the choice between offices, or the answer of the office that was ``heard`` before."""
        result = self.whole.search_result
        if heard is not None and result is not None and self._is_choice_of_offices(self.whole):
            own = decide(self._only_of(heard, result), self.knowledge, self.encoder)
            if own.is_sure:
                return replace(own, reasons=(_GOES_ON, *own.reasons))
        rivals = self._list_rivals()
        if len(rivals) < 2:
            return self.whole
        if heard in rivals:
            found = rivals[heard]
            told = (found, *(match for code, match in rivals.items() if code != heard))
            return replace(self.whole, kind=Kind.ANSWER, matches=told, reasons=(_GOES_ON,))
        offered = tuple(rivals.values())[:MOST_CHOICES]
        asked = replace(self.whole, kind=Kind.CHOICES, matches=offered, passage=None)
        return replace(asked, reasons=(*self.whole.reasons, _ASKS_WHICH))

    def find_heard(self, context: int | None) -> str | None:
        """The code of the office whose answer was heard before; None where none was."""
        entry = self.knowledge.find_entry(context) if context is not None else None
        return None if entry is None or entry.is_referral else self.knowledge.office_code_of(entry)

    def _list_rivals(self) -> dict[str, Match]:
        """Code -> the best match of each office that answers the question as the first match of ``whole`` does.

        Empty unless that is sure: choices are offered anyway, whoever's they are."""
        first = self.whole.matches[0] if self.whole.kind is Kind.ANSWER else None
        result = self.whole.search_result
        if first is None or first.entry is None or result is None:
            return {}
        if first.entry.number in TOLD_OF_MEMBERS:
            found = {code: self._match_contact(code, None) for code in self._contacts}
            return {LINE_OFFICE: first} | {code: match for code, match in found.items() if match}
        rivals = {self.knowledge.office_code_of(first.entry): first}
        alike = [Hit(each, False) for each in result.entries if _is_alike(each, result.entries[0])]
        for match in read_matches(alike, self.knowledge).values():
            if match.entry:
                rivals.setdefault(self.knowledge.office_code_of(match.entry), match)
        return rivals

    def _only_of(self, code: str, result: SearchResult) -> SearchResult:
        """``result`` with the entries and items of one office, and no referrals."""
        entries = self.knowledge.entries_at([each.key for each in result.entries])
        items = self.knowledge.items_at([each.key for each in result.items])
        own = [each for each in result.entries if self.knowledge.office_code_of(entries[each.key]) == code]
        own_items = [each for each in result.items if self.knowledge.office_code_of(items[each.key]) == code]
        return replace(result, entries=tuple(own), items=tuple(own_items), referrals=())

    def _is_of(self, code: str, decision: Decision) -> bool:
        """Whether ``decision`` is sure, and its answer that of the office ``code``."""
        first = decision.matches[0].entry if decision.is_sure else None
        return first is not None and not first.is_referral and self.knowledge.office_code_of(first) == code

    def with_names(self, decision: Decision) -> Decision:
        """``decision`` with the office before the titles: of choices where they are of several, of a member's own."""
        is_choice = decision.kind is Kind.CHOICES
        if is_choice and not self._is_choice_of_offices(decision):
            return decision
        return replace(decision, matches=tuple(self._name(match, names_line=is_choice) for match in decision.matches))

    def _name(self, match: Match, *, names_line: bool) -> Match:
        """``match`` with its office's name; that of the office that runs the line only where ``names_line``."""
        code = self._code_of(match)
        if code is None or (code == LINE_OFFICE and not names_line):
            return match
        return replace(match, office=self._names[code][0])

    def _is_choice_of_offices(self, decision: Decision) -> bool:
        """Whether ``decision`` offers choices of several offices."""
        offices = {self._code_of(match) for match in decision.matches} - {None}
        return decision.kind is Kind.CHOICES and len(offices) > 1

    def _code_of(self, match: Match) -> str | None:
        """The office of a match; None for a referral, which names its own."""
        if match.entry:
            return None if match.entry.is_referral else self.knowledge.office_code_of(match.entry)
        return self.knowledge.office_code_of(match.item) if match.item else None


def _asks_for_particulars(decision: Decision) -> bool:
    """Whether the question, without the office's name, asks for a place or a telephone and nothing else (在哪里), or
    what was found first is the hours, the address or the like of the office that runs the line."""
    result = decision.search_result
    if result is not None and not result.content_words and find_asked_for(result.folded) in ({"place"}, {"phone"}):
        return True
    first = decision.matches[0].entry if decision.matches else None
    return first is not None and first.number in PARTICULAR_NUMBERS


def _is_alike(candidate: ScoredCandidate, first: ScoredCandidate) -> bool:
    """Whether an entry answers the question as the ``first`` does: it is worded the same, or scores nearly alike."""
    is_same = candidate.parts["cosine"] >= SAME_WORDING_COSINE
    return is_same or candidate.score >= TIE_SCORE_SHARE * first.score
