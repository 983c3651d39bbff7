"""What people did after a question: evidence that it is one more way to ask for an entry, or that the answer failed."""

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
    """How often ``kind`` followed ``question``, in these very characters, and when it last did."""

    number: int
    question: str
    kind: FeedbackKind
    times: int
    last: datetime


@dataclass(frozen=True)
class Evidence:
    """What followed one question, in any of its spellings, at entry ``number``.

    ``key`` is what the spellings share; ``wording`` is the shortest with telephone numbers hidden; ``is_private`` says
    that it cannot become a similar question as it stands, for some were, or it is too long."""

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
        """How much speaks for the entry: every choice, good vote and link counts one, every bad vote one against."""
        return self.picked + self.helped + self.linked - self.not_helped
