"""The life of a revision: draft -> submitted -> published -> withdrawn; who wrote it may not approve it."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from hotline.core.entries import Entry
from hotline.core.errors import Conflict, NotAllowed
from hotline.core.permissions import Permission, Staff


class Status(Enum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    PUBLISHED = "published"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"


class Action(Enum):
    SUBMIT = "submit"
    RETURN = "return"
    APPROVE = "approve"
    WITHDRAW = "withdraw"


TRANSITIONS: dict[tuple[Status, Action], tuple[Status, Permission]] = {
    (Status.DRAFT, Action.SUBMIT): (Status.SUBMITTED, Permission.EDIT_ENTRIES),
    (Status.SUBMITTED, Action.RETURN): (Status.DRAFT, Permission.APPROVE_ENTRIES),
    (Status.SUBMITTED, Action.APPROVE): (Status.PUBLISHED, Permission.APPROVE_ENTRIES),
    (Status.PUBLISHED, Action.WITHDRAW): (Status.WITHDRAWN, Permission.WITHDRAW_ENTRIES),
}
"""What may follow what, and the permission it takes. A published revision becomes superseded by itself
when a later revision of the same entry is published."""


@dataclass(frozen=True)
class Revision:
    """One version of an entry: what it said, who wrote it, where it stands; ``serial`` counts from 1 per entry.

    ``version`` grows with every change of the entry and guards against two editors overwriting each other;
    ``writers`` are all who wrote in this revision, ``changed_by`` is who touched it last."""

    entry: Entry
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


def next_status(revision: Revision, action: Action, actor: Staff) -> Status:
    """The status ``action`` by ``actor`` leads to; Conflict when it does not follow, NotAllowed when not theirs."""
    step = TRANSITIONS.get((revision.status, action))
    if step is None:
        raise Conflict("这个版本的状态已经变了，请刷新页面再操作。")
    status, permission = step
    actor.require(permission)
    if action is Action.APPROVE and actor.name in (revision.author, *revision.writers):
        raise NotAllowed("不能审核自己写的内容，请换一位审核员。")
    return status
