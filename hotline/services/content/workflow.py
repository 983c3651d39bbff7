"""The workflow of an entry's revisions: save a draft, discard it, submit, recall, return, approve, withdraw."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from hotline.core.content_changes import ContentAction
from hotline.core.entries import Entry, check_place, check_review_date, check_submission, is_entry_number
from hotline.core.errors import Conflict, InvalidInput, NotFound
from hotline.core.permissions import Permission, Staff
from hotline.core.review import Action, Revision, Status, next_status
from hotline.core.text_length import tidy
from hotline.services.content import content_changes, publish
from hotline.services.content.published_versions import register
from hotline.services.content.repeated_wordings import check_repeats
from hotline.services.line import STAFF_PATIENCE, Line

if TYPE_CHECKING:
    from hotline.storage.records.unit_of_work import Unit


_STANDING = (Status.DRAFT, Status.SUBMITTED, Status.PUBLISHED)


@dataclass(frozen=True)
class EntryHistory:
    """An entry with all its revisions, newest first. ``open`` is the revision that is a draft or waits for review."""

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
    """The entry with this number. Raises NotFound when it has no revision."""
    actor.require(Permission.READ_ENTRIES)
    revisions: list[Revision] = []
    if is_entry_number(number):
        with line.records.reading() as unit:
            revisions = unit.entries.list_revisions(number)
    if not revisions:
        raise NotFound(f"没有编号为{number}的问答。")
    by_status = {revision.status: revision for revision in revisions}
    return EntryHistory(
        published=by_status.get(Status.PUBLISHED),
        open=by_status.get(Status.DRAFT) or by_status.get(Status.SUBMITTED),
        revisions=tuple(revisions),
    )


def save_draft(line: Line, actor: Staff, entry: Entry, version: int | None) -> Revision:
    """Save ``entry`` as its draft, which may be incomplete.

    ``version`` is the highest version among the entry's revisions when the form was opened, None for a new entry.
    Raises Conflict, which names who changed the entry, when that is no longer the highest version, and NotAllowed for a
    liaison officer who writes for another department."""
    actor.require(Permission.EDIT_ENTRIES)
    entry = _tidy(entry)
    if actor.own_department is not None and not entry.department:
        entry = replace(entry, department=actor.own_department)
    with line.records.writing() as unit:
        _check_place(unit, entry)
        newest = unit.entries.find_newest(entry.number)
        _require_same(unit, newest, version)
        # A draft that somebody else has added since ``newest`` was looked for must not be written over.
        revision = None if newest is None else unit.entries.find_open(entry.number)
        begun_from = None if revision else _find_discarded(unit, entry.number)
        return _write(unit, line, actor, entry, revision, begun_from=begun_from)


def restore(line: Line, actor: Staff, number: int, serial: int, *, version: int) -> Revision:
    """Make a draft of an earlier revision of this entry, its ``serial``-th, whatever became of that one.

    ``version`` is as in ``save_draft``. Raises Conflict while the entry has a draft or a submission, NotFound when it
    has no such revision."""
    actor.require(Permission.EDIT_ENTRIES)
    with line.records.writing() as unit:
        _require_same(unit, unit.entries.find_newest(number), version)
        if unit.entries.find_open(number) is not None:
            raise Conflict("这一条已经有草稿或者待审核的内容，先处理好它，再恢复以前的。")
        earlier = next((one for one in unit.entries.list_revisions(number) if one.serial == serial), None)
        if earlier is None:
            raise NotFound("没有这个修订。")
        return _write(unit, line, actor, earlier.entry, None, begun_from=earlier, comment=f"恢复第{serial}次修订的内容")


def discard(line: Line, actor: Staff, number: int, *, version: int) -> Revision:
    """Discard the draft. What is published stays, and the draft can be restored."""
    with line.records.writing() as unit:
        draft = _get_open(unit, number, version)
        return _step(unit, line, actor, draft, Action.DISCARD, comment=draft.comment, reviewer=draft.reviewer)


def recall(line: Line, actor: Staff, number: int, *, version: int) -> Revision:
    """Recall a submission, which becomes a draft again. Raises NotAllowed for those who did not write it."""
    with line.records.writing() as unit:
        return _step(unit, line, actor, _get_open(unit, number, version), Action.RECALL)


def submit(line: Line, actor: Staff, number: int, *, version: int, comment: str = "") -> Revision:
    """Submit the draft for review. Raises InvalidInput, which names every field that is not fit to publish."""
    with line.records.writing() as unit:
        draft = _get_open(unit, number, version)
        next_status(draft, Action.SUBMIT, actor)
        _check_place(unit, draft.entry)
        problems = check_repeats(unit, draft.entry) | check_submission(draft.entry, line.now().date())
        if any("****" in question for question in draft.entry.similar_questions):
            problems["similar_questions"] = "相似问里还有用星号遮住的号码，请改写成不带号码的问法。"
        if problems:
            raise InvalidInput(problems)
        return _step(unit, line, actor, draft, Action.SUBMIT, comment=comment or draft.comment)


def return_(line: Line, actor: Staff, number: int, *, version: int, comment: str = "") -> Revision:
    """Return a submitted revision to its author; ``comment`` says what is to be changed."""
    with line.records.writing() as unit:
        submitted = _get_open(unit, number, version)
        return _step(unit, line, actor, submitted, Action.RETURN, comment=comment, reviewer=actor.name)


def approve(line: Line, actor: Staff, number: int, *, version: int, comment: str = "") -> PublishedChange:
    """Approve a submitted revision, which supersedes the published one, and publish.

    Raises InvalidInput when its review date has passed while it waited, or another entry got one of its wordings.
    When the knowledge file cannot be compiled the approval stands, and ``publish_error`` of the result says why."""
    with line.records.writing() as unit:
        submitted = _get_open(unit, number, version)
        next_status(submitted, Action.APPROVE, actor)
        problems = check_repeats(unit, submitted.entry) | check_review_date(submitted.entry, line.now().date())
        if problems:
            raise InvalidInput(problems)
        before = unit.entries.find_published(number)
        if before is not None:
            _move(unit, line, actor, before, Status.SUPERSEDED, before.comment, before.reviewer)
        revision = _step(unit, line, actor, submitted, Action.APPROVE, comment=comment, reviewer=actor.name)
        publish.mark_pending(line)
        register(line, unit)
    return PublishedChange(revision, publish.publish_pending(line, patience=STAFF_PATIENCE))


def withdraw(line: Line, actor: Staff, number: int, *, version: int, comment: str = "") -> PublishedChange:
    """Withdraw the published revision of an entry and publish without it; an open draft stays.

    When the knowledge file cannot be compiled the withdrawal stands, and ``publish_error`` of the result says why."""
    with line.records.writing() as unit:
        _require_same(unit, unit.entries.find_newest(number), version)
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
            _step(unit, line, actor, revision, Action.WITHDRAW, comment=comment, reviewer=revision.reviewer)
        if not published:
            return [], ""
        publish.mark_pending(line)
        register(line, unit)
    return [one.entry.number for one in published], publish.publish_pending(line, patience=STAFF_PATIENCE)


def take_back(unit: Unit, line: Line, actor: Staff, number: int, comment: str) -> Revision:
    """Withdraw the published revision of an entry in the transaction of ``unit``; the caller publishes."""
    published = unit.entries.find_published(number)
    if published is None:
        raise Conflict("这一条现在没有对外发布，不用撤回。")
    return _step(unit, line, actor, published, Action.WITHDRAW, comment=comment, reviewer=published.reviewer)


def _get_open(unit: Unit, number: int, version: int) -> Revision:
    newest = unit.entries.find_newest(number)
    if newest is None:
        raise NotFound(f"没有编号为{number}的问答。")
    _require_same(unit, newest, version)
    revision = unit.entries.find_open(number)
    if revision is None:
        raise Conflict("这一条没有草稿，也没有等待审核的内容，请刷新页面。")
    return revision


def _write(
    unit: Unit,
    line: Line,
    actor: Staff,
    entry: Entry,
    draft: Revision | None,
    *,
    begun_from: Revision | None = None,
    comment: str = "",
) -> Revision:
    """Write ``entry`` over the open revision ``draft``, or into a new one when there is none.

    The new one may be ``begun_from`` a discarded revision, which nobody reviewed: who wrote that counts as a writer."""
    now = line.now()
    _require_own(unit, actor, entry)
    if draft is None:
        earlier = begun_from.writers if begun_from and begun_from.status is Status.DISCARDED else ()
        written = unit.entries.add(
            entry, Status.DRAFT, author=actor.name, reviewer="", comment="", at=now, earlier_writers=earlier
        )
    elif draft.status is not Status.DRAFT:
        raise Conflict("这一条已经提交审核，收回或者退回以后才能修改。")
    else:
        rewritten = unit.entries.rewrite(draft, entry, author=actor.name, at=now)
        written = _require_written(unit, rewritten, entry.number)
    content_changes.note(unit, actor.name, now, ContentAction.WRITE, written, comment=comment)
    return written


def _require_own(unit: Unit, actor: Staff, entry: Entry) -> None:
    """Raise NotAllowed where ``entry``, or what stands under its number now, is of another department than the only one
    that ``actor`` works for."""
    if actor.own_department is None:
        return
    actor.require_department(entry.department)
    kept = [one for one in unit.entries.list_revisions(entry.number) if one.status is not Status.DISCARDED]
    standing = [one for one in kept if one.status in _STANDING] or kept[:1]
    for revision in standing:
        actor.require_department(revision.entry.department)


def _find_discarded(unit: Unit, number: int) -> Revision | None:
    """The discarded revision that the form of an entry begins from where there is no other; None where there is."""
    revisions = unit.entries.list_revisions(number)
    return revisions[0] if revisions and all(one.status is Status.DISCARDED for one in revisions) else None


def _step(
    unit: Unit,
    line: Line,
    actor: Staff,
    revision: Revision,
    action: Action,
    *,
    comment: str = "",
    reviewer: str = "",
) -> Revision:
    """Take ``revision`` to the status to which ``action`` leads, and keep in the history who did it."""
    status = next_status(revision, action, actor)
    _require_own(unit, actor, revision.entry)
    moved = _move(unit, line, actor, revision, status, comment, reviewer)
    content_changes.note(unit, actor.name, line.now(), ContentAction(action.value), moved, comment=tidy(comment))
    return moved


def _move(
    unit: Unit, line: Line, actor: Staff, revision: Revision, status: Status, comment: str, reviewer: str = ""
) -> Revision:
    moved = unit.entries.move(revision, status, by=actor.name, at=line.now(), reviewer=reviewer, comment=tidy(comment))
    return _require_written(unit, moved, revision.entry.number)


def _require_same(unit: Unit, newest: Revision | None, version: int | None) -> None:
    if newest is not None and newest.version != version:
        raise _conflict(unit, newest)
    if newest is None and version is not None:
        raise NotFound("这一条问答已经不在了。")


def _require_written(unit: Unit, revision: Revision | None, number: int) -> Revision:
    """The revision that a store wrote. Raises Conflict when it is None, because somebody else wrote in between."""
    if revision is None:
        raise _conflict(unit, unit.entries.find_newest(number))
    return revision


def _conflict(unit: Unit, newest: Revision | None) -> Conflict:
    if newest is None:
        return Conflict("这一条刚刚被别人改过，请刷新页面再操作。")
    person = unit.staff.find_by_name(newest.changed_by)
    name = person.full_name if person else newest.changed_by
    return Conflict(f"{name}刚刚改过{newest.entry.number}号问答，请看过新的内容再操作。")


def _check_place(unit: Unit, entry: Entry) -> None:
    """Raise InvalidInput for what even a draft must have: a valid number, and a topic and department that exist."""
    problems = check_place(entry)
    if not problems and entry.topic and entry.topic not in {topic.digit for topic in unit.office.topics()}:
        problems["topic"] = "没有这个分类。"
    if entry.department and entry.department not in {department.code for department in unit.office.departments()}:
        problems["department"] = "没有这个部门。"
    if problems:
        raise InvalidInput(problems)


def _tidy(entry: Entry) -> Entry:
    return replace(
        entry,
        question=tidy(entry.question),
        web_answer=tidy(entry.web_answer),
        spoken=tidy(entry.spoken),
        text=tidy(entry.text),
        similar_questions=_tidy_all(entry.similar_questions),
        keywords=_tidy_all(entry.keywords),
        office=tidy(entry.office),
        telephone=tidy(entry.telephone),
        note=tidy(entry.note),
        source=tidy(entry.source),
    )


def _tidy_all(lines: Iterable[str]) -> tuple[str, ...]:
    """Tidied lines in their order, without empty and repeated ones."""
    return tuple(dict.fromkeys(filter(None, map(tidy, lines))))
