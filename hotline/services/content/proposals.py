"""The workflow of proposals for the catalogue, departments, topics, the office, its days off, its
announcements and its public notices: save, discard, submit, recall, return, approve, withdraw.

It is that of entries (services.content.workflow), with the same transitions and permissions (core.review)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from hotline.core.content_changes import ContentAction
from hotline.core.errors import Conflict, InvalidInput, NotFound
from hotline.core.office_announcements import Announcement
from hotline.core.permissions import Permission, Staff
from hotline.core.proposals import (
    KEY_FIELD,
    SINGLE_KINDS,
    Proposal,
    ProposalKind,
    Proposed,
    check_value,
    department_of,
    is_key,
    key_of_value,
    kind_of,
    tidy_value,
    title_of,
)
from hotline.core.public_notices import PublicNotice, announce, check_days, earliest_hearing_day
from hotline.core.review import Action, Status, next_status
from hotline.core.text_length import tidy
from hotline.core.work_calendar import reaches_provisional
from hotline.services.content import content_changes, publish
from hotline.services.content.proposal_steps import (
    Standing,
    begin,
    check_references,
    put_published,
    read_standing,
    take_out,
    write_draft,
)
from hotline.services.content.published_versions import register
from hotline.services.line import STAFF_PATIENCE, Line
from hotline.services.messages import recount_due_dates

if TYPE_CHECKING:
    from hotline.storage.records.unit_of_work import Unit


@dataclass(frozen=True)
class ProposalHistory:
    """What is published under one key, if anything, and every step that was made about it, the newest first."""

    kind: ProposalKind
    key: str
    published: Proposed | None
    open: Proposal | None
    steps: tuple[Proposal, ...]
    version: int

    @property
    def shown(self) -> Proposed:
        """What an editor starts from: what is in work, else what is published, else what was withdrawn."""
        if self.open is not None:
            return self.open.content
        return self.published if self.published is not None else self.steps[0].content


def get_history(line: Line, actor: Staff, kind: ProposalKind, key: str) -> ProposalHistory:
    """Raises NotFound where nothing was ever published or proposed under ``key``."""
    actor.require(Permission.READ_ENTRIES)
    _require_key(kind, key)
    with line.records.reading() as unit:
        standing = read_standing(unit, kind, key)
        steps = tuple(unit.proposals.list_steps(kind, key))
    if standing.published is None and not steps:
        raise NotFound("没有这一条。")
    published = standing.published.value if standing.published else None
    return ProposalHistory(kind, key, published, standing.open, steps, standing.version)


def is_withdrawn(line: Line, kind: ProposalKind, key: str) -> bool:
    """Whether the public was told this once and it was withdrawn, for the page that was there."""
    if not is_key(kind, key):
        return False
    with line.records.reading() as unit:
        standing = read_standing(unit, kind, key)
        if standing.published is not None or standing.newest is None:
            return False
        return any(step.status is Status.WITHDRAWN for step in unit.proposals.list_steps(kind, key))


def list_problems(line: Line, value: Proposed) -> dict[str, str]:
    """What keeps ``value`` from being submitted: field name -> message."""
    with line.records.reading() as unit:
        return _check(unit, line, value)


def save_draft(line: Line, actor: Staff, value: Proposed, version: int | None) -> Proposal:
    """Save ``value`` as a draft, which may be incomplete but for its key.

    ``version`` is that of the history when the form was opened, None for something new. Raises InvalidInput where the
    key is taken or cannot be one, Conflict, which names who changed it, when that is no longer the version, and
    NotAllowed for a liaison officer who writes for another department."""
    actor.require(Permission.EDIT_ENTRIES)
    value = tidy_value(value)
    kind, key = kind_of(value), key_of_value(value)
    if not is_key(kind, key):
        raise InvalidInput({KEY_FIELD[kind]: check_value(value)[KEY_FIELD[kind]]})
    with line.records.writing() as unit:
        standing = read_standing(unit, kind, key)
        _require_same(unit, standing, version, kind)
        _require_own(actor, standing, value)
        if standing.open is not None and standing.open.status is not Status.DRAFT:
            raise Conflict("这一条已经提交审核，收回或者退回以后才能修改。")
        value = _keep_announced(value, standing)
        return write_draft(unit, standing, value, Status.DRAFT, actor.name, line.now())


def submit(line: Line, actor: Staff, kind: ProposalKind, key: str, *, version: int) -> Proposal:
    """Submit the draft for review. Raises InvalidInput, which names every field that is not fit to publish."""
    with line.records.writing() as unit:
        standing, draft = _get_open(unit, actor, kind, key, version)
        next_status(draft, Action.SUBMIT, actor)
        _require_fit(unit, line, draft.content)
        if standing.published is not None and standing.published.value == draft.content:
            raise InvalidInput({KEY_FIELD[kind]: "跟现在公布的一样，没有要审核的改动。"})
        return _step(unit, line, actor, draft, Action.SUBMIT, draft.comment, draft.reviewer)


def discard(line: Line, actor: Staff, kind: ProposalKind, key: str, *, version: int) -> Proposal:
    """Discard the draft; what is published stays."""
    with line.records.writing() as unit:
        _, draft = _get_open(unit, actor, kind, key, version)
        return _step(unit, line, actor, draft, Action.DISCARD)


def recall(line: Line, actor: Staff, kind: ProposalKind, key: str, *, version: int) -> Proposal:
    """Recall a submission, which becomes a draft again. Raises NotAllowed for those who did not write it."""
    with line.records.writing() as unit:
        _, submitted = _get_open(unit, actor, kind, key, version)
        return _step(unit, line, actor, submitted, Action.RECALL)


def return_(line: Line, actor: Staff, kind: ProposalKind, key: str, *, version: int, comment: str) -> Proposal:
    """Return what was submitted to its author; ``comment`` says what is to be changed."""
    with line.records.writing() as unit:
        _, submitted = _get_open(unit, actor, kind, key, version)
        return _step(unit, line, actor, submitted, Action.RETURN, comment, reviewer=actor.name)


def approve(line: Line, actor: Staff, kind: ProposalKind, key: str, *, version: int) -> str:
    """Approve what was submitted and publish it. Returns why the publish failed, in a sentence for staff; the approval
    stands. Raises InvalidInput where a rule, a topic or a department has changed since it was submitted."""
    with line.records.writing() as unit:
        standing, submitted = _get_open(unit, actor, kind, key, version)
        next_status(submitted, Action.APPROVE, actor)
        submitted = replace(submitted, content=_announce(line, submitted.content, standing))
        _require_fit(unit, line, submitted.content)
        _step(unit, line, actor, submitted, Action.APPROVE, reviewer=actor.name)
        put_published(unit, submitted.content, submitted.author, line.now())
        publish.mark_pending(line)
        register(line, unit)
    return _publish(line, kind)


def withdraw(line: Line, actor: Staff, kind: ProposalKind, key: str, *, version: int, comment: str) -> str:
    """Withdraw what is published and publish without it; what is in work stays. Returns as ``approve`` does.

    Raises Conflict for a department or a topic that something refers to, and names that."""
    with line.records.writing() as unit:
        _require_key(kind, key)
        _require_same(unit, read_standing(unit, kind, key), version, kind)
        take_back(unit, line, actor, kind, key, comment)
        publish.mark_pending(line)
        register(line, unit)
    return _publish(line, kind)


def _publish(line: Line, kind: ProposalKind) -> str:
    """Publish what was decided. Days off move the dates by which messages are due."""
    failed = publish.publish_pending(line, patience=STAFF_PATIENCE)
    if not failed and kind in (ProposalKind.HOLIDAY_DECREES, ProposalKind.LOCAL_DAYS_OFF):
        recount_due_dates(line)
    return failed


def take_back(unit: Unit, line: Line, actor: Staff, kind: ProposalKind, key: str, comment: str) -> None:
    """Withdraw what is published under ``key`` in the transaction of ``unit``; the caller publishes.

    Raises Conflict as ``withdraw`` does."""
    standing = read_standing(unit, kind, key)
    if kind in SINGLE_KINDS:
        raise Conflict("这一项只有一份，不能撤回，只能修改。")
    if standing.published is None:
        raise Conflict("这一条现在没有对外发布，不用撤回。")
    _add_withdrawal(unit, line, actor, begin(unit, kind, key, standing), comment)


def _add_withdrawal(unit: Unit, line: Line, actor: Staff, standing: Standing, comment: str) -> None:
    """Add the step of a withdrawal, and after it the draft that was open, so that it is the newest again."""
    newest, row = standing.newest, standing.published
    if newest is None or row is None:
        raise NotFound("没有这一条。")
    told = replace(newest, content=row.value, status=Status.PUBLISHED, reviewer=actor.name)
    next_status(told, Action.WITHDRAW, actor)
    take_out(unit, row.value, actor.name, line.now())
    withdrawn = _step(unit, line, actor, told, Action.WITHDRAW, comment, reviewer=actor.name)
    if standing.open is not None:
        unit.proposals.add(replace(standing.open, version=withdrawn.version + 1))


def _get_open(unit: Unit, actor: Staff, kind: ProposalKind, key: str, version: int) -> tuple[Standing, Proposal]:
    _require_key(kind, key)
    standing = read_standing(unit, kind, key)
    _require_same(unit, standing, version, kind)
    if standing.open is None:
        raise Conflict("这一条没有草稿，也没有等待审核的内容，请刷新页面。")
    _require_own(actor, standing, standing.open.content)
    return standing, standing.open


def _step(
    unit: Unit, line: Line, actor: Staff, step: Proposal, action: Action, comment: str = "", reviewer: str = ""
) -> Proposal:
    """Add the step to which ``action`` leads, and keep in the history of all content who did it."""
    moved = replace(
        step,
        status=next_status(step, action, actor),
        version=step.version + 1,
        comment=tidy(comment),
        reviewer=reviewer,
        changed_at=line.now(),
        changed_by=actor.name,
    )
    content_changes.note_proposal(
        unit, actor.name, line.now(), ContentAction(action.value), moved, comment=moved.comment
    )
    return unit.proposals.add(moved)


def _require_own(actor: Staff, standing: Standing, value: Proposed) -> None:
    """Raise NotAllowed where ``value``, what is published or what is in work is of another department than the only one
    that ``actor`` works for."""
    there = [standing.published.value] if standing.published else []
    there += [standing.open.content] if standing.open else []
    for one in (value, *there):
        actor.require_department(department_of(one))


def _require_key(kind: ProposalKind, key: str) -> None:
    if not is_key(kind, key):
        raise NotFound("没有这一条。")


def _require_fit(unit: Unit, line: Line, value: Proposed) -> None:
    problems = _check(unit, line, value)
    if problems:
        raise InvalidInput(problems)


def _keep_announced(value: Proposed, standing: Standing) -> Proposed:
    """A public notice with the day on which it was published first: nobody types it."""
    if not isinstance(value, PublicNotice):
        return value
    told = standing.published.value if standing.published else None
    return replace(value, announced_on=told.announced_on if isinstance(told, PublicNotice) else "")


def _announce(line: Line, value: Proposed, standing: Standing) -> Proposed:
    """What is published of ``value`` now: a public notice carries the day on which the public is told of it."""
    if not isinstance(value, PublicNotice):
        return value
    told = standing.published.value if standing.published else None
    return announce(value, told if isinstance(told, PublicNotice) else None, line.now().date())


def _check_notice_days(unit: Unit, line: Line, notice: PublicNotice) -> dict[str, str]:
    """What the days of a public notice or a hearing break, as if it were published today."""
    row = unit.office.rows_of_public_notices.find_key(notice.code)
    told, today = row.value if row else None, line.now().date()
    announced = announce(notice, told, today)
    wrong = check_days(announced, told, line.is_workday, today)
    if "held_at" in wrong and reaches_provisional(
        today, earliest_hearing_day(today, line.is_workday), line.describe_day
    ):
        wrong["held_at"] += "这个日子是暂定的：放假安排还没有公布。"
    return wrong


def _check(unit: Unit, line: Line, value: Proposed) -> dict[str, str]:
    if isinstance(value, PublicNotice):
        wrong = check_value(value) | check_references(unit, value)
        return wrong or _check_notice_days(unit, line, value)
    is_late = isinstance(value, Announcement) and value.is_over(line.now())
    late = {"ends_at": "这个时间已经过了，通知不会有人听到。"} if is_late else {}
    return late | check_value(value) | check_references(unit, value)


def _require_same(unit: Unit, standing: Standing, version: int | None, kind: ProposalKind) -> None:
    """Raise unless the key stands as the person saw it: a new one is free, any other has this ``version``."""
    there = standing.published.value if standing.published else standing.newest.content if standing.newest else None
    if version is None and there is not None:
        raise InvalidInput({KEY_FIELD[kind]: f"已经有“{title_of(there)}”了，请打开它来修改。"})
    if version is not None and there is None:
        raise NotFound("没有这一条。")
    if version is None or standing.newest is None or standing.version == version:
        return
    person = unit.staff.find_by_name(standing.newest.changed_by)
    name = person.full_name if person else standing.newest.changed_by
    raise Conflict(f"{name}刚刚改过“{title_of(standing.newest.content)}”，请看过新的内容再操作。")
