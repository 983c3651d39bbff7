"""Lists of the catalogue, the office and what belongs to it for staff, with what is proposed for each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from hotline.core.catalogue import SERIAL_DIGITS, CatalogueItem, organisation_code
from hotline.core.member_offices import LINE_OFFICE, offices_of
from hotline.core.permissions import OwnPart, Permission, Staff
from hotline.core.proposals import (
    Proposal,
    ProposalKind,
    Proposed,
    Sought,
    department_of,
    office_code_of,
    texts_of,
    title_of,
)
from hotline.core.review import Status
from hotline.core.text_length import tidy
from hotline.services.content.proposal_steps import Standing, read_standing, rows_of
from hotline.services.line import Line

if TYPE_CHECKING:
    from hotline.storage.records.unit_of_work import Unit

MOST_NOTICES = 999
"""Public notices of one year, as many as their codes can tell apart."""
OPEN_SHOWN = 1_000
"""At most so many on the screen of things to do; the rest follow when these are done."""


@dataclass(frozen=True)
class ListedValue:
    """One row of a list: what an editor would start from, and its state. ``work`` is what is in work, if anything."""

    key: str
    shown: Proposed
    is_published: bool
    work: Proposal | None
    changed_by: str
    changed_at: datetime


@dataclass(frozen=True)
class ValueList:
    """One page of a list; ``total`` counts the rows on all pages."""

    rows: list[ListedValue]
    total: int


def list_values(
    line: Line,
    actor: Staff,
    kind: ProposalKind,
    *,
    search: str = "",
    status: Status | None = None,
    department: str = "",
    limit: int = 1_000,
    skip: int = 0,
) -> ValueList:
    """What is published, proposed or withdrawn of a kind; ``search`` looks into all its fields."""
    actor.require(Permission.READ_ENTRIES)
    with line.records.reading() as unit:
        sought = Sought(tidy(search), status, department, actor.own_office)
        if kind is ProposalKind.LETTER_TEMPLATES:
            return _list_templates(unit, sought, limit, skip)
        keys, total = unit.proposals.find_keys(kind, sought, limit, skip)
        return ValueList([_read(unit, kind, key) for key in keys], total)


def list_open(line: Line, actor: Staff) -> list[Proposal]:
    """Every draft and everything that waits for review, the longest waiting first."""
    actor.require(Permission.READ_ENTRIES)
    with line.records.reading() as unit:
        return [one for one in unit.proposals.list_open(OPEN_SHOWN) if _is_seen(one.content, actor)]


def _is_seen(value: Proposed, actor: Staff) -> bool:
    """Whether ``value`` is the own office's, where somebody works for a member office."""
    own = actor.own_part if actor.office_code else None
    return own is None or own.has(department_of(value), office_code_of(value))


def list_for_review(line: Line, actor: Staff) -> list[Proposal]:
    """What was submitted and this person may approve, the longest waiting first: nothing that they wrote themselves."""
    return choose_for_review(list_open(line, actor), actor)


def choose_for_review(work: Iterable[Proposal], actor: Staff) -> list[Proposal]:
    """Those of ``list_open`` that ``list_for_review`` has. Announcements come first: they are for today."""
    if not actor.may(Permission.APPROVE_ENTRIES):
        return []
    waiting = [one for one in work if one.status is Status.SUBMITTED and actor.name not in one.writers]
    return sorted(waiting, key=lambda one: one.kind is not ProposalKind.ANNOUNCEMENTS)


def find_free_index_number(line: Line, actor: Staff) -> str:
    """The index number for a new item; "" while the catalogue is empty."""
    actor.require(Permission.READ_ENTRIES)
    with line.records.reading() as unit:
        return next_index_number(line, unit, actor.office_code)


def next_index_number(line: Line, unit: Unit, office_code: str = LINE_OFFICE) -> str:
    """The one after the highest of this year in an office's own form; "" while no item of it tells its code.

    A number that was ever proposed is not drawn again."""
    newest, _ = unit.proposals.find_keys(ProposalKind.CATALOGUE, _sought_of(unit, office_code), 1, 0)
    if not newest:
        return ""
    beginning = f"{organisation_code(newest[0])}/{line.now().year}-"
    highest = unit.proposals.find_highest_key(ProposalKind.CATALOGUE, beginning, digits=SERIAL_DIGITS)
    return f"{beginning}{int(highest[len(beginning) :] or 0) + 1:0{SERIAL_DIGITS}}"


def _sought_of(unit: Unit, office_code: str) -> Sought:
    """What belongs to an office; all on a line of one office, where an item may be of no department any more."""
    offices = offices_of(unit.office.departments())
    own = frozenset(code for code, office in offices.items() if office == office_code)
    return Sought(own=OwnPart(own, office_code)) if any(offices.values()) else Sought()


def find_free_notice_code(line: Line, actor: Staff) -> str:
    """The code for a new public notice: the year, and the number after the highest of it."""
    actor.require(Permission.READ_ENTRIES)
    year = str(line.now().year)
    with line.records.reading() as unit:
        used, _ = unit.proposals.find_keys(ProposalKind.PUBLIC_NOTICES, Sought(), MOST_NOTICES, 0)
    serials = [int(code[4:]) for code in used if code.startswith(year)]
    return f"{year}{max(serials, default=0) + 1:03}" if max(serials, default=0) < MOST_NOTICES else ""


def find_free_announcement_code(line: Line, actor: Staff) -> str:
    """The code for a new announcement: the day, and the first number that no announcement of that day has."""
    actor.require(Permission.READ_ENTRIES)
    codes = (f"{line.now():%Y%m%d}-{number}" for number in range(1, 100))
    with line.records.reading() as unit:
        return next((code for code in codes if not _is_used(unit, code)), "")


def _is_used(unit: Unit, code: str) -> bool:
    standing = read_standing(unit, ProposalKind.ANNOUNCEMENTS, code)
    return standing.published is not None or standing.newest is not None


def issuing_body_of_newest(unit: Unit, office_code: str) -> str:
    """The body that issued an office's newest item, as most items have the same; that of a member's first item is the
    member, and "" stands for that of the line's office while the catalogue is empty."""
    newest, _ = unit.proposals.find_keys(ProposalKind.CATALOGUE, _sought_of(unit, office_code), 1, 0)
    shown = _read(unit, ProposalKind.CATALOGUE, newest[0]).shown if newest else None
    if isinstance(shown, CatalogueItem):
        return shown.issuing_body
    return unit.office.office_name(office_code) if office_code else ""


def find_issuing_body(line: Line, actor: Staff) -> str:
    """The same, for an item that ``actor`` writes."""
    actor.require(Permission.READ_ENTRIES)
    with line.records.reading() as unit:
        return issuing_body_of_newest(unit, actor.office_code)


def _list_templates(unit: Unit, sought: Sought, limit: int, skip: int) -> ValueList:
    """The templates of letters, in the order of their kinds: there is one of each, whether it was changed or not."""
    kind, words = ProposalKind.LETTER_TEMPLATES, sought.words.lower()
    stored = rows_of(unit, kind).list_rows()
    newest = {step.key: step for step in unit.proposals.list_newest(kind, [row.value.code for row in stored])}
    listed = [_describe(row.value.code, Standing(row, newest.get(row.value.code))) for row in stored]
    found = [one for one in listed if _is_sought(one, words, sought.status)]
    return ValueList(found[skip : skip + limit], len(found))


def _is_sought(one: ListedValue, words: str, status: Status | None) -> bool:
    statuses = {one.work.status if one.work else None, Status.PUBLISHED if one.is_published else None}
    texts = "".join((title_of(one.shown), *texts_of(one.shown).values()))
    return (status is None or status in statuses) and words in texts.lower()


def _read(unit: Unit, kind: ProposalKind, key: str) -> ListedValue:
    return _describe(key, read_standing(unit, kind, key))


def _describe(key: str, standing: Standing) -> ListedValue:
    row, newest = standing.published, standing.newest
    if newest is not None and (standing.open is not None or row is None):
        return ListedValue(key, newest.content, row is not None, standing.open, newest.changed_by, newest.changed_at)
    if row is None:
        raise LookupError(f"nothing was published or proposed under {key}")
    return ListedValue(key, row.value, True, None, row.changed_by, row.changed_at)
