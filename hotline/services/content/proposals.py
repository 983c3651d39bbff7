"""The workflow of proposals, of whatever kind: save, discard, choose a day, submit, recall, return, approve, withdraw.

It is that of entries (services.content.workflow), with the same transitions and permissions (core.review)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from hotline.core.catalogue import CatalogueItem
from hotline.core.content_changes import ContentAction
from hotline.core.errors import Conflict, InvalidInput, NotFound
from hotline.core.office_announcements import Announcement
from hotline.core.permissions import Permission, Staff
from hotline.core.proposals import (
    DATED_KINDS,
    KEY_FIELD,
    NEVER_WITHDRAWN,
    NOT_TOLD,
    WORD_KINDS,
    Proposal,
    ProposalKind,
    Proposed,
    check_value,
    department_of,
    is_key,
    key_of_value,
    kind_of,
    office_code_of,
    tidy_value,
    title_of,
)
from hotline.core.public_notices import PublicNotice
from hotline.core.publication_days import FIELD, choose_wait, require_day, word_day, word_wish
from hotline.core.review import Action, Status, next_status
from hotline.core.text_length import tidy
from hotline.core.word_lists import Word
from hotline.services.content import content_changes, publish
from hotline.services.content.notice_days import announce_now, check_notice_days, keep_announced
from hotline.services.content.proposal_steps import (
    Standing,
    begin,
    check_references,
    hold,
    put_published,
    read_standing,
    take_out,
    write_draft,
)
from hotline.services.content.published_versions import register
from hotline.services.content.word_lists import check_word
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
    """Raises NotFound where nothing was ever published or proposed, NotAllowed for the staff of another office."""
    actor.require(Permission.READ_ENTRIES)
    _require_key(kind, key)
    with line.records.reading() as unit:
        standing = read_standing(unit, kind, key)
        steps = tuple(unit.proposals.list_steps(kind, key))
    if standing.published is None and not steps:
        raise NotFound("没有这一条。")
    shown = standing.published.value if standing.published else steps[0].content
    actor.require_sight(department_of(shown), office_code_of(shown))
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
    NotAllowed for who writes for another department or office."""
    value = tidy_value(value)
    if isinstance(value, CatalogueItem | PublicNotice):
        value = replace(value, department=actor.choose_department(value.department))
    kind, key = kind_of(value), key_of_value(value)
    require_writer(actor, kind)
    if not is_key(kind, key):
        raise InvalidInput({KEY_FIELD[kind]: check_value(value)[KEY_FIELD[kind]]})
    with line.records.writing() as unit:
        standing = read_standing(unit, kind, key)
        _require_same(unit, standing, version, kind)
        _require_own(actor, standing, value)
        if standing.open is not None and standing.open.status is not Status.DRAFT:
            raise Conflict("这一条已经提交审核，收回或者退回以后才能修改。")
        value = keep_announced(value, standing)
        return write_draft(unit, standing, value, Status.DRAFT, actor.name, line.now())


def require_writer(actor: Staff, kind: ProposalKind) -> None:
    """Raise NotAllowed unless ``actor`` may write for this kind. The word lists take a permission of their own."""
    actor.require(Permission.EDIT_WORDS if kind in WORD_KINDS else Permission.EDIT_ENTRIES)


def submit(line: Line, actor: Staff, kind: ProposalKind, key: str, *, version: int) -> Proposal:
    """Submit the draft for review. Raises InvalidInput, which names every field that is not fit to publish."""
    require_writer(actor, kind)
    with line.records.writing() as unit:
        standing, draft = _get_open(unit, actor, kind, key, version)
        next_status(draft, Action.SUBMIT, actor)
        require_fit(unit, line, draft.content)
        if standing.published is not None and standing.published.value == draft.content:
            raise InvalidInput({KEY_FIELD[kind]: "跟现在公布的一样，没有要审核的改动。"})
        return _step(unit, line, actor, draft, Action.SUBMIT, draft.comment, draft.reviewer)


def discard(line: Line, actor: Staff, kind: ProposalKind, key: str, *, version: int) -> Proposal:
    """Discard the draft; what is published stays."""
    require_writer(actor, kind)
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


def choose_day(line: Line, actor: Staff, kind: ProposalKind, key: str, *, version: int, day: date | None) -> Proposal:
    """Ask for what is in work to be public from ``day``, None for as soon as it is approved.

    Raises InvalidInput for a day that has passed and for what names its own days (``DATED_KINDS``), NotAllowed once it
    is submitted for those who did not write it."""
    require_writer(actor, kind)
    with line.records.writing() as unit:
        _, opened = _get_open(unit, actor, kind, key, version)
        _require_day(kind, day, line)
        asked, told = replace(opened, publish_on=day), word_wish(day)
        return _step(unit, line, actor, asked, Action.CHOOSE_DAY, opened.comment, opened.reviewer, noted=told)


def _require_day(kind: ProposalKind, day: date | None, line: Line) -> None:
    if day is not None and kind in DATED_KINDS:
        raise InvalidInput({FIELD: "这里写的内容自己有日子，不用另定发布的日子。"})
    if day is not None:
        require_day(day, line.now().date())


def approve(line: Line, actor: Staff, kind: ProposalKind, key: str, *, version: int, day: date | None = None) -> str:
    """Approve what was submitted and publish it, or let it wait for ``day``; one that waits gets another day in the
    same way. Returns why the publish failed, in a sentence for staff; the approval stands. Raises InvalidInput where a
    rule, a topic or a department has changed since it was submitted, or the day has passed."""
    with line.records.writing() as unit:
        standing, submitted = _get_open(unit, actor, kind, key, version)
        wait = choose_wait(day, submitted.publish_on, line.now().date())
        _require_day(kind, wait, line)
        action = Action.SCHEDULE if wait else Action.APPROVE
        next_status(submitted, action, actor)
        submitted = replace(submitted, content=announce_now(line, submitted.content, standing))
        require_fit(unit, line, submitted.content)
        decided, told = replace(submitted, publish_on=wait), f"{word_day(wait)}对外发布" if wait else ""
        _step(unit, line, actor, decided, action, reviewer=actor.name, noted=told)
        if wait is not None:
            return ""
        put_published(unit, submitted.content, submitted.author, line.now())
        if kind in NOT_TOLD:
            return ""
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
    if kind in NEVER_WITHDRAWN:
        raise Conflict("这一项只有一份，不能撤回，只能修改。")
    if standing.published is None:
        raise Conflict("这一条现在没有对外发布，不用撤回。")
    _require_own(actor, standing, standing.published.value)
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
        again = replace(standing.open, version=withdrawn.version + 1)
        if again.status is Status.APPROVED:
            hold(unit, actor.name, again, "定了日子以后，正在发布的那一版撤回了。", line.now())
        else:
            unit.proposals.add(again)


def _get_open(unit: Unit, actor: Staff, kind: ProposalKind, key: str, version: int) -> tuple[Standing, Proposal]:
    _require_key(kind, key)
    standing = read_standing(unit, kind, key)
    _require_same(unit, standing, version, kind)
    if standing.open is None:
        raise Conflict("这一条没有草稿，也没有等待审核的内容，请刷新页面。")
    _require_own(actor, standing, standing.open.content)
    return standing, standing.open


def _step(
    unit: Unit,
    line: Line,
    actor: Staff,
    step: Proposal,
    action: Action,
    comment: str = "",
    reviewer: str = "",
    *,
    noted: str = "",
) -> Proposal:
    """Add the step to which ``action`` leads, and keep in the history of all content who did it, with ``noted`` in
    place of the comment where it is given."""
    moved = replace(
        step,
        status=next_status(step, action, actor),
        version=step.version + 1,
        comment=tidy(comment),
        reviewer=reviewer,
        changed_at=line.now(),
        changed_by=actor.name,
    )
    told = noted or moved.comment
    content_changes.note_proposal(unit, actor.name, line.now(), ContentAction(action.value), moved, comment=told)
    return unit.proposals.add(moved)


def _require_own(actor: Staff, standing: Standing, value: Proposed) -> None:
    """Raise NotAllowed where ``value``, what is published or in work, or else what was withdrawn is of another
    department or office than ``actor`` works for."""
    there = [standing.published.value] if standing.published else []
    there += [standing.open.content] if standing.open else []
    there += [standing.newest.content] if standing.newest and not there else []
    for one in (value, *there):
        actor.require_department(department_of(one), office_code_of(one))


def _require_key(kind: ProposalKind, key: str) -> None:
    if not is_key(kind, key):
        raise NotFound("没有这一条。")


def require_fit(unit: Unit, line: Line, value: Proposed) -> None:
    """Raise InvalidInput, which names every field of ``value`` that is not fit to publish now."""
    if isinstance(value, Word):
        unit.words.lock()
    problems = _check(unit, line, value)
    if problems:
        raise InvalidInput(problems)


def _check(unit: Unit, line: Line, value: Proposed) -> dict[str, str]:
    if isinstance(value, PublicNotice):
        wrong = check_value(value) | check_references(unit, value)
        return wrong or check_notice_days(unit, line, value)
    is_late = isinstance(value, Announcement) and value.is_over(line.now())
    late = {"ends_at": "这个时间已经过了，通知不会有人听到。"} if is_late else {}
    unfit = check_word(unit, value) if isinstance(value, Word) else {}
    return late | unfit | check_value(value) | check_references(unit, value)


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
