"""An enquiry: one question asked on one channel, and its outcome."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum


class Channel(Enum):
    WEB = "web"
    PHONE = "phone"
    SMS = "sms"


class Outcome(Enum):
    ANSWERED = "answered"
    OFFERED = "offered"
    UNANSWERED = "unanswered"
    REFERRED = "referred"
    """The citizen was sent on to another office, whose matter it is."""
    TRANSFERRED = "transferred"
    EMERGENCY = "emergency"


@dataclass(frozen=True)
class Enquiry:
    """A question as it was asked; ``caller`` is masked, ``confidence`` from 0 to 1.

    ``entries`` are the numbers of the entries answered or offered, and ``picked`` is the one the citizen chose.
    ``conversation`` is the id of the call in which the question was asked, "" for none."""

    id: int
    channel: Channel
    question: str
    outcome: Outcome
    confidence: float
    entries: tuple[int, ...]
    picked: int | None
    caller: str
    asked_at: datetime
    knowledge_version: int
    conversation: str = ""
