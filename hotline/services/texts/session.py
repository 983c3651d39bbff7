"""What the last reply to a telephone left open, remembered for half an hour so that any process understands "1"."""

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
class Context:
    """``choices`` are what digits pick, in order: entry numbers, index numbers and topics, offered for ``enquiry``;
    ``question`` is what they were offered for, or what nothing was found for; ``rest`` are the parts of the last reply
    that were not sent yet; ``topic`` and ``skip`` tell where a topic's list goes on. When ``awaiting``, the next text
    is a message."""

    choices: tuple[str, ...] = ()
    enquiry: int | None = None
    question: str = ""
    rest: tuple[str, ...] = ()
    topic: str = ""
    skip: int = 0
    awaiting: bool = False


NOTHING = Context()


def recall(unit: Unit, owner: str, now: datetime) -> Context:
    """What was left open for ``owner`` (a keyed hash of the number) in the last half hour.

    What another release of ours kept and this one cannot read counts as nothing: it would crash every text for half an
    hour."""
    kept = unit.contexts.find(owner, now - LIFETIME)
    if kept is None:
        return NOTHING
    try:
        fields = json.loads(kept)
        return Context(**fields | {"choices": tuple(fields["choices"]), "rest": tuple(fields["rest"])})
    except (ValueError, TypeError, KeyError):
        _log.warning("what a text left open cannot be read: it counts as nothing")
        return NOTHING


def remember(unit: Unit, owner: str, context: Context, now: datetime) -> None:
    """Keep ``context`` in the place of what was left open before."""
    unit.contexts.remember(owner, json.dumps(asdict(context), ensure_ascii=False), now)
