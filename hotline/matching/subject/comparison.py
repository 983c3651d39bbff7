"""Compares the subject of a question with that of one entry.

The question 申请护照要什么材料 has every phrase of the entry 申请法律援助要什么材料 and another subject. Two things
tell so: it has a word that the entry does not know (护照), and it lacks the terms that the entry is about (法律援助).
Either alone says little: whoever tells a story uses many words that the entry does not have, and whoever asks briefly
names no subject."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from operator import add
from typing import NamedTuple, Protocol

import numpy as np
import numpy.typing as npt

from hotline.matching.subject.frame_words import is_content_word
from hotline.matching.subject.subject_terms import general_rarity, is_term, unpack_terms
from hotline.matching.text.question_analysis import QuestionAnalysis
from hotline.matching.text.terms import content_words
from hotline.matching.text.word_vectors import Vector, find_word_vectors

Floats = npt.NDArray[np.float64]
MAIN_TERMS = 4
"""The heaviest terms of an entry, for which a word of nearly the same meaning also counts."""

RARE = 0.6
"""General rarity from which a word alone tells a subject (护照 has 0.69, 申请 0.55)."""

_MOST_READ = 512
"""Wordings whose words and their vectors are kept, about 8 kB each."""


class EntryTexts(Protocol):
    """The folded texts of an entry: its wordings, each ended by a newline, and its body; and its packed terms."""

    @property
    def wordings(self) -> str: ...
    @property
    def body(self) -> str: ...
    @property
    def subject(self) -> str: ...


class SubjectEvidence(NamedTuple):
    """How far the subject of a question is that of an entry; all numbers are from 0 to 1.

    "Unknown" words are those of the question that the entry does not contain, by how rare they are in Chinese at large.
    A word of which only a part is there is unknown to that part; "strange" discounts words that are near in meaning to
    a word of the entry."""

    unknown_word: str
    """The strangest word of the question; empty where the entry contains all of them."""
    strangest: float
    """How strange the strangest word is."""
    terms_named: float
    """Of the terms that the entry is about, by weight, how many the question names."""
    heaviest_named: float
    """The weight of the heaviest of these terms that the question names and that is rare in Chinese at large."""
    content_named: float
    """The weight of the heaviest of these terms that the question names and that is no frame word."""
    another_subject: float
    """``strangest``, less what the question names of the entry's main terms, or of words that mean nearly the same."""
    phrase_left: float
    """Of the closest wording's words, by rarity, how many the question does not have."""
    term_left: float
    """The weight of the heaviest subject term in the closest wording that the question does not have."""


def compare_subjects(asked: QuestionAnalysis, entry: EntryTexts) -> SubjectEvidence:
    """The evidence on the question ``asked`` and an ``entry``."""
    question = asked.folded
    words = [word for word in asked.word_rows if is_term(word)]
    published = _read_published(
        entry.subject, _closest_wording(question, entry.wordings), asked.dictionary, asked.stop_words
    )
    terms, closest = published.terms, published.closest
    named = {term: weight for term, weight in terms.items() if term in question}
    left = [word for word in closest if word not in question]
    similarity = _compare_words([asked.word_rows[word] for word in words], published.rows)
    main_similarity = similarity[:, : len(terms)][:, :MAIN_TERMS]
    near_terms = main_similarity * np.array([*terms.values()][:MAIN_TERMS])
    names_subject = max([*named.values(), *near_terms.ravel().tolist()], default=0.0)
    rarities = np.array([general_rarity(word) for word in words])
    unknown = rarities * np.array([1 - _share_known(word, entry) for word in words])
    strange = unknown * (1 - similarity.max(axis=1, initial=0.0))
    strangest = float(strange.max(initial=0.0))
    return SubjectEvidence(
        unknown_word=words[int(strange.argmax())] if strangest > 0 else "",
        strangest=strangest,
        terms_named=sum(named.values()) / (sum(terms.values()) or 1.0),
        heaviest_named=max((weight for term, weight in named.items() if general_rarity(term) >= RARE), default=0.0),
        content_named=max((weight for term, weight in named.items() if is_content_word(term)), default=0.0),
        another_subject=strangest * (1 - names_subject),
        phrase_left=sum(map(general_rarity, left)) / (sum(map(general_rarity, closest)) or 1.0),
        term_left=max((terms.get(word, 0.0) for word in left), default=0.0),
    )


@dataclass(frozen=True)
class _PublishedWords:
    """The ``terms`` of an entry, the words of the ``closest`` of its wordings, and the word vectors of all, as rows."""

    terms: Mapping[str, float]
    closest: tuple[str, ...]
    rows: Vector


@lru_cache(maxsize=_MOST_READ)
def _read_published(
    subject: str, wording: str, dictionary: tuple[str, ...], stop_words: frozenset[str]
) -> _PublishedWords:
    """What a question is compared with, of an entry's packed ``subject`` and one ``wording``.

    It is kept, because it depends on nothing that was asked."""
    terms = unpack_terms(subject)
    cut = dict.fromkeys(content_words(wording, dictionary, stop_words))
    closest = tuple(word for word in cut if is_term(word))
    return _PublishedWords(terms, closest, find_word_vectors().rows([*terms, *closest]))


def _closest_wording(question: str, wordings: str) -> str:
    """The wording that shares the most character pairs with ``question``, relative to the length of both."""
    has_pair = {*map("".join, pairwise(question))}.__contains__

    def closeness(wording: str) -> float:
        return sum(map(has_pair, map(add, wording, wording[1:]))) / (len(wording) + len(question) + 1)

    return max(wordings.split("\n")[:-1], key=closeness, default="")


def _compare_words(words: Sequence[Vector], others: Vector) -> Floats:
    """The similarity in meaning of words (rows) to ``others`` (columns), all by their vectors, from 0 to 1."""
    if not words:
        return np.zeros((0, len(others)))
    similarities: Floats = np.clip(np.array(words) @ others.T, 0.0, 1.0).astype(float)
    return similarities


def _share_known(word: str, entry: EntryTexts) -> float:
    """Of the character pairs of ``word``, how many ``entry`` contains; 1 where it contains the word."""
    if word in entry.wordings or word in entry.body:
        return 1.0
    pairs = [first + second for first, second in pairwise(word)]
    return sum(pair in entry.wordings or pair in entry.body for pair in pairs) / len(pairs)
