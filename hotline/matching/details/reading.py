"""Finds the passage of an entry that tells what a question asks, as in a reading test.

Who has heard about 公证 asks 那要带什么, or 能不能别人代我去. The entry's long answer often tells it in one sentence,
which is a better reply than the whole answer once more. ``hotline.evaluation.fit_details`` fitted the weights below on
the fit half of tests/golden/details.csv; hotline/docs/matching.md has the figures."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from hotline.core.passages import Passage, list_passages
from hotline.matching.details.aspects import Aspect, find_aspects
from hotline.matching.ranking.embeddings import LONGEST_PASSAGE, PASSAGE, decode
from hotline.matching.subject.comparison import RARE
from hotline.matching.subject.frame_words import CONNECTIVES, is_content_word
from hotline.matching.subject.subject_terms import general_rarity
from hotline.matching.text.normalise import fold, normalise
from hotline.matching.text.question_analysis import QuestionAnalysis, analyse_question
from hotline.matching.text.word_vectors import Vector, find_word_vectors, weight_in_text

if TYPE_CHECKING:
    from hotline.core.entries import Entry
    from hotline.matching.ranking.embeddings import QuestionVector, SentenceEncoder
    from hotline.matching.search import SearchableKnowledge

_log = logging.getLogger(__name__)

Row = npt.NDArray[np.float64]

MOST_COMPARED = 6
"""How many passages, the best by words, are compared by their meaning too: each takes 50 ms the first time."""
NEAR = 0.6
"""The least cosine of two words that are near in meaning."""
KNOWN = 0.75
"""The least nearness at which an entry may speak of a rare word."""
HEADING_SHARE = 0.8
"""How much a word counts that stands in the heading over the passage alone."""
TOLD, LEAST_TOLD = 0, 1
"""Places of features: how surely a passage tells the aspects asked for, on average and at least."""
MEANING_SCALE = 10
"""The cosines of sentences lie close together; their differences are multiplied by it."""


@dataclass(frozen=True)
class Weights:
    """How passages are ranked, and when the first of them is told.

    ``rank`` weighs the features of a passage (``Asked.compare``, and last, by meaning, ``_compare_meaning``), ``tell``
    what ``signs`` says of the first. It is told from the chance ``least``."""

    rank: tuple[float, ...]
    tell: tuple[float, ...]
    least: float


BY_WORDS = Weights((2.29, 1.46, 2.93, 7.8, 3.25), (-1.83, 0.19, 0.46, -0.31, -0.61, -0.33), least=0.38)
BY_MEANING = Weights((1.31, 0.81, 1.94, 2.63, 1.62, 6.31), (-2.21, 0.39, 0.65, -0.06, -0.3, -0.45), least=0.36)
SURE_CHANCE = 0.5
"""The chance from which a passage is told although another entry may be meant."""


@dataclass(frozen=True)
class Reading:
    """The ``passage`` of ``entry`` that tells best what is ``asked``, and the ``chance``, from 0 to 1, that it does.

    ``is_likely`` says whether that is enough to tell it, ``tells_aspects`` whether it tells every aspect asked for, and
    ``entry_tells`` whether some passage does. ``unknown`` are the rare words of the question that nothing in the entry
    comes near."""

    asked: Asked
    entry: Entry
    passage: Passage
    chance: float
    is_likely: bool
    tells_aspects: bool
    entry_tells: bool
    unknown: tuple[str, ...]


def read_entry(
    question: str,
    subject: Sequence[str],
    entry: Entry,
    knowledge: SearchableKnowledge,
    encoder: SentenceEncoder | None = None,
    vector: QuestionVector | None = None,
) -> Reading:
    """How ``entry`` tells what ``question`` (normalised) asks within ``subject``.

    With an ``encoder`` the passages that are best by words are compared by their meaning too; ``vector`` is that of the
    question, where the search for it has made one. Where only an aspect is
    asked for, only the passages that tell it most surely count."""
    asked, passages = Asked.read(question, subject, knowledge), list_passages(entry)
    if not passages:
        return Reading(asked, entry, Passage(""), 0.0, False, False, False, ())
    features = asked.compare_all(passages)
    tells = features[:, LEAST_TOLD] > 0 if asked.aspects else np.ones(len(passages), bool)
    chosen = np.arange(len(passages))
    if asked.is_by_aspect and tells.any():
        chosen = np.flatnonzero(tells & (features[:, TOLD] == features[tells, TOLD].max()))
    order, ranked, weights = rank(question, [passages[place] for place in chosen], features[chosen], encoder, vector)
    unknown = asked.list_unknown(passages)
    told_by = signs(ranked, ranked @ weights.rank, asks=bool(asked.aspects), is_strange=asked.is_strange(unknown))
    chance = float(1 / (1 + np.exp(-np.dot(weights.tell, told_by))))
    best = chosen[order[np.argmax(ranked @ weights.rank)]]
    found = (chance >= weights.least, bool(tells[best]), bool(tells.any()))
    return Reading(asked, entry, passages[best], chance, *found, unknown)


def rank(
    question: str,
    passages: Sequence[Passage],
    features: Row,
    encoder: SentenceEncoder | None,
    vector: QuestionVector | None = None,
) -> tuple[npt.NDArray[np.intp], Row, Weights]:
    """The places of the ``passages`` that may tell what ``question`` asks, best by words first, their features in that
    order, and the weights for these: by meaning where the ``encoder`` works. ``vector`` is as for ``read_entry``."""
    order = np.argsort(-(features @ BY_WORDS.rank), kind="stable")
    nearest = order[:MOST_COMPARED]
    asked = vector or (encoder.find_vector(question) if encoder else None)
    meaning = _compare_meaning(asked, [passages[place] for place in nearest], encoder)
    if meaning is None:
        return order, features[order], BY_WORDS
    return nearest, np.column_stack((features[nearest], meaning)), BY_MEANING


def signs(features: Row, scores: Row, *, asks: bool, is_strange: bool) -> tuple[float, ...]:
    """What the chance of the passage with the highest of ``scores`` is told by: the constant, its score, its lead over
    the third, whether it tells every aspect asked for, whether it fails to, whether a word is strange.

    ``asks`` says whether the question asks for an aspect, ``is_strange`` whether its rare words are unknown there."""
    order = np.argsort(-scores, kind="stable")
    first, third = order[0], order[min(2, len(order) - 1)]
    tells = bool(features[first, LEAST_TOLD] > 0)
    lead = float(scores[first] - scores[third])
    return 1.0, float(scores[first]), lead, asks and tells, asks and not tells, is_strange


@dataclass(frozen=True)
class Asked:
    """What a question asks for: its aspects, and its other content words."""

    question: QuestionAnalysis
    folded: str
    aspects: tuple[Aspect, ...]
    words: tuple[str, ...]

    @classmethod
    def read(cls, question: str, subject: Sequence[str], knowledge: SearchableKnowledge) -> Asked:
        """What ``question`` (normalised) asks for within ``subject``."""
        folded = fold(question)
        aspects, rest = find_aspects(folded)
        for term in subject:
            rest = rest.replace(term, "，")
        words = analyse_question(rest, knowledge.dictionary, knowledge.stop_words).subject_words
        content = tuple(word for word in dict.fromkeys(words) if is_content_word(word) and word not in CONNECTIVES)
        return cls(analyse_question(question, knowledge.dictionary), folded, aspects, content)

    @property
    def is_by_aspect(self) -> bool:
        """Whether the question asks for an aspect and has no other content word."""
        return bool(self.aspects) and not self.words

    @cached_property
    def rare(self) -> tuple[str, ...]:
        return tuple(word for word in self.words if general_rarity(word) >= RARE)

    @cached_property
    def _rows(self) -> dict[str, Vector]:
        return find_word_vectors().rows_by_word(self.words)

    def compare_all(self, passages: Sequence[Passage]) -> Row:
        """The features of ``passages``, a row each."""
        return np.array([self.compare(passage) for passage in passages])

    def compare(self, passage: Passage) -> tuple[float, ...]:
        """The features of ``passage`` by words, up to 1 each: how surely the aspects are told on average and at least
        (TOLD, LEAST_TOLD), the share of the words, the likeness of all words, and the share of pairs of characters."""
        there, text = _analyse(passage.text, self.question.dictionary), _fold(passage.text)
        told = [_tells(aspect, passage, text) for aspect in self.aspects] or [0.0]
        pairs = [self.folded[start : start + 2] for start in range(len(self.folded) - 1)] or [self.folded]
        return (
            sum(told) / len(told),
            min(told),
            self._cover(passage) if self.words else 0.0,
            float(self.question.word_vector @ there.word_vector),
            sum(pair in text for pair in pairs) / len(pairs),
        )

    def list_unknown(self, passages: Sequence[Passage]) -> tuple[str, ...]:
        """The rare words of the question that nothing in ``passages`` comes near."""
        text = "。".join(f"{passage.heading}：{passage.text}" for passage in passages)
        nearness = self._find_nearness(self.rare, text)
        return tuple(word for word, near in zip(self.rare, nearness, strict=True) if near < KNOWN)

    def is_strange(self, unknown: Sequence[str]) -> bool:
        """Whether the question has rare words, all of which are ``unknown``."""
        return bool(self.rare) and len(unknown) == len(self.rare)

    def _cover(self, passage: Passage) -> float:
        """The share of the question's words, by weight, that ``passage`` has, or has a near word for."""
        nearness = np.maximum(
            self._find_nearness(self.words, passage.text),
            HEADING_SHARE * self._find_nearness(self.words, passage.heading),
        )
        weights = np.array([weight_in_text(word) for word in self.words], np.float32)
        return float(nearness @ weights / weights.sum())

    def _find_nearness(self, words: Sequence[str], text: str) -> Vector:
        """For each of ``words``: 1 where ``text`` has it, the cosine of the nearest word there from NEAR on, else 0."""
        there = _analyse(text, self.question.dictionary)
        same = np.array([word in _fold(text) for word in words], np.float32)
        if not words or not there.subject_words:
            return same
        found = np.array([there.word_rows[word] for word in there.subject_words])
        nearest = (np.array([self._rows[word] for word in words]) @ found.T).max(axis=1)
        near: Vector = np.maximum(same, np.where(nearest >= NEAR, nearest, 0.0))
        return near


def _tells(aspect: Aspect, passage: Passage, folded: str) -> float:
    """How surely ``passage`` tells ``aspect``: 1 by its words and its heading, less by one of them alone, else 0."""
    in_text = aspect.told.search(folded) is not None
    in_heading = aspect.heading is not None and aspect.heading.search(passage.heading) is not None
    return 0.7 + 0.3 * in_heading if in_text else 0.5 * in_heading


def _compare_meaning(
    asked: QuestionVector | None, passages: Sequence[Passage], encoder: SentenceEncoder | None
) -> Row | None:
    """How much nearer in meaning each of ``passages`` is than they are on average; None without a working encoder."""
    if encoder is None or asked is None:
        return None
    rows = [_encode(encoder, passage.text[:LONGEST_PASSAGE]) for passage in passages]
    if not all(rows):
        return None
    vectors = decode(rows, asked.row.shape[-1])
    cosines = ((vectors @ asked.row) / np.linalg.norm(vectors, axis=1)).astype(np.float64)
    nearer: Row = MEANING_SCALE * (cosines - cosines.mean())
    return nearer


@lru_cache(maxsize=4096)
def _encode(encoder: SentenceEncoder, text: str) -> bytes:
    """The vector of a passage; empty when the encoder fails."""
    try:
        return encoder.encode(PASSAGE + text)
    except Exception:  # the citizen must get an answer all the same
        _log.warning("a passage could not be read for its meaning", exc_info=True)
        return b""


@lru_cache(maxsize=4096)
def _fold(text: str) -> str:
    """A published ``text`` folded as questions are."""
    return fold(normalise(text))


@lru_cache(maxsize=4096)
def _analyse(text: str, dictionary: tuple[str, ...]) -> QuestionAnalysis:
    """The analysis of a published ``text``; what people ask is not kept in memory."""
    return analyse_question(normalise(text), dictionary)
