"""The workflow of an entry's revisions: save a draft, discard it, submit, recall, return, approve, withdraw."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from hotline.core.entries import Entry, check_submission, is_entry_number
from hotline.core.errors import Conflict, InvalidInput, NotFound
from hotline.core.permissions import Permission, Staff
from hotline.core.publication_days import choose_wait, require_day, word_day, word_wish
from hotline.core.review import OPEN, Action, Revision, Status, next_status
from hotline.services.content import publish
from hotline.services.content.entry_steps import (
    find_discarded,
    get_open,
    hold,
    require_fit,
    require_place,
    require_same,
    step,
    supersede,
    tidy_entry,
    write,
)
from hotline.services.content.published_versions import register
from hotline.services.content.repeated_wordings import check_repeats
from hotline.services.line import STAFF_PATIENCE, Line

if TYPE_CHECKING:
    from hotline.storage.records.unit_of_work import Unit


@dataclass(frozen=True)
class EntryHistory:
    """An entry with all its revisions, newest first. ``open`` is the revision that is in work."""

    published: Revision | None
    open: Revision | None
    revisions: tuple[Revision, ...]


@dataclass(frozen=True)
class PublishedChange:
    """An approval or a withdrawal, and what became of the publish that followed it.

    ``publish_error`` is a sentence for staff; it is empty when the public now gets the change."""

    revision: Revision
    publish_error: str


def get_entry(line: Line, actor: Staff, number: int) -> EntryHistory:
    """The entry with this number. Raises NotFound when it has no revision, NotAllowed for another office's staff."""
    actor.require(Permission.READ_ENTRIES)
    revisions: list[Revision] = []
    if is_entry_number(number):
        with line.records.reading() as unit:
            revisions = unit.entries.list_revisions(number)
    if not revisions:
        raise NotFound(f"没有编号为{number}的问答。")
    actor.require_sight(revisions[0].entry.department)
    by_status = {revision.status: revision for revision in revisions}
    return EntryHistory(
        published=by_status.get(Status.PUBLISHED),
        open=next((by_status[status] for status in OPEN if status in by_status), None),
        revisions=tuple(revisions),
    )


def save_draft(line: Line, actor: Staff, entry: Entry, version: int | None) -> Revision:
    """Save ``entry`` as its draft, which may be incomplete.

    ``version`` is the highest version among the entry's revisions when the form was opened, None for a new entry.
    Raises Conflict, which names who changed the entry, when that is no longer the highest version, NotAllowed for who
    writes for another department, and InvalidInput where an office's staff name none of several."""
    actor.require(Permission.EDIT_ENTRIES)
    entry = tidy_entry(entry)
    entry = replace(entry, department=actor.choose_department(entry.department))
    with line.records.writing() as unit:
        require_place(unit, entry)
        newest = unit.entries.find_newest(entry.number)
        require_same(unit, newest, version)
        # A draft that somebody else has added since ``newest`` was looked for must not be written over.
        revision = None if newest is None else unit.entries.find_open(entry.number)
        begun_from = None if revision else find_discarded(unit, entry.number)
        return write(unit, line, actor, entry, revision, begun_from=begun_from)


def restore(line: Line, actor: Staff, number: int, serial: int, *, version: int) -> Revision:
    """Make a draft of an earlier revision of this entry, its ``serial``-th, whatever became of that one.

    ``version`` is as in ``save_draft``. Raises Conflict while the entry has a draft or a submission, NotFound when it
    has no such revision."""
    actor.require(Permission.EDIT_ENTRIES)
    with line.records.writing() as unit:
        require_same(unit, unit.entries.find_newest(number), version)
        if unit.entries.find_open(number) is not None:
            raise Conflict("这一条已经有草稿或者待审核的内容，先处理好它，再恢复以前的。")
        earlier = next((one for one in unit.entries.list_revisions(number) if one.serial == serial), None)
        if earlier is None:
            raise NotFound("没有这个修订。")
        return write(unit, line, actor, earlier.entry, None, begun_from=earlier, comment=f"恢复第{serial}次修订的内容")


def discard(line: Line, actor: Staff, number: int, *, version: int) -> Revision:
    """Discard the draft. What is published stays, and the draft can be restored."""
    with line.records.writing() as unit:
        draft = get_open(unit, number, version)
        return step(unit, line, actor, draft, Action.DISCARD, comment=draft.comment, reviewer=draft.reviewer)


def recall(line: Line, actor: Staff, number: int, *, version: int) -> Revision:
    """Recall a submission, which becomes a draft again. Raises NotAllowed for those who did not write it."""
    with line.records.writing() as unit:
        return step(unit, line, actor, get_open(unit, number, version), Action.RECALL)


def submit(line: Line, actor: Staff, number: int, *, version: int, comment: str = "") -> Revision:
    """Submit the draft for review. Raises InvalidInput, which names every field that is not fit to publish."""
    with line.records.writing() as unit:
        draft = get_open(unit, number, version)
        next_status(draft, Action.SUBMIT, actor)
        require_place(unit, draft.entry)
        problems = check_repeats(unit, draft.entry) | check_submission(
            draft.entry, draft.publish_on or line.now().date()
        )
        if any("****" in question for question in draft.entry.similar_questions):
            problems["similar_questions"] = "相似问里还有用星号遮住的号码，请改写成不带号码的问法。"
        if problems:
            raise InvalidInput(problems)
        return step(unit, line, actor, draft, Action.SUBMIT, comment=comment or draft.comment)


def return_(line: Line, actor: Staff, number: int, *, version: int, comment: str = "") -> Revision:
    """Return a submitted revision to its author; ``comment`` says what is to be changed."""
    with line.records.writing() as unit:
        submitted = get_open(unit, number, version)
        return step(unit, line, actor, submitted, Action.RETURN, comment=comment, reviewer=actor.name)


def choose_day(line: Line, actor: Staff, number: int, *, version: int, day: date | None) -> Revision:
    """Ask for the open revision to be public from ``day``, None for as soon as it is approved.

    Raises InvalidInput for a day that has passed, NotAllowed once it is submitted for those who did not write it."""
    with line.records.writing() as unit:
        revision = get_open(unit, number, version)
        if day is not None:
            require_day(day, line.now().date())
        asked, told = replace(revision, publish_on=day), word_wish(day)
        return step(unit, line, actor, asked, Action.CHOOSE_DAY, comment=revision.comment, noted=told)


def approve(
    line: Line, actor: Staff, number: int, *, version: int, comment: str = "", day: date | None = None
) -> PublishedChange:
    """Approve a submitted revision, which supersedes the published one, and publish; or let it wait for ``day``.

    One that waits already gets another day in the same way. Raises InvalidInput when the review date has passed on
    that day, another entry got one of its wordings, or the day itself has passed. When the knowledge file cannot be
    compiled the approval stands, and ``publish_error`` of the result says why."""
    with line.records.writing() as unit:
        submitted = get_open(unit, number, version)
        wait = choose_wait(day, submitted.publish_on, line.now().date())
        action = Action.SCHEDULE if wait else Action.APPROVE
        next_status(submitted, action, actor)
        require_fit(unit, submitted.entry, wait or line.now().date())
        decided = replace(submitted, publish_on=wait)
        if wait is not None:
            told = f"{word_day(wait)}对外发布。{comment}"
            revision = step(*(unit, line, actor, decided, action), comment=comment, reviewer=actor.name, noted=told)
            return PublishedChange(revision, "")
        supersede(unit, actor.name, number, line.now())
        revision = step(unit, line, actor, decided, action, comment=comment, reviewer=actor.name)
        publish.mark_pending(line)
        register(line, unit)
    return PublishedChange(revision, publish.publish_pending(line, patience=STAFF_PATIENCE))


def withdraw(line: Line, actor: Staff, number: int, *, version: int, comment: str = "") -> PublishedChange:
    """Withdraw the published revision of an entry and publish without it; an open draft stays.

    When the knowledge file cannot be compiled the withdrawal stands, and ``publish_error`` of the result says why."""
    with line.records.writing() as unit:
        require_same(unit, unit.entries.find_newest(number), version)
        revision = take_back(unit, line, actor, number, comment)
        publish.mark_pending(line)
        register(line, unit)
    return PublishedChange(revision, publish.publish_pending(line, patience=STAFF_PATIENCE))


def withdraw_several(line: Line, actor: Staff, numbers: Iterable[int], *, comment: str) -> tuple[list[int], str]:
    """Withdraw those of the entries ``numbers`` that are published, all or none, and publish once without them.

    Returns their numbers, and why the publish failed, in a sentence for staff: "" when it did not."""
    actor.require(Permission.WITHDRAW_ENTRIES)
    with line.records.writing() as unit:
        published = [one for number in numbers if (one := unit.entries.find_published(number)) is not None]
        for revision in published:
            take_back(unit, line, actor, revision.entry.number, comment)
        if not published:
            return [], ""
        publish.mark_pending(line)
        register(line, unit)
    return [one.entry.number for one in published], publish.publish_pending(line, patience=STAFF_PATIENCE)


def take_back(unit: Unit, line: Line, actor: Staff, number: int, comment: str) -> Revision:
    """Withdraw the published revision of an entry in the transaction of ``unit``; the caller publishes.

    What was approved for a later day was compared with it, and so waits for review again."""
    published = unit.entries.find_published(number)
    if published is None:
        raise Conflict("这一条现在没有对外发布，不用撤回。")
    withdrawn = step(unit, line, actor, published, Action.WITHDRAW, comment=comment, reviewer=published.reviewer)
    waiting = unit.entries.find_open(number)
    if waiting is not None and waiting.status is Status.APPROVED:
        hold(unit, actor.name, waiting, "定了日子以后，正在发布的那一版撤回了。", line.now())
    return withdrawn
