"""Open questions: what citizens asked that the line served badly, grouped as a list of work for staff."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from hotline.core.enquiries import Channel, Outcome

RETURN_AFTER = 3
"""A dismissed question is listed again once it was asked so often after that. One or two repetitions may be the same
person who tries again; three mean that somebody should look at the reason once more."""


class QuestionList(Enum):
    """UNANSWERED: no entry was found; UNPICKED: entries were offered and none was taken; UNSOLVED: the answer was voted
    not helpful; REFERRED: the citizen was sent on to another office, or to a person although an entry was found."""

    UNANSWERED = "unanswered"
    UNPICKED = "unpicked"
    UNSOLVED = "unsolved"
    REFERRED = "referred"


class DismissalReason(Enum):
    NOT_OURS = "not_ours"
    HARASSMENT = "harassment"
    INAUDIBLE = "inaudible"
    OTHER = "other"


NEVER_AGAIN = frozenset({DismissalReason.HARASSMENT})
"""Questions dismissed for these reasons stay dismissed, however often they are asked: who repeats an insult wants it to
be seen."""


@dataclass(frozen=True)
class AskedCount:
    """How often exactly this ``question`` was asked on one ``channel`` with one ``outcome``, and when; ``latest`` is
    the id of its newest enquiry."""

    question: str
    channel: Channel
    outcome: Outcome
    times: int
    first: datetime
    last: datetime
    latest: int


@dataclass(frozen=True)
class QuestionDecision:
    """What staff decided about a question, by its ``key``: to write or extend the entry ``number``, or (None) to
    dismiss the question for a ``reason``."""

    key: str
    wording: str
    number: int | None
    reason: DismissalReason | None
    note: str
    decided_by: str
    decided_at: datetime


@dataclass(frozen=True)
class OpenQuestion:
    """A question of a list, all its spellings together: the newest enquiry's id, and the commonest wording.

    ``examples`` are other spellings, with numbers masked as those of ``wording`` are. ``decision`` is what staff
    decided before, None where nothing was; ``is_in_work`` says that it led to an entry that is not published yet."""

    latest: int
    wording: str
    examples: tuple[str, ...]
    times: int
    channels: dict[Channel, int]
    outcomes: dict[Outcome, int]
    first: datetime
    last: datetime
    decision: QuestionDecision | None = None
    is_in_work: bool = False
