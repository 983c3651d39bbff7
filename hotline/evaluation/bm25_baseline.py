"""The baseline that matching is compared with: BM25 over characters and character pairs, and nothing else."""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from hotline.core.bm25 import USUAL_B, USUAL_K1

_NOT_WORD = re.compile(r"[\W_]+")


def _cut(text: str) -> list[str]:
    """The character pairs of ``text``, then its characters. Width and case are folded; traditional script stays."""
    folded = _NOT_WORD.sub("", unicodedata.normalize("NFKC", text).lower())
    return [folded[i : i + 2] for i in range(len(folded) - 1)] + list(folded)


class PlainRanking:
    """BM25 in Lucene's variant (no factor k1 + 1 in the numerator) over ``texts`` held in memory."""

    def __init__(self, texts: Sequence[str]) -> None:
        counted = [Counter(_cut(text)) for text in texts]
        lengths = [counts.total() for counts in counted]
        mean = sum(lengths) / max(1, len(lengths)) or 1.0
        postings: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for row, (counts, length) in enumerate(zip(counted, lengths, strict=True)):
            saturation = USUAL_K1 * (1 - USUAL_B + USUAL_B * length / mean)
            for term, count in counts.items():
                postings[term].append((row, count / (count + saturation)))
        self._rows = len(texts)
        self._postings = {term: self._weigh(found) for term, found in postings.items()}

    def _weigh(self, found: Sequence[tuple[int, float]]) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.float32]]:
        rarity = math.log(1 + (self._rows - len(found) + 0.5) / (len(found) + 0.5))
        rows, weights = zip(*found, strict=True)
        return np.array(rows, np.int32), np.array(weights, np.float32) * np.float32(rarity)

    def best(self, question: str, count: int) -> list[int]:
        """The row numbers of the ``count`` best texts, best first; of equal scores the lower row comes first."""
        scores = np.zeros(self._rows, np.float32)
        for term in _cut(question):
            if term in self._postings:
                rows, weights = self._postings[term]
                scores[rows] += weights
        return [int(row) for row in np.argsort(-scores, kind="stable")[:count]]
