"""Every threshold and every fitted weight of the decision: when a match is related, sure, or one of several."""

from __future__ import annotations

import math
from collections.abc import Sequence

from hotline.matching.ranking.embeddings import Mode
from hotline.matching.ranking.scoring import RANKED, ScoredCandidate

MOST_CHOICES = 5
SURE = 0.7
"""Confidence from which one entry is the answer: at least 95 of 100 are to be right (README, Matching, measured)."""
FIRM = {Mode.WORDS: 0.3, Mode.MEANING: 0.34}
"""Strength below which no entry is the answer, however far it leads: nothing else may be related either."""
SHORTEST = 2
"""Characters of a question; a single one stands in some entry by chance."""
NAMED_ITEMS = 2
CLOSE = 0.6
"""Share of the best score from which a match is offered beside it."""
_FITTED = {Mode.WORDS: (-4.15, 8.81, 8.64, 1.11), Mode.MEANING: (-4.9, 8.39, 10.69, 1.07)}
"""Logistic regression of "the first is right": a constant, then the weights of its score, of its lead over the second
as a share of it, and of how many times as long as USUAL_LENGTH the question is (logarithm). Fitted on the questions of
all five sets in shared/eval that `hotline evaluate --half fit` takes; the README tells what the other half says."""

RELATED = {Mode.WORDS: 0.24, Mode.MEANING: 0.3}
"""Strength below which a match is taken for chance: on 3,000 questions of lcqmc put to the sample content, 96 of 100
fall below it, and 1 of 100 of the office's own test questions."""
USUAL_LENGTH = 15
"""Characters of a question beyond which its score thins out, for much of it is story."""
LONGEST_USUAL = 60
"""Characters beyond which a question's length raises nothing any more: the score of a story about something else stays
at 0.14 and less however long it is, and would be answered for its length alone."""
SAID_AGAIN = 4
"""Times that a message says the same, all in all, beyond which nobody can tell what it asks."""
NAMED = 0.5
"""Share of a question's content words that name an item when its title holds them and no entry's wording does."""
RIVAL, RIVAL_OF_A_WORD = 0.95, 0.85
"""Share of the best score from which an entry with all the words of the question is as likely meant; of a bare word."""
BARE = 4
SAME = 0.9
"""Cosine from which the question is a wording itself, so that it has no rival."""


def longer(fit: ScoredCandidate) -> float:
    """How many times as long as USUAL_LENGTH the wording is that ``fit`` fits, as far as that counts."""
    return min(fit.length, LONGEST_USUAL) / USUAL_LENGTH


def confidence_of_first(fits: Sequence[ScoredCandidate], mode: Mode) -> float:
    """The chance that the first of ``fits`` is the right one."""
    first = fits[0]
    lead = 1 - (fits[1].score / first.score if len(fits) > 1 and first.score else 0.0)
    lead *= (len(fits) - 1) / (RANKED - 1)  # over few, or over nobody, it says little: a young office has five entries
    length = math.log(max(longer(first), SHORTEST / USUAL_LENGTH))
    constant, score_weight, lead_weight, length_weight = _FITTED[mode]
    return 1 / (1 + math.exp(-(constant + score_weight * first.score + lead_weight * lead + length_weight * length)))
