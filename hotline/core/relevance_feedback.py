"""What people did after a question: evidence that it asks for an entry, or that the entry did not answer it."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum


class FeedbackKind(Enum):
    """PICKED: a citizen took the entry from the choices offered; HELPED, NOT_HELPED: their vote on its answer;
    LINKED: a member of staff said that the question belongs to it."""

    PICKED = "picked"
    HELPED = "helped"
    NOT_HELPED = "not_helped"
    LINKED = "linked"


@dataclass(frozen=True)
class FeedbackCount:
    """How often feedback of a ``kind`` on entry ``number`` followed exactly this ``question``, and when it last did."""

    number: int
    question: str
    kind: FeedbackKind
    times: int
    last: datetime


@dataclass(frozen=True)
class Evidence:
    """The feedback on entry ``number`` after one question, all spellings of it together.

    ``key`` is the folded form that the spellings share, ``wording`` the shortest of them with telephone numbers masked.
    ``is_private``: the wording cannot become a similar question as it is, because numbers were masked in it or because
    it is too long."""

    number: int
    key: str
    wording: str
    is_private: bool
    picked: int
    helped: int
    not_helped: int
    linked: int
    last: datetime

    @property
    def weight(self) -> int:
        """How much speaks for the entry: each choice, good vote and link counts 1, each bad vote -1."""
        return self.picked + self.helped + self.linked - self.not_helped
