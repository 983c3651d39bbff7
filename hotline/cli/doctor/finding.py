"""What a check finds, and what the checks are given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from hotline.services.line import Line
from hotline.settings import Places, Settings


class Verdict(Enum):
    """WRONG makes the command fail; a WARNING is for the administrator to decide."""

    OK = "ok"
    WARNING = "warning"
    WRONG = "wrong"


@dataclass(frozen=True)
class Finding:
    """``says`` is what was found, in a sentence; ``remedy`` is what to do, "" where nothing is to be done."""

    subject: str
    verdict: Verdict
    says: str
    remedy: str = ""


@dataclass(frozen=True)
class Patient:
    """The installation that is checked. ``settings`` is None where they are unsafe, ``line`` where it cannot open."""

    environ: Mapping[str, str]
    places: Places
    now: datetime
    settings: Settings | None = None
    line: Line | None = None
