"""What a question leads to (an answer, choices to offer, or nothing) and every reason for it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from hotline.core.catalogue import CatalogueItem
from hotline.core.entries import Entry


class Kind(Enum):
    ANSWER = "answer"
    CHOICES = "choices"
    NOTHING = "nothing"


@dataclass(frozen=True)
class Reason:
    """One part of a match's score: ``value`` is 0 to 1, ``terms`` the words of the question it rests on."""

    part: str
    value: float
    terms: tuple[str, ...] = ()


@dataclass(frozen=True)
class Match:
    """An entry or a catalogue item (exactly one is set) and how well it fits, from 0 to 1."""

    entry: Entry | None
    item: CatalogueItem | None
    score: float
    reasons: tuple[Reason, ...]

    @property
    def title(self) -> str:
        if self.entry:
            return self.entry.question
        return self.item.title if self.item else ""


@dataclass(frozen=True)
class Decision:
    """ANSWER: ``matches[0]`` is the answer, those behind it came close; CHOICES: 2 to 5 matches; NOTHING: none.

    ``confidence`` is the chance, from 0 to 1, that the first match is the right one; ``reasons`` are Chinese
    sentences for staff on why the decision fell so."""

    kind: Kind
    confidence: float
    matches: tuple[Match, ...]
    reasons: tuple[str, ...]
