"""Every threshold and every fitted weight of the decision, and the two figures that they apply to.

A match's *strength* says whether it is related to the question at all; the *confidence* in the first match is the
chance that it is the right one. The measurements behind the numbers are in hotline/docs/measured.md."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from hotline.matching.ranking.embeddings import Mode
from hotline.matching.ranking.scoring import RANKED, ScoredCandidate

# Which questions are searched, and which hits count.

SHORTEST_QUESTION = 2
"""Characters of a question that is searched for: a single one stands in some entry by chance."""
RELATED_STRENGTH = {Mode.WORDS: 0.28, Mode.MEANING: 0.37}
"""Strength below which a match is taken for chance ..."""
RELATED_CONFIDENCE = 0.09
"""... and the confidence in the first match below which all are, unless it is as strong as SURELY_RELATED. Of 1,333
letters to another government's mailbox (gov_mailbox), put to the sample content, 13 of 100 are offered choices by
words and 10 by meaning, and 3 in a thousand are answered (2026-11-29)."""
SURELY_RELATED = {Mode.WORDS: 0.41, Mode.MEANING: 0.47}
"""Strength from which nothing is taken for chance: a bare word such as 复议 fits many entries, none of them surely."""
NAMED_ITEM_WORD_SHARE = 0.5
"""A question names a catalogue item whose title holds at least this share of its content words, by weight ..."""
NAMED_ITEM_MARGIN = 0.01
"""... and more of them, by this much, than any wording of an entry ..."""
NAMED_ITEM_STRENGTH_SHARE = 0.5
"""... if the item also has this share of RELATED_STRENGTH."""

# When the first entry is the answer.

ANSWER_CONFIDENCE = 0.76
"""Confidence from which one entry is the answer: at least 95 of 100 such answers are to be right. They are on every set
whose labels name all right entries; 95 of 100 on all sets together would take 0.81 to 0.84 (evaluation/fit)."""
ANSWER_STRENGTH = {Mode.WORDS: 0.34, Mode.MEANING: 0.45}
"""Strength below which no entry is the answer, however far it leads: the others may just be unrelated too. These and
RELATED_STRENGTH are set by judgement: what the fit proposes (0.38 and 0.47; 0.30 and 0.35) costs our own answers."""
UNNAMED_REFERRAL, UNNAMED_ENTRY = 0.3, 0.5
"""The confidence from which a referral, or an entry beside a related referral, is offered although the question does
not name its subject. Of 223 questions for other offices (2026-11-29) what was offered below these was right in 9 of 20
cases, and of 402 questions of our own one lost its choices."""
STORY = 25
"""Characters of a question from which chance alone finds some entry that is like it. In a base that has referrals the
subject must then be named, or the confidence be UNNAMED_REFERRAL."""
REFERRAL_CONFIDENCE = 0.5
"""Confidence from which people are sent on to another office; it costs them a call when it is the wrong one. Of 260
questions on other matters (tests/golden/near_field and other_offices), none was sent to a wrong office from here."""
RIVAL_SCORE_SHARE = 0.95
"""Share of the best score from which another entry that holds all words of the question is as likely meant."""
TIE_SCORE_SHARE = 0.94
"""Share of the best score from which another entry is as likely meant, whichever words it holds."""
RIVAL_SCORE_SHARE_OF_BARE_WORD = 0.85
"""The same for a question of at most BARE_WORD_LENGTH characters, which is a word and no sentence."""
BARE_WORD_LENGTH = 4
LONGEST_PHRASE = 8
"""Characters of a phrase that finds the entry whose answer alone has it (进城务工人员); a longer one is a sentence."""
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

RIVAL_LAG = 0.1
"""Share of the first one's score by which another lags that counts as a third of a rival."""

LEAST_LOGIT = -100.0
"""Below it a chance is 0 for every purpose; exp overflows from 710, which weights fitted to few questions reach."""

TWINS = 4
"""Candidates after the first that are compared with it."""


class MatchEvidence(NamedTuple):
    """The numbers that tell how likely the first of some ranked candidates is the right one.

    Those up to ``twin`` are of the list, ``length`` is the question's, those from ``ratio`` to ``text_lead`` come from
    the parts of the scores (scoring.ScoredCandidate), and the rest compare the first one's subject with the question's
    (subject.comparison.SubjectEvidence)."""

    score: float
    """Of the first."""
    lead: float
    """Of the first over the second, as a share of its score."""
    lead_over_last: float
    """Of the first over the RANKED-th: small where many entries are nearly the same."""
    rivals: float
    """The natural logarithm of how many score about the same: 0 for one alone, 0.7 for two that score the same."""
    twin: float
    """How alike the questions of the first and of the next few are, those most alike: Dice's coefficient of pairs."""
    length: float
    """The natural logarithm of the question's relative length."""
    ratio: float
    covered: float
    cosine: float
    same_wording: float
    """How far the cosine is above SAME_WORDING_COSINE: 1 for a published wording itself."""
    text_lead: float
    """Of the first over the best of the others in the part text."""
    strangest: float
    terms_named: float
    another_subject: float
    phrase_left: float
    term_left: float


class ConfidenceWeights(NamedTuple):
    """Logistic regression of "the first match is right" on the evidence.

    A weight alone says little, because the numbers depend on each other. That of phrase_left is positive, for example:
    who asks in other phrases and still comes first has the subject in common. Those of covered and cosine are negative
    beside that of score, which has them as parts: likeness to one wording counts less than the score says."""

    constant: float
    weights: MatchEvidence


FITTED_WEIGHTS = {
    Mode.WORDS: ConfidenceWeights(
        constant=-0.79,
        weights=MatchEvidence(
            score=9.18,
            lead=2.92,
            lead_over_last=-1.84,
            rivals=-1.9,
            twin=1.08,
            length=1.86,
            ratio=3.32,
            covered=-2.02,
            cosine=-6.44,
            same_wording=4.57,
            text_lead=2.08,
            strangest=-1.06,
            terms_named=2.23,
            another_subject=-1.97,
            phrase_left=0.73,
            term_left=-0.5,
        ),
    ),
    Mode.MEANING: ConfidenceWeights(
        constant=-0.02,
        weights=MatchEvidence(
            score=7.59,
            lead=1.76,
            lead_over_last=-2.18,
            rivals=-2.14,
            twin=1.01,
            length=1.89,
            ratio=3.28,
            covered=-2.57,
            cosine=-5.11,
            same_wording=4.01,
            text_lead=4.2,
            strangest=-1.12,
            terms_named=1.97,
            another_subject=-2.59,
            phrase_left=0.73,
            term_left=-0.49,
        ),
    ),
}
"""Fitted by `hotline evaluate --fit` on at most 500 questions of the fit half of seven public sets and on that of
tests/golden (2026-11-29); hotline/docs/measured.md has the command, and what the held half shows."""


def is_believable(strength: float, confidence: float, mode: Mode) -> bool:
    """Whether a first match that is strong enough to be related is so by its confidence too."""
    return strength >= SURELY_RELATED[mode] or confidence >= RELATED_CONFIDENCE


def relative_length(candidate: ScoredCandidate) -> float:
    """The question's length as a multiple of USUAL_LENGTH, counted up to LONGEST_COUNTED_LENGTH."""
    return min(candidate.question_length, LONGEST_COUNTED_LENGTH) / USUAL_LENGTH


def strength(candidate: ScoredCandidate) -> float:
    """The score of ``candidate``, raised where the question is longer than usual."""
    return candidate.score * math.sqrt(max(1.0, relative_length(candidate)))


def confidence_of_first(ranked: Sequence[ScoredCandidate], mode: Mode) -> float:
    """The chance, from 0 to 1, that the first of ``ranked`` is the right one."""
    return chance(FITTED_WEIGHTS[mode], list_evidence(ranked))


def list_evidence(ranked: Sequence[ScoredCandidate]) -> MatchEvidence:
    """The evidence on the first of at least one ranked candidate.

    A lead counts less the fewer candidates there are: among five entries of a new office it says little."""
    first, parts, subject = ranked[0], ranked[0].parts, ranked[0].subject
    share_of_list = (len(ranked) - 1) / (RANKED - 1)
    return MatchEvidence(
        score=first.score,
        lead=_lead(ranked, 1) * share_of_list,
        lead_over_last=_lead(ranked, RANKED - 1),
        rivals=_count_rivals(ranked),
        twin=_find_twin(ranked),
        length=math.log(max(relative_length(first), SHORTEST_QUESTION / USUAL_LENGTH)),
        ratio=parts["ratio"],
        covered=parts["covered"],
        cosine=parts["cosine"],
        same_wording=max(0.0, (parts["cosine"] - SAME_WORDING_COSINE) / (1 - SAME_WORDING_COSINE)),
        text_lead=parts["text"] - max((other.parts["text"] for other in ranked[1:]), default=0.0),
        strangest=subject.strangest,
        terms_named=subject.terms_named,
        another_subject=subject.another_subject,
        phrase_left=subject.phrase_left,
        term_left=subject.term_left,
    )


def _lead(ranked: Sequence[ScoredCandidate], place: int) -> float:
    """The lead of the first over the candidate at ``place``, as a share of its score; 1 where there is none."""
    other = ranked[place].score if len(ranked) > place else 0.0
    return 1 - other / ranked[0].score if ranked[0].score else 1.0


def _count_rivals(ranked: Sequence[ScoredCandidate]) -> float:
    """The logarithm of the number of ``ranked`` that score about the same as the first, which counts as one itself."""
    best = ranked[0].score or 1.0
    return math.log(sum(math.exp((each.score / best - 1) / RIVAL_LAG) for each in ranked))


def _find_twin(ranked: Sequence[ScoredCandidate]) -> float:
    first, *others = ({*pairwise(each.heading)} for each in ranked[: 1 + TWINS])
    return max((2 * len(first & other) / ((len(first) + len(other)) or 1) for other in others), default=0.0)


def chance(weights: ConfidenceWeights, evidence: MatchEvidence) -> float:
    """The chance, from 0 to 1, that the first candidate is right, given what ``list_evidence`` says of it."""
    logit = weights.constant + sum(weight * value for weight, value in zip(weights.weights, evidence, strict=True))
    return 1 / (1 + math.exp(-max(logit, LEAST_LOGIT)))
