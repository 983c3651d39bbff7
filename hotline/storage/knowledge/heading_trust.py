"""Measures how much the headings of a collection say about the bodies below them.

A ranker that trusts headings is right where they are questions or subjects (怎样办理公证), and wrong where they are
names and numbers (民法典第五十四条). So it is measured at every publish: a heading is looked for among the bodies of a
sample, and finds its own or not."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

SAMPLE = 100
"""Documents that are compared with each other, evenly spread over the collection."""
FEWEST = 10
"""Documents with heading and body below which nothing can be measured; headings are trusted then."""
_UNTRUSTED, _TRUSTED = 0.15, 0.5
"""Mean reciprocal rank of the own body at which headings say nothing, and at which they say all they can. In 100 law
articles below their numbers it is 0.1, in the sample content of this project 0.6, in lawyers' answers 0.8."""


def measure_heading_trust(documents: Sequence[tuple[str, str]]) -> float:
    """How far headings may be trusted, from 0 to 1, by a sample of (heading, body), both folded."""
    documents = [(heading, body) for heading, body in documents if heading and body]
    if len(documents) < FEWEST:
        return 1.0
    bodies = [_pairs(body) for _, body in documents]
    frequencies = Counter(pair for body in bodies for pair in body)
    weights = {pair: math.log((1 + len(bodies)) / count) for pair, count in frequencies.items()}
    ranks = [_rank(place, _pairs(heading), bodies, weights) for place, (heading, _) in enumerate(documents)]
    found = sum(1 / rank for rank in ranks) / len(ranks)
    return min(1.0, max(0.0, (found - _UNTRUSTED) / (_TRUSTED - _UNTRUSTED)))


def _rank(own: int, heading: set[str], bodies: Sequence[set[str]], weights: dict[str, float]) -> float:
    """The rank of the ``own`` body, from 1, by the weight of the pairs it shares with its heading; ties share ranks."""
    scores = [sum(weights[pair] for pair in heading & body) for body in bodies]
    better = sum(score > scores[own] for score in scores)
    equal = sum(score == scores[own] for score in scores) - 1
    return 1 + better + equal / 2


def _pairs(text: str) -> set[str]:
    return {*map("".join, pairwise(text))}
