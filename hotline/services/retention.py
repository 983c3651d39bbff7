"""Forgetting what need not be kept: callers' numbers, choices, replies, receipts, old calls, failed sign-ins."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from hotline.core.errors import NotFound, Unavailable
from hotline.services.calls import journal
from hotline.services.line import Line

if TYPE_CHECKING:
    from hotline.storage.records.database import Unit

_log = logging.getLogger(__name__)

NUMBERS_AFTER_ANSWER = timedelta(days=90)
NUMBERS_AT_MOST = timedelta(days=365)
CONTEXTS = timedelta(minutes=30)
DELIVERIES = timedelta(days=7)
NUMBERS_AFTER_SENDING = timedelta(days=7)
NUMBERS_TO_SEND_TO = timedelta(days=30)
"""At most, also where no provider ever said whether the text arrived."""
OWNERS = timedelta(days=7)
RECEIPTS = timedelta(days=30)
STEPS = timedelta(days=1)
"""Of a call, whose webhooks are repeated within seconds; a text may come again after a weekend."""
CALLS = timedelta(days=730)
FAILURES = timedelta(days=1)


@dataclass(frozen=True)
class RetentionReport:
    """How many of each were erased; ``numbers`` are callers' numbers on messages, ``sent_to`` those of texts that went
    out; ``owners`` is of how many texts that came in it is forgotten that they came from one telephone."""

    numbers: int
    contexts: int
    deliveries: int
    failures: int
    sent_to: int
    owners: int
    receipts: int
    calls: int


def erase_expired(line: Line) -> RetentionReport:
    """Erase everything that is past its time; run it as often as you like."""
    now = line.now()
    with line.records.writing() as unit:
        unit.attempts.erase(now - CALLS)
        return RetentionReport(
            numbers=_erase_callers(unit, now),
            contexts=unit.contexts.erase(now - CONTEXTS),
            deliveries=unit.deliveries.erase(now - DELIVERIES) + unit.deliveries.erase(now - STEPS, journal.DELIVERY),
            failures=unit.staff.erase_failures(now - FAILURES),
            sent_to=unit.texts.erase_numbers(
                ended_before=now - NUMBERS_AFTER_SENDING, queued_before=now - NUMBERS_TO_SEND_TO
            ),
            owners=unit.incoming.erase_owners(now - OWNERS),
            receipts=unit.texts.erase_receipts(now - RECEIPTS),
            calls=unit.calls.erase(now - CALLS),
        )


def delete_recordings(line: Line) -> int:
    """Have the provider delete every recording that nobody needs any more; how many it deleted.

    One that it cannot delete now waits for the next time, behind the others, and so do those after it."""
    if line.telephony is None:
        return 0
    with line.records.reading() as unit:
        discarded = unit.recordings.list_discarded()
    for deleted, url in enumerate(discarded):
        try:
            line.telephony.delete_recording(url)
        except NotFound:
            _log.warning("%s is no recording of the provider's: nothing to delete there", url)
        except Unavailable:
            _log.warning(
                "%s could not be deleted, %d wait for the next hour", url, len(discarded) - deleted, exc_info=True
            )
            with line.records.writing() as unit:
                unit.recordings.discard(url, line.now())
            return deleted
        with line.records.writing() as unit:
            unit.recordings.forget(url)
    return len(discarded)


def _erase_callers(unit: Unit, now: datetime) -> int:
    number, recordings = unit.messages.erase_callers(
        answered_before=now - NUMBERS_AFTER_ANSWER, received_before=now - NUMBERS_AT_MOST
    )
    for url in recordings:
        unit.recordings.discard(url, now)
    return number
