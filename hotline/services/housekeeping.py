"""Forgetting what need not be kept: callers' numbers, choices sent, replies kept, failed attempts to sign in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from hotline.services.line import Line

NUMBERS_AFTER_ANSWER = timedelta(days=90)
NUMBERS_AT_MOST = timedelta(days=365)
CONTEXTS = timedelta(minutes=30)
DELIVERIES = timedelta(days=7)
FAILURES = timedelta(days=1)


@dataclass(frozen=True)
class SweepReport:
    """How many of each were erased; ``numbers`` are callers' numbers on messages."""

    numbers: int
    contexts: int
    deliveries: int
    failures: int


def sweep(line: Line) -> SweepReport:
    """Erase everything that is past its time; run it as often as you like."""
    now = line.now()
    with line.records.writing() as unit:
        return SweepReport(
            numbers=unit.messages.erase_callers(
                answered_before=now - NUMBERS_AFTER_ANSWER, received_before=now - NUMBERS_AT_MOST
            ),
            contexts=unit.contexts.erase(now - CONTEXTS),
            deliveries=unit.deliveries.erase(now - DELIVERIES),
            failures=unit.staff.erase_failures(now - FAILURES),
        )
