"""Lists of entries for staff, a page at a time."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import TYPE_CHECKING

from hotline.core.entries import REFERRAL_NUMBERS
from hotline.core.permissions import Permission, Staff
from hotline.core.review import OPEN, Revision, Status
from hotline.core.text_length import tidy
from hotline.services.line import Line

if TYPE_CHECKING:
    from hotline.storage.records.unit_of_work import Unit

WORK_SHOWN = 1_000
REVIEW_SOON = timedelta(days=30)
"""So long before its review date an entry is listed as one to be reviewed soon."""
PAST_REVIEW_SHOWN = 200
"""At most so many on the screen of things to do; the rest follow when these are done."""


@dataclass(frozen=True)
class EntryRow:
    """An entry in a list: its current question and its state.

    ``published`` is the serial of the published revision. ``work`` is the revision that is in work, and ``open`` its
    status. ``overdue`` says whether the published revision is past its review date."""

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
    last: Status
    """The status of the revision that is shown."""


@dataclass(frozen=True)
class EntryList:
    """One page of a list; ``total`` counts the entries on all pages."""

    rows: list[EntryRow]
    total: int


def list_entries(
    line: Line,
    actor: Staff,
    *,
    search: str = "",
    status: Status | None = None,
    topic: str = "",
    referrals: bool = False,
    limit: int = 1_000,
    skip: int = 0,
) -> EntryList:
    """Entries by number, at most ``limit`` after the first ``skip``. ``search`` looks for words in the entry;
    ``status`` selects entries that have a current revision of this status. ``referrals`` lists the referrals, which
    are left out otherwise."""
    actor.require(Permission.READ_ENTRIES)
    with line.records.reading() as unit:
        numbers, total = unit.entries.find_numbers(
            tidy(search), topic, status, limit, skip, referrals=referrals, departments=_seen_by(actor)
        )
        return EntryList(read_rows(unit, numbers, line.now().date()), total)


def _seen_by(actor: Staff) -> frozenset[str] | None:
    """The departments whose entries the staff of a member office see; None for all."""
    return actor.own_office.departments if actor.own_office else None


def choose_seen(rows: Iterable[EntryRow], actor: Staff) -> list[EntryRow]:
    """Those of ``rows`` that somebody sees: the staff of a member office, what belongs to it."""
    own = _seen_by(actor)
    return [row for row in rows if own is None or row.department in own]


def find_free_referral(line: Line, actor: Staff) -> int:
    """The number for a new referral: the one after the highest."""
    actor.require(Permission.READ_ENTRIES)
    with line.records.reading() as unit:
        return (unit.entries.find_last_referral() or REFERRAL_NUMBERS.start) + 1


def list_work(line: Line, actor: Staff) -> list[EntryRow]:
    """Entries with a revision that is in work, by number."""
    actor.require(Permission.READ_ENTRIES)
    with line.records.reading() as unit:
        return choose_seen(read_work(unit, line.now().date()), actor)


def read_work(unit: Unit, today: date) -> list[EntryRow]:
    """Entries as ``list_work`` lists them."""
    return read_rows(unit, unit.entries.find_open_numbers(WORK_SHOWN), today)


def list_own_work(line: Line, actor: Staff) -> list[EntryRow]:
    """Those of ``list_work`` that this person wrote, however many others there are."""
    actor.require(Permission.READ_ENTRIES)
    with line.records.reading() as unit:
        return read_rows(unit, unit.entries.find_open_numbers(WORK_SHOWN, actor.name), line.now().date())


def list_for_review(line: Line, actor: Staff) -> list[EntryRow]:
    """Submitted entries that this person may approve, by number: none that they wrote themselves."""
    if not actor.may(Permission.APPROVE_ENTRIES):
        return []
    work = list_work(line, actor)
    return [row for row in work if row.work and row.open is Status.SUBMITTED and actor.name not in row.work.writers]


def list_scheduled(line: Line, actor: Staff) -> list[EntryRow]:
    """Entries whose approved revision waits for its day, the soonest first."""
    actor.require(Permission.READ_ENTRIES)
    with line.records.reading() as unit:
        numbers = unit.entries.find_scheduled_numbers(WORK_SHOWN)
        rows = {row.number: row for row in read_rows(unit, numbers, line.now().date())}
    return choose_seen((rows[number] for number in numbers), actor)


def list_past_review(line: Line, actor: Staff) -> list[EntryRow]:
    """Published entries past their review date that have no open revision, by number; of many, the longest overdue."""
    actor.require(Permission.READ_ENTRIES)
    today = line.now().date()
    with line.records.reading() as unit:
        rows = read_rows(unit, unit.entries.find_numbers_past_review(today, PAST_REVIEW_SHOWN), today)
    return choose_seen((row for row in rows if not row.work), actor)


def list_due_review(line: Line, actor: Staff) -> list[EntryRow]:
    """Published entries whose review date comes within REVIEW_SOON, without an open revision, the soonest first."""
    actor.require(Permission.READ_ENTRIES)
    with line.records.reading() as unit:
        due = read_due_review(unit, line.now().date())
        return choose_seen((row for row in due if not row.overdue), actor)


def read_due_review(unit: Unit, today: date) -> list[EntryRow]:
    """Entries as ``list_due_review`` lists them, and before them those past their review date."""
    until = today + REVIEW_SOON + timedelta(days=1)
    rows = read_rows(unit, unit.entries.find_numbers_past_review(until, PAST_REVIEW_SHOWN), today)
    return sorted((row for row in rows if not row.work), key=lambda row: (row.review_date, row.number))


def list_questions(line: Line, actor: Staff, numbers: Collection[int]) -> dict[int, str]:
    """Number -> current question of these entries."""
    actor.require(Permission.READ_ENTRIES)
    with line.records.reading() as unit:
        return {row.number: row.question for row in read_rows(unit, numbers, line.now().date())}


def read_rows(unit: Unit, numbers: Collection[int], today: date) -> list[EntryRow]:
    """The rows of these entries, by number."""
    return list(_rows(unit.entries.list_current(numbers), today))


def _rows(current: Iterable[Revision], today: date) -> Iterator[EntryRow]:
    for number, group in groupby(current, key=lambda revision: revision.entry.number):
        revisions = {revision.status: revision for revision in group}
        published = revisions.get(Status.PUBLISHED)
        work = next((revisions[status] for status in OPEN if status in revisions), None)
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
            last=shown.status,
        )
