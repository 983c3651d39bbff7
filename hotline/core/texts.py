"""Text messages as the office sees them: those that came in, and the delivery of those that go out."""

import hashlib
import hmac
import re
from dataclasses import dataclass
from datetime import datetime
from enum import Enum


class TextReply(Enum):
    """The reply to a text that came in."""

    NONE = "none"
    ANSWERED = "answered"
    OFFERED = "offered"
    UNANSWERED = "unanswered"
    REFERRED = "referred"
    TOLD = "told"
    """Anything else: the instructions, the table of contents, a message's progress, the next part and the like."""
    MESSAGE = "message"
    LIMITED = "limited"
    LOOP = "loop"
    SERVICE = "service"
    """None, because a service sent it and no person."""


TEXTS_AN_HOUR = 20
"""Texts of one telephone that are answered within an hour."""
SAME_IN_A_MINUTE = 3
"""Times that the same words come within a minute when a machine replies to our replies."""
SAME_IN_A_DAY = 6
"""Times that the same words come within a day when a machine sends them: a person has had the answer five times."""

HELD_BACK = frozenset({TextReply.LIMITED, TextReply.LOOP, TextReply.SERVICE})
"""Texts that get no reply on purpose: from a machine or a service, or beyond the limit an hour."""


@dataclass(frozen=True)
class RecentTexts:
    """The recent texts of one telephone.

    ``answered`` counts those answered within the last hour, ``limit_told`` says whether the telephone was told of the
    limit in that time. ``same_words`` counts texts with the same words within the last minute, ``same_in_a_day`` those
    within the last day."""

    answered: int = 0
    limit_told: bool = False
    same_words: int = 0
    same_in_a_day: int = 0


class TextPurpose(Enum):
    REPLY = "reply"
    ANSWER = "answer"
    """An answer that a caller asked for by text."""
    TRACKING = "tracking"
    MESSAGE_ANSWER = "message_answer"
    STAFF_LINK = "staff_link"
    """A link with which a member of staff sets a password: its words are erased as soon as it is sent or given up."""
    QUERY_CODE = "query_code"
    """The number and the query code of an application: its words are erased once it arrived or was given up, and with
    the number that it went to where no receipt comes."""
    CONFIRMATION = "confirmation"
    """The link with which an applicant confirms an application: its words are erased as those of a query code."""


class TextState(Enum):
    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    DELIVERED = "delivered"
    FAILED = "failed"


SUPERSEDED = "superseded by a correction"
NO_MOBILE = "no mobile number"
OPTED_OUT = "opted out"
NO_GATEWAY = "no gateway"
"""Values of ``OutgoingText.error`` for a text that was never handed to a gateway."""


@dataclass(frozen=True)
class Receipt:
    """A provider's report on a text: SENT, DELIVERED or FAILED; ``status`` is the provider's own word and reason.

    ``passing`` says, of a failed one, whether the cause may pass, so that sending it again helps. ``number`` is the
    recipient (E.164), "" where the provider does not name it."""

    provider_id: str
    state: TextState
    status: str
    passing: bool = False
    number: str = ""


@dataclass(frozen=True)
class OutgoingText:
    """A text in the outbox; ``number`` is "" once it was erased.

    ``due_at`` is when the text is next tried; in the state SENDING it is when the attempt counts as lost. ``error`` is
    the provider's latest reason for not accepting the text."""

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


_FIXED_OR_ABROAD = re.compile(
    r"(?:\+?86)?(?:0?(?:10|2[0-9])|0[0-9]{3})?[2-8][0-9]{6,7}|\+(?!86)[1-9][0-9]{7,14}", re.ASCII
)


def is_mobile_number(number: str) -> bool:
    """Whether ``number`` (E.164, "" when withheld) is a mobile number of mainland China.

    Source: 工业和信息化部《电信网编号计划（2017年版）》: mobile numbers have eleven digits and begin with 13 to 19.

    >>> is_mobile_number("+8613800138000"), is_mobile_number("+8687163100000"), is_mobile_number("")
    (True, False, False)
    """
    return re.fullmatch(r"\+861[3-9][0-9]{9}", number, re.ASCII) is not None


def find_mobile_number(written: str) -> str:
    """``written`` as E.164 where it is a mobile number of mainland China, else "".

    >>> find_mobile_number("138 0013-8000"), find_mobile_number("+86 13800138000"), find_mobile_number("0871-6310000")
    ('+8613800138000', '+8613800138000', '')
    """
    number = "+86" + re.sub("[^0-9]", "", written)[-11:]
    is_whole = re.sub(r"[ ()+-]", "", written) in (number[3:], number[1:])
    return number if is_whole and is_mobile_number(number) else ""


def is_whole_number(written: str) -> bool:
    """Whether ``written`` can be rung: a mobile number, a fixed one with or without its area code, or one abroad.

    >>> [is_whole_number(number) for number in ("138 0013-8000", "(0871)63100000转801", "3123456", "+85298765432")]
    [True, True, True, True]
    >>> is_whole_number("1380013"), is_whole_number("0871-631000"), is_whole_number("138001380001")
    (False, False, False)
    """
    number = re.sub(r"[ ()-]|转[0-9]*$", "", written)
    return bool(find_mobile_number(number)) or _FIXED_OR_ABROAD.fullmatch(number) is not None


def hash_number(number: str, key: str) -> str:
    """A keyed hash that identifies ``number`` without revealing it; "" for a withheld one.

    There are so few telephone numbers that a hash without a key could be reversed by trying them all."""
    return hmac.new(key.encode(), number.encode(), hashlib.sha256).hexdigest() if number else ""
