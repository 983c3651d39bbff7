"""One change to several entries at once: each becomes a submission of its own, which a colleague approves.

Withdrawing several takes effect at once, as withdrawing one does."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date

from hotline.core.entries import Entry, check_submission
from hotline.core.errors import Conflict, HotlineError, InvalidInput
from hotline.core.permissions import Permission, Staff
from hotline.core.review import Status
from hotline.services.content import workflow
from hotline.services.line import Line

LARGEST = 200
"""Entries in one change; a page of the list has half of that."""


@dataclass
class BulkReport:
    """The numbers of entries that were submitted or withdrawn, and for the others why not: number -> a sentence.

    ``publish_error`` says in a sentence for staff why the public does not get it yet; it is empty when they do."""

    done: list[int] = field(default_factory=list)
    refused: dict[int, str] = field(default_factory=dict)
    publish_error: str = ""


def change_entries(
    line: Line, actor: Staff, numbers: Iterable[int], *, department: str = "", review_date: date | None = None
) -> BulkReport:
    """Submit each of these entries with another ``department``, another ``review_date``, or both.

    Nothing is saved of an entry that could not be submitted. Raises InvalidInput where there is nothing to do, or more
    than LARGEST entries are named."""
    actor.require(Permission.EDIT_ENTRIES)
    chosen = sorted(set(numbers))
    if not chosen or (not department and review_date is None):
        raise InvalidInput({"numbers": "请选几条问答，再选部门或者复核日期。"})
    _require_few(chosen)
    report = BulkReport()
    for number in chosen:
        try:
            _change(line, actor, number, department, review_date)
            report.done.append(number)
        except HotlineError as error:
            report.refused[number] = str(error)
    return report


def withdraw_entries(line: Line, actor: Staff, numbers: Iterable[int], *, comment: str) -> BulkReport:
    """Withdraw each of these entries that is published; ``comment`` says why.

    Raises InvalidInput where nothing is named or no reason given, or more than LARGEST entries are named."""
    actor.require(Permission.WITHDRAW_ENTRIES)
    chosen = sorted(set(numbers))
    if not chosen:
        raise InvalidInput({"numbers": "请选几条问答，再撤回。"})
    if not comment.strip():
        raise InvalidInput({"comment": "请写明撤回的原因，以后查得到。"})
    _require_few(chosen)
    withdrawn, failed = workflow.withdraw_several(line, actor, chosen, comment=comment)
    refused = {number: "现在没有对外发布，不用撤回。" for number in chosen if number not in withdrawn}
    return BulkReport(withdrawn, refused, failed)


def _require_few(chosen: list[int]) -> None:
    if len(chosen) > LARGEST:
        raise InvalidInput({"numbers": f"一次最多改{LARGEST}条。"})


def _change(line: Line, actor: Staff, number: int, department: str, review_date: date | None) -> None:
    history = workflow.get_entry(line, actor, number)
    if history.open is not None and history.open.status is not Status.DRAFT:
        raise Conflict("正在等待审核或者等日子发布，不能改。")
    begun_from = history.open or history.published
    if begun_from is None:
        raise Conflict("没有在发布，也没有草稿。")
    entry: Entry = begun_from.entry
    changed = replace(entry, department=department or entry.department, review_date=review_date or entry.review_date)
    if changed == entry:
        raise Conflict("已经是这样了，没有要改的。")
    if problems := check_submission(changed, line.now().date()):
        raise InvalidInput(problems)
    version = max(revision.version for revision in history.revisions)
    draft = workflow.save_draft(line, actor, changed, version)
    workflow.submit(line, actor, number, version=draft.version)
