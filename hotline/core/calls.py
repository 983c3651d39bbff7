"""A past telephone call as the office sees it: its steps, the attempts to reach a person, and its outcome."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum


class CallOutcome(Enum):
    """What became of a call: the last of these that happened in it."""

    NONE = "none"
    ANSWERED = "answered"
    REFERRED = "referred"
    CHOSEN = "chosen"
    INFORMED = "informed"
    UNANSWERED = "unanswered"
    PERSON = "person"
    MESSAGE = "message"


class AttemptKind(Enum):
    """Who was called: the operators, a department's liaison officer, or an officer added to a call in progress."""

    OPERATOR = "operator"
    LIAISON = "liaison"
    THREE_WAY = "three_way"


class AttemptResult(Enum):
    RINGING = "ringing"
    ANSWERED = "answered"
    BUSY = "busy"
    NO_ANSWER = "no_answer"
    DECLINED = "declined"
    FAILED = "failed"
    CANCELED = "canceled"


@dataclass(frozen=True)
class CallRecord:
    """``id`` is the provider's id of the caller's leg; ``caller`` is masked.

    ``seconds`` and ``ended_at`` are None, and ``status`` is "", until the provider reports the end."""

    id: str
    gateway: str
    caller: str
    began_at: datetime
    ended_at: datetime | None
    seconds: int | None
    status: str
    outcome: CallOutcome


@dataclass(frozen=True)
class CallStep:
    """One step of a call, at the menu or prompt ``place``.

    ``did`` is what the caller did: keys, words with numbers masked, or "". ``told`` is what the line replied: the
    number of an entry, the index number of an item or the key of a phrase."""

    at: datetime
    place: str
    did: str
    told: str


@dataclass(frozen=True)
class OutboundLeg:
    """A leg that the line dials for a caller, as encoded in the URLs of its webhooks (``voice.phone.leg_urls``).

    ``call`` is the provider's id of the caller's leg, and ``serial`` numbers the attempts of that call. ``subject`` is
    the entry or item the caller was hearing, "" for none; ``enquiry`` is the id of what the caller asked. ``joins``
    says that whoever answers joins a conference with caller and operator (a warm transfer)."""

    call: str
    serial: int
    subject: str = ""
    enquiry: int | None = None
    joins: bool = False


@dataclass(frozen=True)
class Attempt:
    """One attempt to reach a person for a caller; ``telephone`` is masked, ``leg`` is the provider's id of that call.

    ``serial`` orders the attempts of a call; ``answered_at`` is when the person agreed to take the caller."""

    call_id: str
    serial: int
    kind: AttemptKind
    department: str
    name: str
    telephone: str
    leg: str
    enquiry_id: int | None
    rung_at: datetime
    result: AttemptResult
    answered_at: datetime | None
    ended_at: datetime | None

    @property
    def is_going_on(self) -> bool:
        """Whether the person took the call and is still in it."""
        return self.result is AttemptResult.ANSWERED and self.ended_at is None
