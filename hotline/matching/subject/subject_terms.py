"""What an entry is about: the few terms that its wordings and its body come back to.

An entry says 公证 in most of its wordings and many times in its answer, but 多少钱 in one or two. So the terms that
recur and are rare in Chinese at large are its subject; what is asked about the subject is not."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence

from hotline.matching.text.normalise import spell_numbers
from hotline.matching.text.terms import word_share

MOST_TERMS = 8
RAREST = 1.6e-8
"""Share of a word that occurs once in the texts from which jieba's dictionary was made; unknown words count as that."""
COMMON = 0.3
"""General rarity up to which a word is no term of anything (的); a little above it, it hardly counts (工作, 问题)."""
BODY_WEIGHT = 0.15
"""Weight of ln(1 + times in the body), beside the share of wordings that contain the term."""


def general_rarity(word: str) -> float:
    """How rare ``word`` is in Chinese at large, from 0 (every word is this one) to 1 (it occurs once, or never).

    >>> general_rarity("工作") < general_rarity("复议") < general_rarity("示例市")
    True
    """
    return math.log(max(word_share(word), RAREST)) / math.log(RAREST)


def find_subject_terms(wordings: Sequence[Sequence[str]], body: Sequence[str]) -> dict[str, float]:
    """Term -> its weight from 0 to 1, of the MOST_TERMS heaviest; the heaviest weighs 1.

    Each wording, and the body, is given as its content words.

    >>> find_subject_terms([["公证", "收费"], ["公证"]], ["公证", "公证处", "收费"])
    {'公证': 1.0, '收费': 0.36, '公证处': 0.11}
    """
    asked = Counter(term for wording in wordings for term in {*wording})
    written = Counter(body)
    count = max(1, len(wordings))
    weights = {
        term: (asked[term] / count + BODY_WEIGHT * math.log1p(written[term])) * (general_rarity(term) - COMMON)
        for term in {**asked, **written}
        if is_term(term)
    }
    heaviest = sorted(weights, key=lambda term: (-weights[term], term))[:MOST_TERMS]
    return {term: round(weights[term] / weights[heaviest[0]], 2) for term in heaviest if weights[term] > 0}


def is_term(word: str) -> bool:
    """Whether ``word`` can be what a text is about: a single character or a number says too little.

    Nor is a word a term that a folded text spells otherwise (两个 is 二个 there): no text would contain it.

    >>> [is_term(word) for word in ("公证", "证", "60", "两个", "v2.0")]
    [True, False, False, False, False]
    """
    return len(word) > 1 and not word[0].isdecimal() and word.isalnum() and spell_numbers(word) == word


def pack_terms(terms: Mapping[str, float]) -> str:
    """``terms`` as one text, to be stored with the entry.

    >>> pack_terms({"公证": 1.0, "公证处": 0.625})
    '公证 1.00\\n公证处 0.62'
    """
    return "\n".join(f"{term} {weight:.2f}" for term, weight in terms.items())


def unpack_terms(packed: str) -> dict[str, float]:
    """The terms that ``pack_terms`` packed."""
    pairs = (line.rpartition(" ") for line in packed.split("\n") if line)
    return {term: float(weight) for term, _, weight in pairs}
