"""The line: what every verb needs from the world outside, joined once by ``hotline.app``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hotline.matching.meaning import Meaning
    from hotline.storage.database import Records
    from hotline.storage.shelf import Shelf


@dataclass(frozen=True)
class Line:
    """``now`` gives an aware time, ``draw(n)`` a random integer below n, ``folder`` is the var folder."""

    records: Records
    shelf: Shelf
    now: Callable[[], datetime]
    is_workday: Callable[[date], bool]
    draw: Callable[[int], int]
    folder: Path
    meaning: Meaning | None = None
    """None where questions are matched by words alone."""
