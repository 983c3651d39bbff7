"""Text messages as the office looks back on them: what came in, what goes out, and how far it got."""

import hashlib
import hmac
import re
from dataclasses import dataclass
from datetime import datetime
from enum import Enum


class TextReply(Enum):
    """What a text that came in got."""

    NONE = "none"
    ANSWERED = "answered"
    OFFERED = "offered"
    UNANSWERED = "unanswered"
    TOLD = "told"
    """The explanation, the list of contents, a message's progress, the next part, and the like."""
    MESSAGE = "message"
    LIMITED = "limited"
    LOOP = "loop"


TEXTS_AN_HOUR = 20
"""Texts of one telephone that are answered in an hour."""
SAME_IN_A_MINUTE = 3
"""The same words so often in a minute come from a machine that answers our answers."""


HELD_BACK = frozenset({TextReply.LIMITED, TextReply.LOOP})
"""Texts that are left without a reply on purpose, from machines and from who texts too often."""


@dataclass(frozen=True)
class RecentTexts:
    """What one telephone texted lately: ``answered`` texts in an hour, whether it was ``told`` then that this is the
    limit, and how often it sent the ``same`` words in the minute before."""

    answered: int = 0
    told: bool = False
    same: int = 0


class TextPurpose(Enum):
    REPLY = "reply"
    ANSWER = "answer"
    """An answer that a caller asked to have by text."""
    TRACKING = "tracking"
    MESSAGE_ANSWER = "message_answer"


class TextState(Enum):
    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    DELIVERED = "delivered"
    FAILED = "failed"


NO_MOBILE = "no mobile number"
OPTED_OUT = "opted out"
NO_GATEWAY = "no gateway"
"""Our own words, in ``OutgoingText.error``, for why a text was never tried."""


@dataclass(frozen=True)
class Receipt:
    """How far a provider says a text got: SENT, DELIVERED or FAILED; ``status`` is its own word for it, and why.

    ``passing`` tells, of one that failed, whether sending it again later may help, and ``number`` (E.164) to whom; ""
    where the provider does not say."""

    provider_id: str
    state: TextState
    status: str
    passing: bool = False
    number: str = ""


@dataclass(frozen=True)
class OutgoingText:
    """``number`` is "" once it was erased; ``due_at`` is when it is tried (again), while SENDING when the attempt is
    given up for lost. ``error`` is the provider's last word on why it was not taken."""

    id: int
    key: str
    gateway: str
    number: str
    body: str
    purpose: TextPurpose
    tracking: str
    queued_at: datetime
    state: TextState
    tries: int
    due_at: datetime
    provider_id: str
    error: str
    sent_at: datetime | None
    ended_at: datetime | None


def is_mobile_number(number: str) -> bool:
    """Whether ``number`` (E.164, "" when withheld) is a mobile telephone of mainland China.

    Source: 工业和信息化部《电信网编号计划（2017年版）》, mobile numbers begin with 13 to 19 and have eleven digits.

    >>> is_mobile_number("+8613800138000"), is_mobile_number("+8687163100000"), is_mobile_number("")
    (True, False, False)
    """
    return re.fullmatch(r"\+861[3-9][0-9]{9}", number, re.ASCII) is not None


def hash_number(number: str, key: str) -> str:
    """A keyed hash by which whoever has ``number`` is known again; "" for a withheld one.

    Without the key the few numbers there are could be tried one by one."""
    return hmac.new(key.encode(), number.encode(), hashlib.sha256).hexdigest() if number else ""
