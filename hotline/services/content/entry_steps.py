"""The steps of an entry's revisions in the records: finding the one in work, writing a draft, moving a revision."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from hotline.core.content_changes import ContentAction
from hotline.core.entries import Entry, check_place, check_review_date
from hotline.core.errors import Conflict, InvalidInput, NotFound
from hotline.core.permissions import Staff
from hotline.core.review import OPEN, Action, Revision, Status, next_status
from hotline.core.text_length import tidy
from hotline.services.content import content_changes
from hotline.services.content.repeated_wordings import check_repeats
from hotline.services.line import Line

if TYPE_CHECKING:
    from hotline.storage.records.unit_of_work import Unit


_STANDING = (*OPEN, Status.PUBLISHED)


def get_open(unit: Unit, number: int, version: int) -> Revision:
    newest = unit.entries.find_newest(number)
    if newest is None:
        raise NotFound(f"没有编号为{number}的问答。")
    require_same(unit, newest, version)
    revision = unit.entries.find_open(number)
    if revision is None:
        raise Conflict("这一条没有草稿，也没有等待审核的内容，请刷新页面。")
    return revision


def write(
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
    if actor.own_part is None:
        return
    actor.require_department(entry.department)
    kept = [one for one in unit.entries.list_revisions(entry.number) if one.status is not Status.DISCARDED]
    standing = [one for one in kept if one.status in _STANDING] or kept[:1]
    for revision in standing:
        actor.require_department(revision.entry.department)


def find_discarded(unit: Unit, number: int) -> Revision | None:
    """The discarded revision that the form of an entry begins from where there is no other; None where there is."""
    revisions = unit.entries.list_revisions(number)
    return revisions[0] if revisions and all(one.status is Status.DISCARDED for one in revisions) else None


def step(
    unit: Unit,
    line: Line,
    actor: Staff,
    revision: Revision,
    action: Action,
    *,
    comment: str = "",
    reviewer: str = "",
    noted: str = "",
) -> Revision:
    """Take ``revision`` to the status to which ``action`` leads, and keep in the history who did it.

    The history has ``noted`` in place of the comment, where it is given."""
    status = next_status(revision, action, actor)
    _require_own(unit, actor, revision.entry)
    moved = move(unit, actor.name, revision, status, line.now(), comment, reviewer)
    content_changes.note(
        unit, actor.name, line.now(), ContentAction(action.value), moved, comment=tidy(noted or comment)
    )
    return moved


def move(
    unit: Unit, by: str, revision: Revision, status: Status, at: datetime, comment: str, reviewer: str
) -> Revision:
    moved = unit.entries.move(revision, status, by=by, at=at, reviewer=reviewer, comment=tidy(comment))
    return _require_written(unit, moved, revision.entry.number)


def supersede(unit: Unit, by: str, number: int, at: datetime) -> None:
    """Take the published revision of an entry, if there is one, from its place for the one that follows it."""
    before = unit.entries.find_published(number)
    if before is not None:
        move(unit, by, before, Status.SUPERSEDED, at, before.comment, before.reviewer)


def hold(unit: Unit, by: str, waiting: Revision, why: str, at: datetime) -> None:
    """Let an approved revision that waits for its day wait for review again; ``why`` is told to the reviewer."""
    why = f"{why}所以没有按批准的日子发布，请再审核一次。"
    held = move(unit, by, waiting, Status.SUBMITTED, at, why, waiting.reviewer)
    content_changes.note(unit, by, at, ContentAction.HOLD, held, comment=why)


def require_same(unit: Unit, newest: Revision | None, version: int | None) -> None:
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


def require_place(unit: Unit, entry: Entry) -> None:
    """Raise InvalidInput for what even a draft must have: a valid number, and a topic and department that exist."""
    problems = check_place(entry)
    if not problems and entry.topic and entry.topic not in {topic.digit for topic in unit.office.topics()}:
        problems["topic"] = "没有这个分类。"
    if entry.department and entry.department not in {department.code for department in unit.office.departments()}:
        problems["department"] = "没有这个部门。"
    if problems:
        raise InvalidInput(problems)


def require_fit(unit: Unit, entry: Entry, day: date) -> None:
    """Raise InvalidInput where ``entry`` cannot be published on ``day``: its review date has passed by then, or another
    entry has one of its wordings."""
    problems = check_repeats(unit, entry) | check_review_date(entry, day)
    if problems:
        raise InvalidInput(problems)


def tidy_entry(entry: Entry) -> Entry:
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
