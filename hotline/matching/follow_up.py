"""Understands a question that leaves out its subject, from the entry that was answered before.

After an answer on 公证, people ask 那要多少钱 and mean 公证要多少钱. So the question is searched for again, after the
subject of that entry, unless it names a subject of its own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from hotline.matching.confidence import SAME_WORDING_COSINE
from hotline.matching.subject.asked_for import find_asked_for
from hotline.matching.subject.comparison import MAIN_TERMS, RARE
from hotline.matching.subject.subject_terms import general_rarity, is_term, unpack_terms
from hotline.matching.text.question_analysis import analyse_question

if TYPE_CHECKING:
    from hotline.matching.search import SearchableKnowledge, SearchResult

NAMED = 0.8
"""Weight of a subject term from which a question that has it names a subject."""
HEAVY = 0.5
MOST_SUBJECT_TERMS = 2
"""The subject of an entry is told by so many of its terms, those from this weight that stand in its question."""

_CONNECTIVE = re.compile(r"^(?:[嗯哦噢啊]|那么?(?:个|就|我|我们)?|还有|另外|然后|再问|对了|[\s,。!?])+")

_OFFICE = re.compile("[你您]们|[贵你][局处所单]|本局")


def complete(subject: Sequence[str], question: str) -> str:
    """``question`` (normalised) with its ``subject`` before it, in place of what only connects it.

    >>> complete(("公证",), "那要多少钱呢")
    '公证要多少钱呢'
    """
    return "".join(subject) + _CONNECTIVE.sub("", question)


def find_subject(number: int, knowledge: SearchableKnowledge) -> tuple[str, ...]:
    """The terms that tell the subject of the entry with this number, the heaviest first; none where there is no entry,
    or its question has no heavy term."""
    entry = knowledge.find_entry(number)
    if entry is None:
        return ()
    (texts,) = knowledge.entries.read_texts([number])
    asked = texts.wordings.partition("\n")[0]
    terms = [term for term, weight in unpack_terms(texts.subject).items() if weight >= HEAVY and term in asked]
    return tuple(terms[:MOST_SUBJECT_TERMS])


def names_own_subject(result: SearchResult) -> bool:
    """Whether the question of ``result`` is complete: it addresses the office, it is a published wording, or it names
    what the first entry that was found for it is about."""
    if _OFFICE.search(result.question):
        return True
    if not result.entries:
        return False
    first = result.entries[0]
    return first.parts["cosine"] >= SAME_WORDING_COSINE or first.subject.heaviest_named >= NAMED


def says_more_than_it_asks(question: str, knowledge: SearchableKnowledge) -> bool:
    """Whether ``question`` (normalised) has a word beside those that ask for something (how much, where, how)."""
    return bool(_find_words((), question, knowledge))


def continues(subject: Sequence[str], followed: SearchResult, knowledge: SearchableKnowledge) -> bool:
    """Whether the first entry of ``followed``, found for a completed question, is about its ``subject``, and its
    wordings know the rest of it."""
    if not followed.entries:
        return False
    (texts,) = knowledge.entries.read_texts([followed.entries[0].key])
    if not {*subject} & {*list(unpack_terms(texts.subject))[:MAIN_TERMS]}:
        return False
    others = [word for word in _find_words(subject, followed.question, knowledge) if general_rarity(word) >= RARE]
    return all(word in texts.wordings for word in others)


def _find_words(subject: Sequence[str], question: str, knowledge: SearchableKnowledge) -> list[str]:
    """The words of ``question`` that could be a subject, beside the ``subject``: those that ask for nothing."""
    words = analyse_question(question, knowledge.dictionary, knowledge.stop_words).subject_words
    rest = [word for word in words if is_term(word) and not any(term in word for term in subject)]
    return [word for word in rest if not find_asked_for(word)]
