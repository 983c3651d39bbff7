"""What is open with a person who leaves, and giving it to somebody else.

Entries and other proposals are their writer's. Messages and applications for disclosure are a department's: they are
listed with who else works there, and are given to another department one by one, on their own pages."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from hotline.core.disclosure.applications import OPEN_STATES, Application
from hotline.core.errors import InvalidInput
from hotline.core.messages import Message, MessageState
from hotline.core.permissions import OwnPart, Permission, Staff
from hotline.core.proposals import WORD_KINDS, Proposal, department_of, office_code_of, title_of
from hotline.core.review import OPEN, Revision, Status
from hotline.core.staff_log import StaffEvent, StaffEventKind

if TYPE_CHECKING:
    from hotline.storage.records.unit_of_work import Unit

SHOWN = 1_000


@dataclass(frozen=True)
class OpenWork:
    """``entries`` and ``proposals`` are in work and were written by this person last. ``messages`` and
    ``applications`` wait with the person's department, ``colleagues`` are the others there who may answer for it."""

    entries: list[Revision]
    proposals: list[Proposal]
    messages: list[Message]
    applications: list[Application]
    colleagues: list[Staff]

    @property
    def written(self) -> int:
        """How much can be given to somebody."""
        return len(self.entries) + len(self.proposals)


def read_open_work(unit: Unit, staff: Staff) -> OpenWork:
    current = unit.entries.list_current(unit.entries.find_open_numbers(SHOWN, staff.name))
    work = OpenWork(
        entries=[one for one in current if one.status in OPEN and one.author == staff.name],
        proposals=[one for one in unit.proposals.list_open(SHOWN) if one.author == staff.name],
        messages=[],
        applications=[],
        colleagues=[],
    )
    if not staff.department:
        return work
    states = sorted(OPEN_STATES, key=lambda state: state.name)
    applications, _ = unit.applications.list_applications(
        states=states, own=OwnPart(frozenset({staff.department})), limit=SHOWN
    )
    return replace(
        work,
        messages=unit.messages.list_messages(MessageState.WAITING, SHOWN, {staff.department}),
        applications=applications,
        colleagues=[
            one
            for one in unit.staff.list_staff()
            if one.active and one.id != staff.id and one.department == staff.department
        ],
    )


def require_successor(work: OpenWork, staff: Staff, successor: Staff | None) -> Staff:
    """``successor`` where they may take all that ``staff`` wrote: of right permission and department, and not the one
    who approved it for a later day. Raises InvalidInput."""
    if successor is None or successor.id == staff.id or not successor.may(Permission.EDIT_ENTRIES):
        raise InvalidInput({"to": "请选一位能写问答的同事。"})
    places: list[tuple[str, str | None]] = [(one.entry.department, None) for one in work.entries]
    places += [(department_of(one.content), office_code_of(one.content)) for one in work.proposals]
    own = successor.own_part
    if own is not None and not all(own.has(*place) for place in places):
        part = own.label
        raise InvalidInput({"to": f"{successor.full_name}只办自己{part}的事，接不了别的{part}的内容。请换一位。"})
    if any(one.kind in WORD_KINDS for one in work.proposals) and not successor.may(Permission.EDIT_WORDS):
        raise InvalidInput({"to": f"{successor.full_name}不能改词表，里面有词表的词。请换一位。"})
    approved = [one for one in (*work.entries, *work.proposals) if one.status is Status.APPROVED]
    if any(one.reviewer == successor.name for one in approved):
        raise InvalidInput({"to": f"里面有{successor.full_name}批准了、等日子发布的。请换一位。"})
    return successor


def hand_over(unit: Unit, work: OpenWork, successor: Staff, at: datetime) -> None:
    """Make ``successor`` the author of what was written; its state stays. They count as a writer from now on."""
    for revision in work.entries:
        unit.entries.rewrite(revision, revision.entry, author=successor.name, at=at)
    for proposal in work.proposals:
        writers = tuple(dict.fromkeys((*proposal.writers, successor.name)))
        step = replace(proposal, version=proposal.version + 1, author=successor.name, writers=writers)
        unit.proposals.add(replace(step, changed_at=at, changed_by=successor.name))


def word_hand_over(work: OpenWork, staff: Staff, successor: Staff, by: Staff, at: datetime) -> StaffEvent:
    """What the log keeps of it."""
    named = [str(one.entry.number) for one in work.entries]
    named += [title_of(one.content) or one.key for one in work.proposals]
    detail = f"交给{successor.name}：{'、'.join(named)}"
    return StaffEvent(at, StaffEventKind.HANDED_OVER, staff.name, by.name, detail=detail)
