"""Publishes what was approved for a day, when that day begins by the office's clock: one process of one host does it.

A host that was off on that day does it as soon as it runs again. What has become unfit since it was approved waits for
review again, and says why."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from hotline.core.content_changes import ContentAction
from hotline.core.errors import InvalidInput
from hotline.core.proposals import ProposalKind
from hotline.core.review import Status
from hotline.services.content import content_changes, entry_steps, proposal_steps, publish
from hotline.services.content.proposals import require_fit
from hotline.services.content.published_versions import register
from hotline.services.leases import take_lease
from hotline.services.line import JOB_PATIENCE, Line

if TYPE_CHECKING:
    from hotline.core.proposals import Proposal
    from hotline.core.review import Revision
    from hotline.storage.records.unit_of_work import Unit

_log = logging.getLogger(__name__)

JOB = "due publications"
CLAIM = timedelta(minutes=5)
"""How long the work belongs to one process, which takes it anew for each thing; one that died is replaced."""
AT_ONCE = 1_000
"""Entries published in one go; the rest follow a minute later."""


def publish_due(line: Line, holder: str) -> int:
    """Publish what is due, from the process ``holder``; returns how much was published or held. Raises Unavailable.

    Each in a transaction of its own, so that one that is held does not keep the others."""
    today = line.now().date()
    with line.records.patient(JOB_PATIENCE).reading() as unit:
        numbers = unit.entries.find_scheduled_numbers(AT_ONCE, until=today)
        keys = [(one.kind, one.key) for one in unit.proposals.list_due(today)]
    done = 0
    for number in numbers:
        done += take_lease(line, JOB, holder, CLAIM) and _publish_entry(line, number)
    for kind, key in keys:
        done += take_lease(line, JOB, holder, CLAIM) and _publish_proposal(line, kind, key)
    if done:
        publish.publish_pending(line)
        _log.info("%d approved for a day that came were published or held", done)
    return done


def _publish_entry(line: Line, number: int) -> bool:
    """Publish the approved revision of an entry; False where it does not wait for a day that has come any more."""
    with line.records.patient(JOB_PATIENCE).writing() as unit:
        newest = unit.entries.find_newest(number)
        waiting = unit.entries.find_open(number)
        if newest is None or waiting is None or not _is_due(waiting, line):
            return False
        if newest.version != waiting.version:
            entry_steps.hold(unit, waiting.reviewer, waiting, "定了日子以后，这一条又有变动。", line.now())
            return True
        try:
            entry_steps.require_place(unit, waiting.entry)
            entry_steps.require_fit(unit, waiting.entry, line.now().date())
        except InvalidInput as refused:
            entry_steps.hold(unit, waiting.reviewer, waiting, str(refused), line.now())
            return True
        _put_entry(unit, line, waiting)
        publish.mark_pending(line)
        register(line, unit)
    return True


def _put_entry(unit: Unit, line: Line, waiting: Revision) -> None:
    by, now = waiting.reviewer, line.now()
    entry_steps.supersede(unit, by, waiting.entry.number, now)
    published = entry_steps.move(unit, by, waiting, Status.PUBLISHED, now, waiting.comment, by)
    content_changes.note(unit, by, now, ContentAction.PUBLISH, published)


def _publish_proposal(line: Line, kind: ProposalKind, key: str) -> bool:
    """The same for the approved proposal about ``key``."""
    with line.records.patient(JOB_PATIENCE).writing() as unit:
        waiting = unit.proposals.find_newest(kind, key)
        if waiting is None or not _is_due(waiting, line):
            return False
        moved = replace(waiting, version=waiting.version + 1)
        try:
            require_fit(unit, line, waiting.content)
        except InvalidInput as refused:
            proposal_steps.hold(unit, waiting.reviewer, moved, str(refused), line.now())
            return True
        _put_proposal(unit, line, moved)
        publish.mark_pending(line)
        register(line, unit)
    return True


def _put_proposal(unit: Unit, line: Line, waiting: Proposal) -> None:
    now = line.now()
    published = replace(waiting, status=Status.PUBLISHED, changed_at=now, changed_by=waiting.reviewer)
    content_changes.note_proposal(unit, waiting.reviewer, now, ContentAction.PUBLISH, published)
    unit.proposals.add(published)
    proposal_steps.put_published(unit, published.content, published.author, now)


def _is_due(waiting: Revision | Proposal, line: Line) -> bool:
    is_approved = waiting.status is Status.APPROVED
    return is_approved and waiting.publish_on is not None and waiting.publish_on <= line.now().date()
