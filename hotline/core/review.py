"""The review of what the public is told: draft -> submitted -> published -> withdrawn. Writers may not approve it.

A draft that nobody wants is discarded, and a submission recalled by those who wrote it. What is approved for a day that
has not come waits as APPROVED, and is published when the day begins."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

from hotline.core.entries import Entry
from hotline.core.errors import Conflict, NotAllowed
from hotline.core.permissions import Permission, Staff


class Status(Enum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    PUBLISHED = "published"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"
    DISCARDED = "discarded"


OPEN = (Status.DRAFT, Status.SUBMITTED, Status.APPROVED)
"""The statuses of what is in work: one matter has one such at most."""


class Action(Enum):
    DISCARD = "discard"
    SUBMIT = "submit"
    RECALL = "recall"
    RETURN = "return"
    CHOOSE_DAY = "choose_day"
    SCHEDULE = "schedule"
    APPROVE = "approve"
    WITHDRAW = "withdraw"


TRANSITIONS: dict[tuple[Status, Action], tuple[Status, Permission]] = {
    (Status.DRAFT, Action.DISCARD): (Status.DISCARDED, Permission.EDIT_ENTRIES),
    (Status.DRAFT, Action.SUBMIT): (Status.SUBMITTED, Permission.EDIT_ENTRIES),
    (Status.SUBMITTED, Action.RECALL): (Status.DRAFT, Permission.EDIT_ENTRIES),
    (Status.SUBMITTED, Action.RETURN): (Status.DRAFT, Permission.APPROVE_ENTRIES),
    (Status.SUBMITTED, Action.APPROVE): (Status.PUBLISHED, Permission.APPROVE_ENTRIES),
    (Status.DRAFT, Action.CHOOSE_DAY): (Status.DRAFT, Permission.EDIT_ENTRIES),
    (Status.SUBMITTED, Action.CHOOSE_DAY): (Status.SUBMITTED, Permission.EDIT_ENTRIES),
    (Status.SUBMITTED, Action.SCHEDULE): (Status.APPROVED, Permission.APPROVE_ENTRIES),
    (Status.APPROVED, Action.SCHEDULE): (Status.APPROVED, Permission.APPROVE_ENTRIES),
    (Status.APPROVED, Action.APPROVE): (Status.PUBLISHED, Permission.APPROVE_ENTRIES),
    (Status.APPROVED, Action.RECALL): (Status.DRAFT, Permission.EDIT_ENTRIES),
    (Status.APPROVED, Action.RETURN): (Status.DRAFT, Permission.APPROVE_ENTRIES),
    (Status.PUBLISHED, Action.WITHDRAW): (Status.WITHDRAWN, Permission.WITHDRAW_ENTRIES),
}
"""(status, action) -> the next status and the permission that the action takes.

There is no action for SUPERSEDED: a published revision gets it when a later revision of its entry is published. Nor is
there one for what happens to an APPROVED one on its day: it is published, or waits for review again."""


@dataclass(frozen=True, kw_only=True)
class Reviewed:
    """Where something stands in its review; ``serial`` counts from 1 what was written about one matter.

    ``version`` grows with every change, so that two editors cannot overwrite each other. ``writers`` are all who
    changed the content, ``changed_by`` is who made the latest change. ``publish_on`` is the day from which it is to be
    public, None for as soon as it is approved; while it is not approved, it is what the writer asks for."""

    serial: int
    status: Status
    version: int
    author: str
    reviewer: str
    comment: str
    created_at: datetime
    changed_at: datetime
    writers: tuple[str, ...] = ()
    changed_by: str = ""
    publish_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Revision(Reviewed):
    """One revision of an entry."""

    entry: Entry


def next_status(reviewed: Reviewed, action: Action, actor: Staff) -> Status:
    """The status to which ``action`` by ``actor`` leads.

    Raises Conflict where the present status does not allow the action, NotAllowed where ``actor`` may not do it."""
    transition = TRANSITIONS.get((reviewed.status, action))
    if transition is None:
        raise Conflict("这个版本的状态已经变了，请刷新页面再操作。")
    status, permission = transition
    actor.require(permission)
    wrote_it = actor.name in (reviewed.author, *reviewed.writers)
    if action in (Action.APPROVE, Action.SCHEDULE) and wrote_it:
        raise NotAllowed("不能审核自己写的内容，请换一位审核员。")
    if action is Action.RECALL and not wrote_it:
        raise NotAllowed("只有写这一条的人能收回。要改的话，请审核员退回。")
    if action is Action.CHOOSE_DAY and reviewed.status is Status.SUBMITTED and not wrote_it:
        raise NotAllowed("已经提交了，只有写这一条的人能改日子。审核员在审核的时候定。")
    return status
