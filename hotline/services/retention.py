"""Retention: erase personal data and technical records after their retention period."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from hotline.core.errors import NotFound, Unavailable
from hotline.services.calls import journal
from hotline.services.line import JOB_PATIENCE, Line
from hotline.services.staff import attempts
from hotline.services.texts import session
from hotline.settings import KEEP_WORDS_DAYS

if TYPE_CHECKING:
    from hotline.storage.records.unit_of_work import Unit

_log = logging.getLogger(__name__)

NUMBERS_AFTER_ANSWER = timedelta(days=90)
"""Callers' numbers and recordings of messages, counted from the answer."""
NUMBERS_AT_MOST = timedelta(days=365)
"""The same in any case, counted from the message's arrival."""
CONTEXTS = session.LIFETIME
"""What the last SMS reply left open, such as choices."""
EXPIRED_CONTEXTS = session.REMEMBERED
"""What was last asked by SMS, masked, for those who pick from choices too late."""
DELIVERIES = timedelta(days=7)
"""Replies kept for repeated webhook deliveries; a text may be delivered again after a weekend."""
WORDS = timedelta(days=KEEP_WORDS_DAYS)
"""The words of messages, of their answers, and of texts that came and went, counted from their arrival or queueing,
unless the office sets another period (``Line.keep_words_days``)."""
WORDS_HELD_BACK = timedelta(days=30)
"""The words of texts that got no reply on purpose: from a service or a machine, or beyond the limit an hour."""
NUMBERS_AFTER_SENDING = timedelta(days=7)
"""Numbers of outgoing texts, counted from their final state."""
NUMBERS_TO_SEND_TO = timedelta(days=30)
"""The same in any case, counted from queueing: a provider may never report whether a text arrived."""
OWNERS = timedelta(days=7)
"""The keyed hash of the telephone that a text came from."""
RECEIPTS = timedelta(days=30)
"""Delivery receipts of outgoing texts."""
STEPS = timedelta(days=1)
"""Replies kept for the webhooks of a call, which are repeated within seconds."""
CALLS = timedelta(days=730)
"""Calls and the attempts to reach somebody for them."""
FAILURES = timedelta(days=1)
"""Failed sign-ins."""
JUMP = timedelta(days=2)
"""A clock that is further than this from the last run, or from the newest record, may be wrong."""
HOLD = timedelta(days=7)
"""How long nothing is erased then, so that somebody can notice and set the clock right."""
HOSTS = timedelta(days=7)
"""Hosts of the line that no longer report."""
UPLOADS = timedelta(days=30)
"""Tables that staff uploaded, with what was found in them, counted from the upload."""
SIGN_INS = attempts.KNOWN
"""Sessions of staff with the network they came from, counted from when they were last seen."""

IDENTITIES = timedelta(days=180)
"""Proofs of identity of applications for disclosure, counted from the archiving (条例 第四十五条 names no period)."""
STAFF_EVENTS = timedelta(days=365)
"""The log of accounts."""
STAFF_LINKS = timedelta(days=30)
"""Invitations and resets, as hashes, counted from when they expire."""
SIGN_IN_STEPS = timedelta(days=1)
"""Sign-ins that stopped after the password."""


@dataclass(frozen=True)
class RetentionReport:
    """How many of each were erased.

    ``numbers`` are callers' numbers on messages, ``contexts`` what SMS replies left open, ``sent_to`` numbers of
    outgoing texts, ``owners`` keyed hashes of telephones on incoming texts, ``failures`` failed sign-ins, ``words``
    messages and texts that lost their words."""

    numbers: int
    contexts: int
    deliveries: int
    failures: int
    sent_to: int
    owners: int
    receipts: int
    calls: int
    words: int


def run(line: Line) -> RetentionReport | None:
    """Erase what is past its time, unless the clock may be wrong: then return None, and erase nothing for HOLD.

    A clock that jumps ahead by days or years makes everything look old. A service that was off for some days looks the
    same, and then keeps things a week longer."""
    now = line.now()
    with line.records.writing() as unit:
        last = unit.retention_runs.find(for_update=True)
        before = last.ran_at if last else unit.retention_runs.find_newest_record()
        held_until = last.held_until if last else None
        if before is not None and now - before > JUMP:
            held_until = now + HOLD
            _log.error("the clock is %s days ahead of the last run: nothing is erased for a week", (now - before).days)
        elif held_until is not None and not now < held_until <= now + HOLD:
            held_until = None
        unit.retention_runs.keep(now, held_until)
    return None if held_until else erase_expired(line)


def is_held(line: Line) -> bool:
    """Whether nothing is erased now because the clock may be wrong."""
    with line.records.reading() as unit:
        last = unit.retention_runs.find()
    return last is not None and last.held_until is not None


def erase_expired(line: Line) -> RetentionReport:
    """Erase everything whose retention period is over. It can be repeated at any time."""
    now = line.now()
    with line.records.patient(JOB_PATIENCE).writing() as unit:
        unit.attempts.erase(now - CALLS)
        unit.hosts.erase(now - HOSTS)
        unit.sign_ins.erase(now - SIGN_INS)
        unit.staff_secrets.erase(now - STAFF_LINKS, now - SIGN_IN_STEPS)
        unit.staff_events.erase(now - STAFF_EVENTS)
        unit.rate_counters.erase(now)
        unit.applications.erase_identities(now - IDENTITIES)
        unit.table_uploads.erase_before(now - UPLOADS)
        return RetentionReport(
            numbers=_erase_callers(unit, now),
            contexts=session.reduce_expired(unit, now) + unit.contexts.erase(now - EXPIRED_CONTEXTS),
            deliveries=unit.deliveries.erase(now - DELIVERIES)
            + unit.deliveries.erase(now - STEPS, journal.DELIVERY_PREFIX),
            failures=unit.failures.erase(now - FAILURES),
            sent_to=unit.texts.erase_numbers(
                ended_before=now - NUMBERS_AFTER_SENDING, queued_before=now - NUMBERS_TO_SEND_TO
            ),
            owners=unit.incoming.erase_owners(now - OWNERS),
            receipts=unit.texts.erase_receipts(now - RECEIPTS),
            calls=unit.calls.erase(now - CALLS),
            words=_erase_words(unit, now, now - timedelta(days=line.keep_words_days)),
        )


def delete_recordings(line: Line) -> int:
    """Have the provider delete every discarded recording; returns how many it deleted.

    At the first that it cannot delete now the function stops. That one moves to the end of the queue, and the next
    run goes on with the others."""
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


def _erase_words(unit: Unit, now: datetime, before: datetime) -> int:
    """Erase the words of what came or was queued before ``before``; returns the number of messages and texts."""
    held_back_before = max(before, now - WORDS_HELD_BACK)
    return (
        unit.messages.erase_words(before)
        + unit.incoming.erase_words(before, held_back_before)
        + unit.texts.erase_words(before)
    )


def _erase_callers(unit: Unit, now: datetime) -> int:
    number, recordings = unit.messages.erase_callers(
        answered_before=now - NUMBERS_AFTER_ANSWER, received_before=now - NUMBERS_AT_MOST
    )
    for url in recordings:
        unit.recordings.discard(url, now)
    return number
