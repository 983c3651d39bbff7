"""What the index needs of text analysis, as a protocol: ``hotline.matching`` analyses, storage writes the result."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from typing import Protocol

_PROBE = (
    "申請行政復議要錢嗎？ＡＢＣ１２３，三十天/30天（２０２６年）；Fuyi……重庆银行，莫得。"
    "①㈠㎡ﬁ𠮷\u200b咋个整，付议、法綠ǚ，那個，我想問一下哈，請問怎麽辦！"
    "多久，几点，在哪，什么材料，找谁，什么条件，有什么结果，电话，什么是复议，为什么？"
)
"""A sample text: it holds a little of everything that is folded or sounded by a rule of its own."""


class AnalysedText(Protocol):
    """One text as ``hotline.matching.text.terms`` analyses it."""

    @property
    def folded(self) -> str:
        """The text with script, width, case and punctuation made uniform, as it is searched."""
        ...

    @property
    def sounds(self) -> Sequence[str]:
        """How each pair of characters sounds, spelt like no pair of characters."""
        ...

    @property
    def initial_keys(self) -> str:
        """The telephone keys of the first letters of its characters."""
        ...

    def spell(self, term: str) -> Iterable[tuple[str, str]]:
        """(spelling, pair) of ``term``: of a pair of characters its sound and its first letters, of a word in letters
        the word, with an empty pair."""
        ...

    def describe(self, wordings: Sequence[str]) -> tuple[bytes, str, str]:
        """What a document is about that has these ``wordings`` and this text as its body.

        The bytes have a vector for the wordings and one for the whole document. The texts are its subject terms and
        what its wordings ask for."""
        ...


Analyser = Callable[[str], AnalysedText]
"""Analyses a text; given by whoever builds a file or asks whether it is up to date."""


def fingerprint(analyse: Analyser) -> str:
    """SHA-256 of how ``analyse`` treats a sample text.

    It changes when texts are folded, sounded or described by other rules; what was analysed before is then of no
    use."""
    probe = analyse(_PROBE)
    pairs = map("".join, pairwise(probe.folded))
    spellings = (spelling for pair in pairs for spelling, _ in probe.spell(pair))
    vectors, *described = probe.describe([_PROBE])
    texts = (probe.folded, *probe.sounds, probe.initial_keys, *spellings, *described, vectors.hex())
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()
