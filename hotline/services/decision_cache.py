"""Keeps the decisions on questions that were asked before, because most callers ask the same few.

Nothing that a person said is kept. A question is known by a keyed digest alone, whose key is random and never leaves
the process, and words of the question are taken out of the decision. A question with a number, an address or a code
that would be masked in the records is not kept at all. All decisions go when another version is published."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from hotline.core.masking import mask_numbers
from hotline.core.recently_used import RecentlyUsed
from hotline.core.spoken_numbers import read_digits
from hotline.matching.text.normalise import normalise

if TYPE_CHECKING:
    from hotline.core.contents import KnowledgeVersion
    from hotline.matching.decision import Decision

MOST = 1024
"""Decisions kept by a process. One takes about 1 KB, and the entries in it are shared with others (2026-11-29)."""
DIGEST_KEY_BYTES = 32


@dataclass(frozen=True)
class _OfVersion:
    """The decisions that were made on one published version."""

    version: KnowledgeVersion
    decisions: RecentlyUsed[bytes, Decision] = field(default_factory=lambda: RecentlyUsed(MOST))


class DecisionCache:
    """The decisions of one process on one published version; safe to use from any thread.

    ``key`` is the secret of the digests: random bytes, at most 64."""

    def __init__(self, key: bytes) -> None:
        self._key = key
        self._kept: _OfVersion | None = None

    def digest(self, question: str, context: int | None) -> bytes | None:
        """What ``question`` after the entry ``context`` is known by; None for one that must not be kept.

        Spellings that matching reads alike have one digest: it reads the normalised question, and numbers from the
        question as it was written."""
        if mask_numbers(question) != question:
            return None
        read = f"{context} {read_digits(question)} {normalise(question)}"
        return hashlib.blake2b(read.encode("utf-8", "surrogatepass"), digest_size=16, key=self._key).digest()

    def find(self, version: KnowledgeVersion, digest: bytes) -> Decision | None:
        """The decision kept under ``digest``, where it was made on this ``version``."""
        kept = self._kept
        return kept.decisions.find(digest) if kept and kept.version == version else None

    def keep(self, version: KnowledgeVersion, digest: bytes, decision: Decision) -> None:
        """Keep ``decision`` without what was said. The decisions on any other version go."""
        kept = self._kept
        if kept is None or kept.version != version:
            self._kept = kept = _OfVersion(version)
        kept.decisions.keep(digest, _without_words(decision))


def _without_words(decision: Decision) -> Decision:
    """``decision`` without anything that was said: of the reasons and of what was searched for nothing is left."""
    matches = tuple(
        replace(match, reasons=tuple(replace(reason, terms=()) for reason in match.reasons))
        for match in decision.matches
    )
    return replace(decision, matches=matches, reasons=(), search_result=None)
