"""The session of a text conversation: what the last replies left open, kept for a day.

It is kept in the records, so any process understands a "1" that picks from choices."""

from __future__ import annotations

import json
import logging
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hotline.storage.records.unit_of_work import Unit

_log = logging.getLogger(__name__)

LIFETIME = timedelta(days=1)
"""How long choices and further parts can be had. After that it is only known that there were some."""
REMEMBERED = timedelta(days=7)
"""How long somebody who picks too late is told that the choices have expired, and what was asked."""
AWAITED = timedelta(minutes=30)
"""How long the next text is taken for the words of a message that was announced."""
ADDITIONS = timedelta(minutes=5)
"""How long further texts are added to a message that was left."""


@dataclass(frozen=True)
class TextSession:
    """What the last replies left open.

    ``choices`` are what digits pick, in order: entry numbers, index numbers and topics. They were offered for the
    enquiry with the id ``enquiry``. ``question`` is the last one asked. ``subject`` is the entry or item that answered
    it, "" while none has. ``about`` is the number of the entry that a question without a subject goes on about. When
    ``offers_message``, the last reply offered to leave the question for staff. ``rest`` are the parts of the last reply
    that were not sent yet. ``topic`` and ``skip`` tell where the list of a topic continues. When ``awaiting``, the next
    text is a message for staff.

    ``asked`` is the masked text that the choices or parts were sent for; it outlives them, and then ``expired`` is set.
    ``left`` is the tracking number of a message that further texts are added to until ``left_until`` (ISO 8601)."""

    choices: tuple[str, ...] = ()
    enquiry: int | None = None
    question: str = ""
    subject: str = ""
    about: str = ""
    offers_message: bool = False
    rest: tuple[str, ...] = ()
    topic: str = ""
    skip: int = 0
    awaiting: bool = False
    asked: str = ""
    expired: bool = False
    left: str = ""
    left_until: str = ""

    @property
    def offers(self) -> tuple[object, ...]:
        """What a digit or 更多 would bring, all false when nothing would."""
        return (self.choices, self.rest, self.topic, self.skip)


NOTHING_OPEN = TextSession()


def recall(unit: Unit, owner: str, now: datetime) -> TextSession:
    """The session of ``owner`` (a keyed hash of the number), as far as it is still open."""
    kept = unit.contexts.find(owner, now - REMEMBERED)
    if kept is None:
        return NOTHING_OPEN
    words, at = kept
    opened = _read(words)
    if now - at > LIFETIME:
        return _expire(opened)
    if now - at > AWAITED:
        opened = replace(opened, awaiting=False)
    if opened.left and datetime.fromisoformat(opened.left_until) < now:
        opened = replace(opened, left="", left_until="")
    return opened


def remember(unit: Unit, owner: str, opened: TextSession, now: datetime) -> None:
    """Store ``opened`` as the session of ``owner``, in place of the one before."""
    unit.contexts.remember(owner, _write(replace(opened, expired=False)), now)


def reduce_expired(unit: Unit, now: datetime) -> int:
    """Keep of sessions that are over only what was asked; returns how many of them lost something."""
    reduced = 0
    for owner, words, at in unit.contexts.list_before(now - LIFETIME):
        rest = _write(_expire(_read(words)))
        if rest != words:
            reduced += unit.contexts.reduce(owner, rest, at)
    return reduced


def _expire(opened: TextSession) -> TextSession:
    offered = opened.expired or any(opened.offers)
    return TextSession(asked=opened.asked, expired=True) if offered else NOTHING_OPEN


def _write(opened: TextSession) -> str:
    return json.dumps(asdict(opened), ensure_ascii=False)


def _read(words: str) -> TextSession:
    """The session that was stored as ``words``.

    One that another release wrote and this one cannot read counts as none: otherwise every text of its owner would fail
    for a day."""
    try:
        fields = json.loads(words)
        opened = TextSession(**fields | {"choices": tuple(fields["choices"]), "rest": tuple(fields["rest"])})
        datetime.fromisoformat(opened.left_until or "2026-01-01")
    except (ValueError, TypeError, KeyError):
        _log.warning("a text session cannot be read and counts as none")
        return NOTHING_OPEN
    return opened
