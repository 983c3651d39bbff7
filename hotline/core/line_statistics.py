"""Figures of the line: how many people called and texted, how fast they were served, and with what outcome.

The four aims are those of GB/T 33358-2016 《政府热线服务规范》, in force since 2017-07-01: a person answers within 15
seconds, 95 % of calls are connected, texts are answered within 3 minutes and messages within 24 hours. Source: 央视网,
2016-12-23 (read 2026-11-23)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from hotline.core.calls import CallOutcome
from hotline.core.enquiries import Outcome
from hotline.core.texts import TextReply

PERSON_SECONDS = 15
TEXT_SECONDS = 3 * 60
MESSAGE_HOURS = 24
CONNECTED_AIM = 0.95
NOT_CONNECTED = frozenset({"busy", "no-answer", "failed", "canceled"})
"""The provider's final statuses of a call that was never connected to the line."""


@dataclass(frozen=True)
class Period:
    """Whole days in the office's time zone, ``first`` and ``last`` included."""

    first: date
    last: date

    def days(self) -> list[date]:
        return [self.first + timedelta(days=n) for n in range((self.last - self.first).days + 1)]


@dataclass(frozen=True)
class Share:
    """``good`` cases out of ``of``."""

    good: int
    of: int

    @property
    def ratio(self) -> float | None:
        """From 0 to 1; None where there are no cases.

        >>> Share(19, 20).ratio, Share(0, 0).ratio
        (0.95, None)
        """
        return self.good / self.of if self.of else None


@dataclass(frozen=True)
class Transfer:
    """A caller's transfer to a person: when the first was called, and the seconds until one answered (None: nobody)."""

    call_id: str
    rung_at: datetime
    waited: float | None
    attempts: int

    @property
    def in_time(self) -> bool:
        return self.waited is not None and self.waited <= PERSON_SECONDS


@dataclass(frozen=True)
class IncomingText:
    """A text that came in, with its number and body masked, and when it was replied to."""

    id: int
    caller: str
    body: str
    received_at: datetime
    replied_at: datetime | None
    reply: TextReply
    enquiry_id: int | None

    @property
    def in_time(self) -> bool:
        return self.replied_at is not None and (self.replied_at - self.received_at).total_seconds() <= TEXT_SECONDS


@dataclass(frozen=True)
class FrequentQuestion:
    """A question and how often it came; ``key`` is its entry's number, or the id of its latest enquiry."""

    question: str
    times: int
    key: int


@dataclass(frozen=True)
class DayCount:
    """Calls, texts and questions on the website."""

    day: date
    calls: int
    texts: int
    web: int


@dataclass(frozen=True)
class LineFigures:
    """The figures of a ``period``; ``days`` has every day of it.

    ``calls_by_hour`` and the like have 24 counts each, hour 0 first. ``waited`` are the seconds that callers
    waited until a person answered, the shortest first. ``most_referred`` are the matters with which citizens were most
    often sent on to other offices."""

    period: Period
    days: tuple[DayCount, ...]
    calls_by_hour: tuple[int, ...]
    texts_by_hour: tuple[int, ...]
    web_by_hour: tuple[int, ...]
    connected: Share
    transfers: Share
    waited: tuple[float, ...]
    messages: Share
    texts: Share
    outcomes: dict[CallOutcome, int]
    replies: dict[TextReply, int]
    web_outcomes: dict[Outcome, int]
    most_asked: tuple[FrequentQuestion, ...]
    most_referred: tuple[FrequentQuestion, ...]
    most_unanswered: tuple[FrequentQuestion, ...]

    @property
    def median_wait(self) -> float | None:
        """Seconds; None where no caller reached a person."""
        return self.waited[(len(self.waited) - 1) // 2] if self.waited else None

    @property
    def longest_wait(self) -> float | None:
        return self.waited[-1] if self.waited else None
