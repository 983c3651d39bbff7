"""The session of a text conversation: what the last reply left open, kept for half an hour.

It is kept in the records, so any process understands a "1" that picks from choices."""

from __future__ import annotations

import json
import logging
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hotline.storage.records.database import Unit

_log = logging.getLogger(__name__)

LIFETIME = timedelta(minutes=30)


@dataclass(frozen=True)
class TextSession:
    """What the last reply left open.

    ``choices`` are what digits pick, in order: entry numbers, index numbers and topics. They were offered for the
    enquiry with the id ``enquiry``. ``question`` is the last one asked. ``subject`` is the entry or item that answered
    it, "" while none has. ``rest`` are the parts of the last reply that were not sent yet. ``topic`` and ``skip`` tell
    where the list of a topic continues.
    When ``awaiting``, the next text is a message for staff."""

    choices: tuple[str, ...] = ()
    enquiry: int | None = None
    question: str = ""
    subject: str = ""
    rest: tuple[str, ...] = ()
    topic: str = ""
    skip: int = 0
    awaiting: bool = False


NOTHING_OPEN = TextSession()


def recall(unit: Unit, owner: str, now: datetime) -> TextSession:
    """The session of ``owner`` (a keyed hash of the number), if it is younger than LIFETIME.

    A session that another release wrote and this one cannot read counts as none: otherwise every text of that owner
    would fail for half an hour."""
    kept = unit.contexts.find(owner, now - LIFETIME)
    if kept is None:
        return NOTHING_OPEN
    try:
        fields = json.loads(kept)
        return TextSession(**fields | {"choices": tuple(fields["choices"]), "rest": tuple(fields["rest"])})
    except (ValueError, TypeError, KeyError):
        _log.warning("a text session cannot be read and counts as none")
        return NOTHING_OPEN


def remember(unit: Unit, owner: str, opened: TextSession, now: datetime) -> None:
    """Store ``opened`` as the session of ``owner``, in place of the one before."""
    unit.contexts.remember(owner, json.dumps(asdict(opened), ensure_ascii=False), now)
