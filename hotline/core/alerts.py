"""Alerts: what the office is told by e-mail about its line, and when each was told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

MEGABYTE = 1_000_000


class Condition(Enum):
    """What somebody must do something about. The value is its key in the records."""

    UNTAKEN_TRANSFERS = "untaken transfers"
    WAITING_TEXTS = "waiting texts"
    FAILING_PUBLISH = "failing publish"
    FULL_DISK = "full disk"
    RECORDS_DOWN = "records down"


OF_ONE_HOST = frozenset({Condition.FAILING_PUBLISH, Condition.FULL_DISK, Condition.RECORDS_DOWN})
"""Conditions that each of several hosts has for itself; the others are read from the records that the hosts share."""


@dataclass(frozen=True)
class AlertState:
    """Whether a condition holds, ``since`` when, and whether the office was told that it began (or ended).

    ``claimed_until`` is when another process may tell it, if the one that claimed it has not by then."""

    key: str
    holds: bool
    since: datetime
    is_told: bool
    claimed_until: datetime


@dataclass(frozen=True)
class AlertLimits:
    """From where on a condition holds."""

    untaken_transfers: int = 3
    """In the last hour."""
    waiting_minutes: int = 10
    free_bytes: int = 500 * MEGABYTE
    free_share: float = 0.05
    """Of the whole disk; the disk is nearly full below either."""
