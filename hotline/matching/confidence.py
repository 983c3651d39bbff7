"""Every threshold and every fitted weight of the decision, and the two figures that they apply to.

A match's *strength* says whether it is related to the question at all; the *confidence* in the first match is the
chance that it is the right one. The measurements behind the numbers are in hotline/docs/measured.md."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from hotline.matching.ranking.embeddings import Mode
from hotline.matching.ranking.scoring import RANKED, ScoredCandidate

# Which questions are searched, and which hits count.

SHORTEST_QUESTION = 2
"""Characters of a question that is searched for: a single one stands in some entry by chance."""
RELATED_STRENGTH = {Mode.WORDS: 0.24, Mode.MEANING: 0.3}
"""Strength below which a match is taken for chance: of 3,000 questions of lcqmc put to the sample content, 96 of 100
fall below it by words and 98 by meaning, and 1 of 100 of the office's own test questions."""
NAMED_ITEM_WORD_SHARE = 0.5
"""A question names a catalogue item whose title holds at least this share of its content words, by weight ..."""
NAMED_ITEM_MARGIN = 0.01
"""... and more of them, by this much, than any wording of an entry ..."""
NAMED_ITEM_STRENGTH_SHARE = 0.5
"""... if the item also has this share of RELATED_STRENGTH."""

# When the first entry is the answer.

ANSWER_CONFIDENCE = 0.7
"""Confidence from which one entry is the answer: at least 95 of 100 such answers are to be right."""
ANSWER_STRENGTH = {Mode.WORDS: 0.3, Mode.MEANING: 0.34}
"""Strength below which no entry is the answer, however far it leads: the others may just be unrelated too. 99 of 100
of the same questions of lcqmc fall below it."""
RIVAL_SCORE_SHARE = 0.95
"""Share of the best score from which another entry that holds all words of the question is as likely meant."""
RIVAL_SCORE_SHARE_OF_BARE_WORD = 0.85
"""The same for a question of at most BARE_WORD_LENGTH characters, which is a word and no sentence."""
BARE_WORD_LENGTH = 4
ALL_WORDS = 0.99
"""Share of the question's content words from which a wording holds all of them, rounding errors allowed for."""
SAME_WORDING_COSINE = 0.9
"""Cosine from which the question is a published wording itself, so that it has no rival."""
MOST_REPETITIONS = 4
"""Times that a message repeats its character pairs, on average, beyond which nobody can tell what it asks."""

# When the question contradicts the entry it resembles.

SIMILAR_TEXTS = 0.5
"""Share of common character pairs (Dice) from which two texts are so similar that every difference counts."""
CLOSEST_WORDINGS_SHARE = 0.75
"""Share of the closest wording's similarity from which another wording of the entry is compared as well."""
CONTRADICTED_CONFIDENCE = 0.3
"""The most confidence in a match that the question contradicts: of the pairs of lcqmc and bq in which a contradiction
is found, a third mean the same."""

# What is offered.

CLOSE_SCORE_SHARE = 0.6
"""Share of the best score from which a match is offered beside the best."""
MOST_CHOICES = 5
MOST_NAMED_ITEMS = 2

# Strength and confidence.

USUAL_LENGTH = 15
"""Characters of a question beyond which its score thins out, because much of it is story."""
LONGEST_COUNTED_LENGTH = 60
"""Characters beyond which a longer question gains nothing: a story about something else scores at most 0.14 at any
length, and must not be answered for its length alone."""


class ConfidenceWeights(NamedTuple):
    """Logistic regression of "the first match is right"."""

    constant: float
    score: float
    """Of the first match's score."""
    lead: float
    """Of its lead over the second, as a share of its score."""
    length: float
    """Of the natural logarithm of the question's relative length."""


FITTED_WEIGHTS = {
    Mode.WORDS: ConfidenceWeights(constant=-4.15, score=8.81, lead=8.64, length=1.11),
    Mode.MEANING: ConfidenceWeights(constant=-4.9, score=8.39, lead=10.69, length=1.07),
}
"""Fitted by hotline/evaluation/fit.py (``hotline evaluate --fit``) on the fit half of five public sets, gov_mailbox,
gov_mailbox_answered, lecoqa_faq, bq and lcqmc; hotline/docs/measured.md says what the held half shows."""


def relative_length(candidate: ScoredCandidate) -> float:
    """The question's length as a multiple of USUAL_LENGTH, counted up to LONGEST_COUNTED_LENGTH."""
    return min(candidate.question_length, LONGEST_COUNTED_LENGTH) / USUAL_LENGTH


def strength(candidate: ScoredCandidate) -> float:
    """The score of ``candidate``, raised where the question is longer than usual."""
    return candidate.score * math.sqrt(max(1.0, relative_length(candidate)))


def confidence_of_first(ranked: Sequence[ScoredCandidate], mode: Mode) -> float:
    """The chance, from 0 to 1, that the first of ``ranked`` is the right one."""
    return chance(FITTED_WEIGHTS[mode], list_evidence(ranked))


def list_evidence(ranked: Sequence[ScoredCandidate]) -> tuple[float, float, float]:
    """The three numbers that ``ConfidenceWeights`` weigh, of at least one ranked candidate.

    They are the first one's score, its lead over the second as a share of that score, and the natural logarithm of the
    question's relative length. The lead counts less the fewer candidates there are: among five entries of a new office
    it says little."""
    first = ranked[0]
    lead = 1 - (ranked[1].score / first.score if len(ranked) > 1 and first.score else 0.0)
    lead *= (len(ranked) - 1) / (RANKED - 1)
    length = math.log(max(relative_length(first), SHORTEST_QUESTION / USUAL_LENGTH))
    return first.score, lead, length


def chance(weights: ConfidenceWeights, evidence: tuple[float, float, float]) -> float:
    """The chance, from 0 to 1, that the first candidate is right, given what ``list_evidence`` says of it."""
    score, lead, length = evidence
    logit = weights.constant + weights.score * score + weights.lead * lead + weights.length * length
    return 1 / (1 + math.exp(-logit))
