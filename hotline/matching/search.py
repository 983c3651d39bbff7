"""Searches the knowledge file for a question: entries and catalogue items, ranked and scored."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from itertools import pairwise
from typing import Protocol

from hotline.core.catalogue import CatalogueItem
from hotline.core.contact_entries import Contact
from hotline.core.departments import Office
from hotline.core.entries import OFFICE_NUMBERS, PARTICULAR_NUMBERS, REFERRAL_NUMBERS, Entry
from hotline.core.member_offices import MemberOffice, title_of_office
from hotline.matching.confidence import (
    ALL_WORDS,
    BARE_WORD_LENGTH,
    LONGEST_PHRASE,
    MOST_REPETITIONS,
    NAMED_ITEM_MARGIN,
    NAMED_ITEM_STRENGTH_SHARE,
    NAMED_ITEM_WORD_SHARE,
    RELATED_STRENGTH,
    RIVAL_SCORE_SHARE,
    RIVAL_SCORE_SHARE_OF_BARE_WORD,
    SAME_WORDING_COSINE,
    SHORTEST_QUESTION,
    TIE_SCORE_SHARE,
    confidence_of_first,
    strength,
)
from hotline.matching.ranking.embeddings import Mode, QuestionVector, SentenceEncoder
from hotline.matching.ranking.features import length_of
from hotline.matching.ranking.retrieval import MOST_REFERRALS, Retrieval, SearchableCollection
from hotline.matching.ranking.scoring import ScoredCandidate, rank
from hotline.matching.rewriting.rewrite import LONG, rewrite
from hotline.matching.subject.asked_for import find_asked_for
from hotline.matching.subject.frame_words import is_content_word
from hotline.matching.subject.other_offices import find_other_office
from hotline.matching.text import normalise, pinyin, terms
from hotline.matching.text.normalise import fold
from hotline.matching.text.question_analysis import QuestionAnalysis, analyse_question

ITEM_NUMBERS = ("index_number", "document_number")
"""The reasons for an item whose number is in the question."""


@dataclass(frozen=True)
class Reason:
    """One part of a match's score.

    ``value`` is from 0 to 1, ``share`` the part's share in the whole score from 0 to 1, and ``terms`` are the words of
    the question that the value rests on."""

    part: str
    value: float
    terms: tuple[str, ...] = ()
    share: float = 1.0


@dataclass(frozen=True)
class Match:
    """An entry or a catalogue item (exactly one is set) and how well it fits, from 0 to 1.

    ``office`` is the name of the office whose it is, where others answer the same question; else ""."""

    entry: Entry | None
    item: CatalogueItem | None
    score: float
    reasons: tuple[Reason, ...]
    office: str = ""

    @property
    def title(self) -> str:
        return title_of_office(self.office, self.entry.question if self.entry else self.item.title if self.item else "")

    @property
    def is_numbered(self) -> bool:
        """Whether the question has the item's index number or document number in it."""
        return self.item is not None and any(reason.part in ITEM_NUMBERS for reason in self.reasons)

    @property
    def wordings(self) -> tuple[str, ...]:
        return (self.entry.question, *self.entry.similar_questions) if self.entry else ()


class EmbeddingStatus(Protocol):
    """Which ``model`` made the vectors in a knowledge file, and whether every entry and item has some."""

    @property
    def model(self) -> str: ...
    @property
    def complete(self) -> bool: ...


class SearchableKnowledge(Protocol):
    """The part of a knowledge file that matching uses."""

    @property
    def entries(self) -> SearchableCollection: ...
    @property
    def referrals(self) -> SearchableCollection: ...
    @property
    def items(self) -> SearchableCollection: ...
    @property
    def vectors(self) -> EmbeddingStatus: ...
    @property
    def synonyms(self) -> tuple[tuple[str, str], ...]: ...
    def spelt(self, spellings: Sequence[str]) -> Mapping[str, Mapping[str, int]]: ...
    @property
    def dictionary(self) -> tuple[str, ...]: ...
    @property
    def stop_words(self) -> tuple[str, ...]: ...
    def find_entry(self, number: int) -> Entry | None: ...
    def entries_at(self, numbers: Sequence[int]) -> Mapping[int, Entry]: ...
    @property
    def office(self) -> Office: ...
    @property
    def contacts(self) -> Sequence[Contact]: ...
    @property
    def member_offices(self) -> Sequence[MemberOffice]: ...
    def office_code_of(self, value: Entry | CatalogueItem) -> str: ...
    def items_ending(self, ending: str) -> Sequence[CatalogueItem]: ...
    def items_numbered(self, year: str, serial: str) -> Sequence[CatalogueItem]: ...
    def items_at(self, keys: Sequence[int]) -> Mapping[int, CatalogueItem]: ...


@dataclass(frozen=True)
class Hit:
    """A ranked entry or catalogue item whose content is not read from the knowledge file yet."""

    candidate: ScoredCandidate
    is_item: bool

    @property
    def is_referral(self) -> bool:
        return not self.is_item and self.candidate.key in REFERRAL_NUMBERS

    @property
    def kind(self) -> str:
        """The kind of what was found; those of one kind are ranked together."""
        return "item" if self.is_item else "referral" if self.is_referral else "entry"

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """One for each part of the score."""
        candidate = self.candidate
        return tuple(
            Reason(part, value, candidate.found_words if part == "text_words" else (), candidate.shares[part])
            for part, value in candidate.parts.items()
        )


def read_matches(hits: Sequence[Hit], knowledge: SearchableKnowledge) -> dict[Hit, Match]:
    """``hits``, in their order, with the published entry or item of each; all are read at once."""
    entries = knowledge.entries_at([hit.candidate.key for hit in hits if not hit.is_item])
    items = knowledge.items_at([hit.candidate.key for hit in hits if hit.is_item])

    def as_match(hit: Hit) -> Match:
        key = hit.candidate.key
        entry, item = (None, items[key]) if hit.is_item else (entries[key], None)
        return Match(entry, item, hit.candidate.score, hit.reasons)

    return {hit: as_match(hit) for hit in hits}


@dataclass(frozen=True)
class SearchResult:
    """The entries, items and referrals found for a ``question``, best first; ``folded`` is its folded form.

    ``rewriting_reasons`` are Chinese sentences that tell staff why the search used other words than the question.
    ``other_office`` is another office that the question names; then the entries on our own are left out.
    ``content_words`` are those words of the question and its rewritings that say what it is about."""

    question: str
    folded: str
    rewriting_reasons: tuple[str, ...]
    entries: tuple[ScoredCandidate, ...]
    items: tuple[ScoredCandidate, ...]
    mode: Mode = Mode.WORDS
    other_office: str = ""
    content_words: frozenset[str] = frozenset()
    referrals: tuple[ScoredCandidate, ...] = ()
    only_in: int | None = None
    """The key of the entry in which alone the question, a short phrase, stands: in its answer, not in its wordings."""
    vector: QuestionVector | None = field(default=None, compare=False, repr=False)
    """The sentence vector of ``question``; None where there is none, or only that of a rewriting."""

    @property
    def holder(self) -> Hit | None:
        """The entry ``only_in``, unless the phrase stands in the title of an item, which is named by it then."""
        if any(self.folded in item.heading for item in self.items):
            return None
        return next((Hit(entry, False) for entry in self.entries if entry.key == self.only_in), None)

    @property
    def reasons(self) -> tuple[str, ...]:
        """Chinese sentences that tell staff how the question was understood."""
        if not self.other_office:
            return self.rewriting_reasons
        other = f"问的是“{self.other_office}”，不是本单位，所以不答本单位的时间、地址和电话。"
        return (*self.rewriting_reasons, other)

    @cached_property
    def hits(self) -> tuple[Hit, ...]:
        """Entries, referrals and items together, best first; of equal scores, they stand in this order."""
        entries = [Hit(entry, False) for entry in (*self.entries, *self.referrals)]
        return tuple(sorted(entries + [Hit(item, True) for item in self.items], key=lambda hit: -hit.candidate.score))

    def list_of(self, hit: Hit) -> tuple[ScoredCandidate, ...]:
        """The candidates of the kind of ``hit``."""
        return {"item": self.items, "referral": self.referrals, "entry": self.entries}[hit.kind]

    @cached_property
    def _confidences(self) -> dict[tuple[str, int], float]:
        """Those that were asked for: by kind and key."""
        return {}

    def confidence_in(self, hit: Hit) -> float:
        """The chance, from 0 to 1, that ``hit`` is right, if those of its kind that rank above it are left out."""
        name = hit.kind, hit.candidate.key
        if name not in self._confidences:
            ranked = self.list_of(hit)
            place = next(place for place, each in enumerate(ranked) if each.key == hit.candidate.key)
            self._confidences[name] = confidence_of_first(ranked[place:], self.mode)
        return self._confidences[name]

    def is_related(self, candidate: ScoredCandidate) -> bool:
        """Whether ``candidate`` has to do with the question at all, more than chance would have it."""
        return strength(candidate) >= RELATED_STRENGTH[self.mode]

    def shares_content(self, hit: Hit) -> bool:
        """Whether ``hit`` holds a content word of the question.

        Where the question has none, every entry and item does and no referral: 怎么办理 may be asked of any matter. The
        entries on our own office hold few words, and were left out if another office is named."""
        if not self.content_words or (hit.kind == "entry" and hit.candidate.key in OFFICE_NUMBERS):
            return not hit.is_referral
        return not self.content_words.isdisjoint(hit.candidate.found_words)

    def names_item(self, item: ScoredCandidate) -> bool:
        """Whether the question names ``item``: the item's title holds most of the words it is about, and more of them
        than any wording of an entry does."""
        in_title = item.parts["wording_words"]
        in_entries = max((entry.parts["wording_words"] for entry in self.entries), default=0.0)
        return (
            in_title >= NAMED_ITEM_WORD_SHARE
            and in_title > in_entries + NAMED_ITEM_MARGIN
            and strength(item) >= NAMED_ITEM_STRENGTH_SHARE * RELATED_STRENGTH[self.mode]
        )

    def has_rival(self, best: Hit, close: Sequence[Hit]) -> bool:
        """Whether others fit like ``best``: their scores are nearly equal, or the question is a word or two that all of
        them hold, such as a topic's name alone.

        A referral beside an entry, or an entry beside a referral, is a rival where it is among the ``close`` hits and
        its score is nearly equal."""
        first = best.candidate
        across = [hit.candidate for hit in close if not hit.is_item and hit.is_referral != best.is_referral]
        alike = [hit.candidate for hit in close if hit.is_referral] if best.is_referral else self.entries
        others = [each for each in alike if each.key != first.key and each.score <= first.score]
        is_bare_word = length_of(self.folded) <= BARE_WORD_LENGTH
        least = (RIVAL_SCORE_SHARE_OF_BARE_WORD if is_bare_word else RIVAL_SCORE_SHARE) * first.score
        has_rival = any(other.score >= least and other.parts["wording_words"] > ALL_WORDS for other in others)
        is_tie = any(other.score >= TIE_SCORE_SHARE * first.score for other in (*others, *across))
        return (has_rival or is_tie) and first.parts["cosine"] < SAME_WORDING_COSINE

    def is_repetitive(self) -> bool:
        """Whether the question is the same few characters over and over."""
        pairs = list(pairwise(self.folded))
        return len(pairs) > MOST_REPETITIONS * len(set(pairs))


def compares_meanings(knowledge: SearchableKnowledge, encoder: SentenceEncoder | None) -> bool:
    """Whether ``knowledge`` has all vectors, and of the model of ``encoder``."""
    return encoder is not None and knowledge.vectors.complete and knowledge.vectors.model == encoder.model


def search(normalised: str, knowledge: SearchableKnowledge, encoder: SentenceEncoder | None = None) -> SearchResult:
    """Entries and catalogue items ranked for a normalised question.

    Every rewriting of the question is searched for, and the best score counts. With an ``encoder``, the meaning of the
    last rewriting is compared too, if ``knowledge`` has vectors of the same model and the encoder does not fail."""
    rewritten = rewrite(normalised, knowledge)
    vector = encoder.find_vector(rewritten.wordings[-1]) if encoder and compares_meanings(knowledge, encoder) else None
    analyses = tuple(
        analyse_question(wording, knowledge.dictionary, knowledge.stop_words) for wording in rewritten.wordings
    )
    entries = rank(Retrieval(analyses, knowledge.entries, vector))
    other_office = _find_other_office(analyses, entries, knowledge)
    if other_office:
        entries = rank(Retrieval(analyses, knowledge.entries, vector, excluded=OFFICE_NUMBERS))
    return SearchResult(
        question=normalised,
        folded=fold(normalised),
        rewriting_reasons=rewritten.reasons,
        entries=tuple(entries),
        items=tuple(rank(Retrieval(analyses, knowledge.items, vector))),
        referrals=tuple(rank(Retrieval(analyses, knowledge.referrals, vector, most_by_words=MOST_REFERRALS))),
        mode=Mode.WORDS if vector is None else Mode.MEANING,
        vector=vector if rewritten.wordings[-1] == normalised else None,
        other_office=other_office,
        only_in=_find_phrase(analyses[0], knowledge.entries),
        content_words=frozenset(
            word for analysis in analyses for word in analysis.words_and_parts if is_content_word(word)
        ),
    )


def _find_phrase(asked: QuestionAnalysis, entries: SearchableCollection) -> int | None:
    """The key of the only entry that has the question as it is, if in its body alone; None for a question that asks."""
    phrase = asked.folded
    if not SHORTEST_QUESTION <= len(phrase) <= LONGEST_PHRASE or not asked.subject_words or find_asked_for(phrase):
        return None
    found = Retrieval((asked,), entries).candidates()
    holders = [texts.key for texts in found if phrase in texts.body or phrase in texts.wordings]
    in_wordings = any(phrase in texts.wordings for texts in found)
    return holders[0] if len(holders) == 1 and not in_wordings else None


def _find_other_office(
    analyses: Sequence[QuestionAnalysis], found: Sequence[ScoredCandidate], knowledge: SearchableKnowledge
) -> str:
    """Another office that the question names; empty where it names none or no entry on our own office was found.

    Every rewriting is read, because the thesaurus replaces names too (公证处 by 公证机构), but of a story only its
    question: much is named on the way there."""
    if not any(candidate.key in OFFICE_NUMBERS for candidate in found):
        return ""
    read_own_text = partial(_read_own_text, knowledge)
    for analysis in [each for each in analyses if len(each.text) < LONG] or analyses[-1:]:
        if other := find_other_office(analysis.text, analysis.subject_words, read_own_text):
            return other
    return ""


def _read_own_text(knowledge: SearchableKnowledge) -> str:
    """Everything that is published about the office itself."""
    own = knowledge.entries_at(PARTICULAR_NUMBERS).values()
    return "\n".join(text for entry in own for text in (entry.question, *entry.similar_questions, entry.web_answer))


def warm(dictionary: tuple[str, ...] = ()) -> None:
    """Load the tables of conversion, pronunciation and words now, so that the first question need not wait.

    ``dictionary`` is that of the knowledge file that will serve."""
    normalise.warm()
    pinyin.warm()
    terms.warm(dictionary)
