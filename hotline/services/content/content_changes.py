"""The history of the content: who wrote, submitted, returned, approved, withdrew what and when. It only grows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING

from hotline.core.content_changes import ContentAction, ContentChange, ContentKind
from hotline.core.months import month_after
from hotline.core.permissions import Permission, Staff
from hotline.core.proposals import ProposalKind, Sought
from hotline.services.content import diff
from hotline.services.line import Line

if TYPE_CHECKING:
    from hotline.core.proposals import Proposal
    from hotline.core.review import Revision
    from hotline.storage.records.unit_of_work import Unit


_OWNED = (
    *(ProposalKind.CATALOGUE, ProposalKind.PUBLIC_NOTICES),
    *(ProposalKind.DEPARTMENTS, ProposalKind.MEMBER_OFFICES),
)
"""The kinds of which each belongs to an office; the others are the whole line's."""
_MOST_OWN = 6_000
"""Keys of each kind that a query names, the newest; SQLite takes 32,766 values in one."""


@dataclass(frozen=True)
class ChangeList:
    """One page of the history; ``total`` counts the steps on all pages."""

    changes: list[ContentChange]
    total: int


def note(unit: Unit, by: str, at: datetime, action: ContentAction, revision: Revision, *, comment: str = "") -> None:
    """Keep in the history that ``by``, a login name, did ``action`` to ``revision``, in the transaction that does it.

    What is submitted is kept with its wording, because the author may write over it once it was returned."""
    unit.content_changes.add(
        ContentChange(
            kind=ContentKind.ENTRY,
            key=str(revision.entry.number),
            action=action,
            changed_by=by,
            changed_at=at,
            serial=revision.serial,
            comment=comment,
            wording=diff.word(revision.entry) if action is ContentAction.SUBMIT else {},
        )
    )


def note_proposal(
    unit: Unit, by: str, at: datetime, action: ContentAction, proposal: Proposal, *, comment: str = ""
) -> None:
    """The same for a proposal, whose own steps hold its wordings."""
    kind = ContentKind(proposal.kind.value)
    unit.content_changes.add(ContentChange(kind, proposal.key, action, by, at, proposal.serial, comment))


def list_of_entry(line: Line, actor: Staff, number: int) -> list[ContentChange]:
    """The steps of one entry, in their order. It has none from before 2026-11-29."""
    actor.require(Permission.READ_ENTRIES)
    with line.records.reading() as unit:
        return unit.content_changes.list_of(ContentKind.ENTRY, str(number))


def list_month(
    line: Line,
    actor: Staff,
    month: date,
    *,
    kinds: tuple[ContentKind, ...] = tuple(ContentKind),
    person: str = "",
    limit: int = 1_000,
    skip: int = 0,
) -> ChangeList:
    """The steps of the calendar month in which ``month`` lies, by the office's clock, the latest first.

    Only those of ``kinds``, and with ``person``, a login name, of that person. Staff of a member office get the steps
    of what belongs to it."""
    actor.require(Permission.READ_ENTRIES)
    first = month.replace(day=1)
    span = [datetime.combine(day, time(), line.now().tzinfo) for day in (first, month_after(first))]
    with line.records.reading() as unit:
        own = _list_own_keys(unit, actor)
        found = unit.content_changes.list_between(*span, kinds=kinds, person=person, limit=limit, skip=skip, own=own)
    return ChangeList(*found)


def _list_own_keys(unit: Unit, actor: Staff) -> dict[ContentKind, list[str]] | None:
    """Kind -> the keys of what belongs to the member office of ``actor``; None for who works for the whole line."""
    own = actor.own_office
    if own is None:
        return None
    numbers = unit.entries.find_numbers_of(own.departments, _MOST_OWN)
    keys = {
        ContentKind(kind.value): unit.proposals.find_keys(kind, Sought(own=own), _MOST_OWN, 0)[0] for kind in _OWNED
    }
    return {ContentKind.ENTRY: [str(number) for number in numbers], **keys}
