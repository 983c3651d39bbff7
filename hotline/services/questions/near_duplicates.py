"""Duplicates as the matcher sees them: wordings of a draft that the line answers with another entry today."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from hotline.core.entries import Entry
from hotline.core.errors import Unavailable
from hotline.core.permissions import Permission, Staff
from hotline.services.line import Line
from hotline.services.questions import ask

WORDINGS_CHECKED = 40
"""By meaning each takes a twentieth of a second, and the page waits for all."""


@dataclass(frozen=True)
class NearDuplicate:
    """``wording`` is answered outright with the entry ``number``, whose question is ``question``."""

    wording: str
    number: int
    question: str


def list_near_duplicates(
    line: Line, actor: Staff, entry: Entry, *, published: Entry | None = None
) -> list[NearDuplicate]:
    """Which of the question and the similar questions of ``entry`` another published entry or referral answers now.

    Those that are in ``published`` too, as it stands now, are left out: they are nothing new. The first
    WORDINGS_CHECKED are put to the matcher. Empty while nothing is published."""
    actor.require(Permission.READ_ENTRIES)
    old = (published.question, *published.similar_questions) if published else ()
    try:
        return list(_find(line, entry, old))
    except Unavailable:
        return []


def _find(line: Line, entry: Entry, old: tuple[str, ...]) -> Iterator[NearDuplicate]:
    wordings = dict.fromkeys(one for one in (entry.question, *entry.similar_questions) if one and one not in old)
    for wording in list(wordings)[:WORDINGS_CHECKED]:
        decision = ask.decide(line, wording).decision
        answered = decision.matches[0].entry if decision.is_sure else None
        if answered is not None and answered.number != entry.number:
            yield NearDuplicate(wording, answered.number, answered.question)
