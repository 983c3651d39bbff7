"""Entries in lists: what stands of each, a page at a time."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import TYPE_CHECKING

from hotline.core.permissions import Permission, Staff
from hotline.core.review import Revision, Status
from hotline.core.text_length import tidy
from hotline.services.line import Line

if TYPE_CHECKING:
    from hotline.storage.records.database import Unit

WORK_SHOWN = 1_000
PAST_REVIEW_SHOWN = 200
"""As many as one screen of things to do can hold; the rest comes up as these are done."""


@dataclass(frozen=True)
class EntryRow:
    """An entry in a list: what it asks now, and where it stands.

    ``published`` is the serial the public is told, ``open`` the state of the revision that is being worked on,
    which is ``work``."""

    number: int
    question: str
    topic: str
    department: str
    published: int | None
    open: Status | None
    changed_at: datetime
    review_date: date
    overdue: bool
    work: Revision | None


@dataclass(frozen=True)
class EntryList:
    """One page of a list of ``total`` entries."""

    rows: list[EntryRow]
    total: int


def list_entries(
    line: Line,
    actor: Staff,
    *,
    search: str = "",
    status: Status | None = None,
    topic: str = "",
    limit: int = 1_000,
    skip: int = 0,
) -> EntryList:
    """Entries by number, at most ``limit`` after ``skip``; ``status`` keeps those with a standing revision in it."""
    actor.require(Permission.READ_ENTRIES)
    with line.records.reading() as unit:
        numbers, total = unit.entries.find_numbers(tidy(search), topic, status, limit, skip)
        return EntryList(_read(unit, numbers, line.now().date()), total)


def list_work(line: Line, actor: Staff) -> list[EntryRow]:
    """Entries somebody writes or that wait for review, by number."""
    actor.require(Permission.READ_ENTRIES)
    with line.records.reading() as unit:
        return _read(unit, unit.entries.find_open_numbers(WORK_SHOWN), line.now().date())


def list_past_review(line: Line, actor: Staff) -> list[EntryRow]:
    """Published entries past their review date that nobody works on, by number; of many those longest past."""
    actor.require(Permission.READ_ENTRIES)
    today = line.now().date()
    with line.records.reading() as unit:
        rows = _read(unit, unit.entries.find_numbers_past_review(today, PAST_REVIEW_SHOWN), today)
    return [row for row in rows if not row.work]


def list_questions(line: Line, actor: Staff, numbers: Collection[int]) -> dict[int, str]:
    """What each of these entries asks now."""
    actor.require(Permission.READ_ENTRIES)
    with line.records.reading() as unit:
        return {row.number: row.question for row in _read(unit, numbers, line.now().date())}


def _read(unit: Unit, numbers: Collection[int], today: date) -> list[EntryRow]:
    return list(_rows(unit.entries.list_current(numbers), today))


def _rows(current: Iterable[Revision], today: date) -> Iterator[EntryRow]:
    for number, group in groupby(current, key=lambda revision: revision.entry.number):
        revisions = {revision.status: revision for revision in group}
        published = revisions.get(Status.PUBLISHED)
        work = revisions.get(Status.DRAFT) or revisions.get(Status.SUBMITTED)
        shown = work or published or next(iter(revisions.values()))
        yield EntryRow(
            number=number,
            question=shown.entry.question,
            topic=shown.entry.topic,
            department=shown.entry.department,
            published=published.serial if published else None,
            open=work.status if work else None,
            changed_at=max(revision.changed_at for revision in revisions.values()),
            review_date=shown.entry.review_date,
            overdue=published is not None and published.entry.review_date < today,
            work=work,
        )
