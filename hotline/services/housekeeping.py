"""Forgetting what need not be kept: callers' numbers, choices, replies, receipts, old calls, failed sign-ins."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from hotline.services import journalling
from hotline.services.line import Line

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
class SweepReport:
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


def sweep(line: Line) -> SweepReport:
    """Erase everything that is past its time; run it as often as you like."""
    now = line.now()
    with line.records.writing() as unit:
        unit.attempts.erase(now - CALLS)
        return SweepReport(
            numbers=unit.messages.erase_callers(
                answered_before=now - NUMBERS_AFTER_ANSWER, received_before=now - NUMBERS_AT_MOST
            ),
            contexts=unit.contexts.erase(now - CONTEXTS),
            deliveries=unit.deliveries.erase(now - DELIVERIES)
            + unit.deliveries.erase(now - STEPS, journalling.DELIVERY),
            failures=unit.staff.erase_failures(now - FAILURES),
            sent_to=unit.texts.erase_numbers(
                ended_before=now - NUMBERS_AFTER_SENDING, queued_before=now - NUMBERS_TO_SEND_TO
            ),
            owners=unit.incoming.erase_owners(now - OWNERS),
            receipts=unit.texts.erase_receipts(now - RECEIPTS),
            calls=unit.calls.erase(now - CALLS),
        )
