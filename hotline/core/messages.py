"""A message left for staff to answer, and the tracking number with which its writer looks up the answer."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import Enum

from hotline.core.enquiries import Channel
from hotline.core.masking import mask_number, mask_numbers

TRACKING_DIGITS = 8
MESSAGE_LIMIT = 2_000


class MessageState(Enum):
    """CLOSED: it needs no answer, such as an advertisement, and its writer gets none."""

    WAITING = "waiting"
    ANSWERED = "answered"
    CLOSED = "closed"


class MessageDeed(Enum):
    """What staff do with a message; FORWARDED: its writer was told which other office the matter belongs to."""

    ASSIGNED = "assigned"
    NOTED = "noted"
    ANSWERED = "answered"
    CORRECTED = "corrected"
    FORWARDED = "forwarded"
    CLOSED = "closed"
    REOPENED = "reopened"
    WRITTEN = "written"


class MessagePurpose(Enum):
    """What a message is for: a question, a comment on a public notice (公示), a registration for a hearing (听证)."""

    QUESTION = "question"
    COMMENT = "comment"
    REGISTRATION = "registration"


class ClosingReason(Enum):
    ADVERTISEMENT = "advertisement"
    HARASSMENT = "harassment"
    EMPTY = "empty"
    REPEATED = "repeated"
    OTHER = "other"


@dataclass(frozen=True)
class MessageEvent:
    """One deed with a message.

    ``subject`` is what it was about: the code of the department that it was given to, the number of the referral or
    entry, the code of the ClosingReason. ``words`` are the note, or the answer that a correction replaced."""

    id: int
    deed: MessageDeed
    subject: str
    words: str
    done_by: str
    done_at: datetime

    def masked(self) -> "MessageEvent":
        """The event with every number in its words masked, for staff who may not see them."""
        return replace(self, words=mask_numbers(self.words))


@dataclass(frozen=True)
class Message:
    """A message and its answer; ``recording`` is the provider's URL of a spoken message, "" without one.

    ``due_at`` is until when it must be answered, and ``due`` the day of that. ``conversation`` is the id of the call in
    which it was left, "" for none; ``department`` is the code of the one it was given to. ``notice`` is the code of the
    public notice or hearing that its writer takes part in, "" for a question."""

    tracking_number: str
    channel: Channel
    body: str
    recording: str
    caller: str
    received_at: datetime
    due: date
    due_at: datetime
    state: MessageState
    answer: str
    answered_at: datetime | None
    conversation: str = ""
    department: str = ""
    notice: str = ""
    purpose: MessagePurpose = MessagePurpose.QUESTION

    @property
    def is_erased(self) -> bool:
        """Whether its words and its recording were erased because their time is over."""
        return not (self.body or self.recording or self.answer)

    def masked(self) -> "Message":
        """The message with its caller and every number in its body masked, for staff who may not see them."""
        return replace(self, caller=mask_number(self.caller), body=mask_numbers(self.body))


def tracking_number(drawn: int) -> str:
    """Eight digits from ``drawn``, a random integer from 0 to below 10**8: numbers in sequence could be guessed.

    >>> tracking_number(4711)
    '00004711'
    """
    return f"{drawn:0{TRACKING_DIGITS}d}"
