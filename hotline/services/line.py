"""The line: the dependencies that every service is given (records, knowledge, clock, providers). ``hotline.app`` joins
them once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from hotline.core.errors import Unavailable
from hotline.settings import KEEP_WORDS_DAYS

if TYPE_CHECKING:
    from hotline.core.calls import OutboundLeg
    from hotline.core.office_announcements import Closings
    from hotline.core.permissions import Role
    from hotline.core.providers import Telephony, TextSender
    from hotline.core.work_calendar import CalendarDay, DescribeDay
    from hotline.matching.ranking.embeddings import SentenceEncoder
    from hotline.services.decision_cache import DecisionCache
    from hotline.storage.files.attachment_files import AttachmentFiles
    from hotline.storage.knowledge.reader import KnowledgeFile
    from hotline.storage.knowledge.versions import VersionStore
    from hotline.storage.records.database import Records


JOB_PATIENCE = 600.0
"""Seconds that a background job or a command may wait for the records, ``records.patient(JOB_PATIENCE)``."""
STAFF_PATIENCE = 8.0
"""The same for a page of the console, whose lists and reports read more than a caller's step."""


def _no_owner(_telephone: str) -> str:
    return ""


def _no_url(_step: str, _leg: OutboundLeg) -> str:
    return ""


@dataclass(frozen=True)
class Line:
    """The joined dependencies. ``now`` returns an aware datetime in the office's time zone, ``draw(n)`` a random
    integer from 0 to n - 1. ``folder`` is the var folder, for locks and the pending marker."""

    records: Records
    shelf: VersionStore
    now: Callable[[], datetime]
    known_days: DescribeDay
    """What kind of day each day is in the years whose decree the office has not entered; see ``describe_day``."""
    draw: Callable[[int], int]
    folder: Path
    attachments: AttachmentFiles
    host: str = "localhost"
    """The name of this host among those that share the records. Processes with one ``folder`` are one host."""
    public_url: str = ""
    """Scheme and host of the addresses that the provider calls, without a path."""
    encoder: SentenceEncoder | None = None
    """The embedding model; None where questions are matched by words alone."""
    senders: Mapping[str, TextSender] = field(default_factory=dict)
    """Gateway name -> sender of SMS; empty in a command that sends none."""
    keep_words_days: int = KEEP_WORDS_DAYS
    """After how many days the words of messages and texts are erased."""
    text_gateway: str = "twilio"
    """The gateway for SMS outside a webhook response, such as the answer to a message."""
    owner_of: Callable[[str], str] = _no_owner
    """A keyed hash of a telephone number, under which its texts and its opt-out are stored instead of the number."""
    telephony: Telephony | None = None
    """Control over live calls and recordings; None where no account for the provider's API is configured."""
    leg_url: Callable[[str, OutboundLeg], str] = _no_url
    """The URL of a webhook of an outbound leg: ``whisper``, ``leg`` (its end) or ``room``. ``voice`` builds it."""
    goodbye_url: str = ""
    """The URL of what a caller hears whose conference with staff has ended. ``voice`` builds it."""
    decisions: DecisionCache | None = None
    """The decisions on questions asked before; None in a command, which tells the reasons for each."""

    second_factor_roles: frozenset[Role] = frozenset()
    """Whoever has one of these roles must have a second factor."""

    snapshot: Callable[[], KnowledgeFile] | None = None
    """The one version of the knowledge file that a request sees; None where each look-up takes the serving version."""

    @property
    def knowledge(self) -> KnowledgeFile:
        """The published version to read from. Raises Unavailable while nothing is published."""
        return self.snapshot() if self.snapshot else self.shelf.current()

    def describe_day(self, day: date) -> CalendarDay:
        """What kind of day ``day`` is, by the decrees and local days off that the office has published.

        They are in the knowledge file, so that they hold while the records are down. Without a file it is told as
        ``known_days`` has it."""
        try:
            calendar = self.knowledge.calendar
        except Unavailable:
            return self.known_days(day)
        return calendar.describe_day(day, self.known_days)

    def is_workday(self, day: date) -> bool:
        """True on a working day, make-up days included."""
        return self.describe_day(day).is_workday

    def at_office(self, moment: datetime) -> datetime:
        """``moment``, which the records keep in UTC, on the office's clock: its day may be another one."""
        return moment.astimezone(self.now().tzinfo)

    @property
    def closings(self) -> Closings:
        """The days on which the office closes early, or is closed, by an announcement."""
        return self.knowledge.closings

    def list_announcements(self) -> list[str]:
        """The sentences that every channel tells now before all else. Raises Unavailable while nothing is published."""
        return [one.sentence for one in self.knowledge.announcements if one.is_told(self.now())]

    def for_one_request(self) -> Line:
        """A copy that sees one version from beginning to end, so that a publish in mid-request cannot mix two."""
        return replace(self, snapshot=cache(self.shelf.current))
