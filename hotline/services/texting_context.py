"""The choices last texted to a citizen, remembered for half an hour so that any process understands a reply of "1"."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import timedelta

from hotline.services.line import Line

LIFETIME = timedelta(minutes=30)


@dataclass(frozen=True)
class Offered:
    """``choices`` are entry numbers and index numbers in the order they were sent, for the enquiry they answered."""

    choices: tuple[str, ...]
    enquiry_id: int | None


def remember(line: Line, owner: str, choices: tuple[str, ...], enquiry_id: int | None) -> None:
    """Keep what was offered to ``owner`` (a keyed hash of the number) in the place of what was offered before."""
    with line.records.writing() as unit:
        unit.contexts.remember(owner, json.dumps({"choices": choices, "enquiry": enquiry_id}), line.now())


def recall(line: Line, owner: str) -> Offered | None:
    """What was offered to ``owner`` in the last half hour."""
    with line.records.reading() as unit:
        kept = unit.contexts.find(owner, line.now() - LIFETIME)
    if kept is None:
        return None
    offered = json.loads(kept)
    return Offered(tuple(offered["choices"]), offered["enquiry"])
