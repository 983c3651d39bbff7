"""One question asked on one channel and what came of it, and how a caller's number is masked."""

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
    """A question as it was asked; ``caller`` is already masked, ``picked`` the choice the citizen took."""

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


def mask_number(number: str) -> str:
    """Hide the middle of a telephone number so that it tells callers apart without naming one.

    >>> mask_number("+8613800138000"), mask_number("10086"), mask_number("")
    ('+86138****8000', '*****', '')
    """
    if len(number) < 9:
        return "*" * len(number)
    return number[:-8] + "****" + number[-4:]
