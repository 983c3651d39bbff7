"""Understands a question that leaves out its subject, from the entry that was answered before.

After an answer on 公证, people ask 那要多少钱 and mean 公证要多少钱. Such a question is searched for again, after the
subject of that entry. A complete question is left alone, and so is a sentence that asks for nothing (好的)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from hotline.core.entries import OFFICE_NUMBERS, REFERRAL_NUMBERS
from hotline.matching.confidence import SAME_WORDING_COSINE
from hotline.matching.subject.asked_for import find_asked_for
from hotline.matching.subject.comparison import MAIN_TERMS, RARE, EntryTexts
from hotline.matching.subject.frame_words import CONNECTIVES
from hotline.matching.subject.subject_terms import general_rarity, is_term, unpack_terms
from hotline.matching.text.question_analysis import analyse_question

if TYPE_CHECKING:
    from hotline.matching.search import SearchableKnowledge, SearchResult

NAMED = 0.8
"""Weight of a subject term from which a question that has it names a subject."""
HEAVY = 0.5
MOST_SUBJECT_TERMS = 2
"""The subject of an entry is told by so many of its terms, those from this weight that stand in its question."""
_CONNECTIVE = re.compile(
    r"^(?:[嗯哦噢啊]|那么(?!多|久|大|长)|那(?![里些边样天种么])(?:[个就]|我们|我)?|还有(?![没不])|另外|然后|再问|对了|[\s,。!?])+"
)
_ASKS = re.compile("哪|什么|谁|几[个天月年次]|多|怎|咋|(.)不\\1|[吗嘛呢不没]$")
"""How a question may ask for something else than ``asked_for`` knows: which, whether, and what if."""
_OFFICE = re.compile("[你您]们|[你您]是|[贵你您](?:局|单位)|本局")
"""Who is asked about: a question about the office itself is complete."""
_THEM = re.compile("他们|她们|人家|那[里边儿]")
"""Who is asked about after a referral: the office that was named, and not ours."""
_NUMBER = re.compile(r"\d{4}")
"""A number that names something: of a document, a year, a telephone."""


def find_subject(number: int, knowledge: SearchableKnowledge) -> tuple[str, ...]:
    """The terms that tell the subject of the entry with this number, the heaviest first.

    There are none where there is no such entry, where its question has no heavy term, and of the entries on the office
    itself: who has heard its hours asks next about something else."""
    if number in OFFICE_NUMBERS:
        return ()
    collection = knowledge.referrals if number in REFERRAL_NUMBERS else knowledge.entries
    try:
        (texts,) = collection.read_texts([number])
    except KeyError:
        return ()
    asked = texts.wordings.partition("\n")[0]
    found: list[str] = []
    for term, weight in unpack_terms(texts.subject).items():
        is_part = any(term in other or other in term for other in found)
        if weight >= HEAVY and term in asked and not is_part and len(found) < MOST_SUBJECT_TERMS:
            found.append(term)
    return tuple(found)


def complete(subject: Sequence[str], question: str) -> str:
    """``question`` (normalised) with its ``subject`` before it, in place of what only connects it.

    >>> complete(("公证",), "那要多少钱呢"), complete(("公证",), "那里收费吗")
    ('公证要多少钱呢', '公证那里收费吗')
    """
    return "".join(subject) + _CONNECTIVE.sub("", question)


def may_leave_out_subject(result: SearchResult) -> bool:
    """Whether the question of ``result`` may be one that leaves out its subject.

    It asks for something, and is neither about the office, nor about something with a number, nor a published wording,
    nor does it name what the first entry or referral that was found for it is about."""
    asks = find_asked_for(result.folded) or _ASKS.search(result.folded)
    first = next((hit.candidate for hit in result.hits if not hit.is_item), None)
    if not asks or first is None or _OFFICE.search(result.question) or _NUMBER.search(result.question):
        return False
    is_published = first.parts["cosine"] >= SAME_WORDING_COSINE and bool(first.subject.heaviest_named)
    return not is_published and first.subject.heaviest_named < NAMED


def is_about_them(question: str) -> bool:
    """Whether ``question`` asks about another office that was just named: 他们几点上班."""
    return _THEM.search(question) is not None


def list_other_words(subject: Sequence[str], question: str, knowledge: SearchableKnowledge) -> list[str]:
    """The words of ``question`` beside its ``subject`` that ask for nothing: what the question may be about instead."""
    words = analyse_question(question, knowledge.dictionary, knowledge.stop_words).subject_words
    rest = [word for word in words if is_term(word) and not any(term in word for term in subject)]
    return [word for word in rest if not find_asked_for(word) and word not in CONNECTIVES]


def continues(subject: Sequence[str], others: Sequence[str], found: EntryTexts) -> bool:
    """Whether a completed question goes on about its ``subject`` in the entry ``found`` for it.

    The entry is about the subject, and about each of the ``others`` (list_other_words) that is rare."""
    terms = list(unpack_terms(found.subject))
    rare = [word for word in others if general_rarity(word) >= RARE]
    return bool({*subject} & {*terms[:MAIN_TERMS]}) and all(any(term in word for term in terms) for word in rare)
