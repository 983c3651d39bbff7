"""A message left for staff to answer, and the tracking number by which its writer asks after it."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import Enum

from hotline.core.enquiries import Channel
from hotline.core.masking import mask_number, mask_numbers

TRACKING_DIGITS = 8
MESSAGE_LIMIT = 2_000


class MessageState(Enum):
    WAITING = "waiting"
    ANSWERED = "answered"


@dataclass(frozen=True)
class Message:
    """What a citizen left; ``recording`` is the provider's URL of what was spoken, "" when nothing was (any more).

    It is to be answered until ``due_at``, on the day ``due``; ``conversation`` is the id of the call it was left in."""

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

    def masked(self) -> "Message":
        """The message for those who need not see who left it, nor the numbers it names."""
        return replace(self, caller=mask_number(self.caller), body=mask_numbers(self.body))


def tracking_number(below: int) -> str:
    """Eight digits from a random integer in [0, 10**8); drawn, not counted, so nobody can guess a neighbour's.

    >>> tracking_number(4711)
    '00004711'
    """
    return f"{below:0{TRACKING_DIGITS}d}"
