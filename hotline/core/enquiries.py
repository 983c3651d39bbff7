"""One question asked on one channel, and what came of it."""

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
    TRANSFERRED = "transferred"


@dataclass(frozen=True)
class Enquiry:
    """A question as it was asked; ``caller`` is already masked, ``picked`` the choice the citizen took.

    ``conversation`` is the id of the call it was asked in."""

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
