"""Checks all rows of an upload, a few hundred at a time, and submits those that are new or changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING

from hotline.core.content_changes import ContentAction
from hotline.core.entries import Entry
from hotline.core.errors import Conflict
from hotline.core.proposals import key_of_value, kind_of
from hotline.core.review import Status
from hotline.core.table_uploads import RowVerdict, UploadRow
from hotline.services.content import content_changes
from hotline.services.content.proposal_steps import read_standing, write_draft
from hotline.services.content.table_uploads.entry_checks import (
    PARTS,
    check_entries,
    check_part_rows,
    check_parts,
    check_referrals,
)
from hotline.services.content.table_uploads.row_checks import CheckContext, CheckedRow, Uploaded
from hotline.services.content.table_uploads.value_checks import check_synonyms, check_values
from hotline.services.line import JOB_PATIENCE, Line
from hotline.storage.csv_tables.staged_upload import StagedRow, StagedUpload

if TYPE_CHECKING:
    from hotline.core.permissions import Staff
    from hotline.storage.records.unit_of_work import Unit

CHECKED_AT_ONCE = 500
SUBMITTED_AT_ONCE = 100
"""Rows of one transaction; other writers wait for it."""
TRIES = 3
"""How often a batch is submitted anew when somebody else writes the same row meanwhile."""
Check = Callable[[CheckContext, "Unit", Sequence[StagedRow]], list[CheckedRow]]
_CHECKS: dict[str, Check] = {
    "office": check_values,
    "member_offices": check_values,
    "departments": check_values,
    "topics": check_values,
    "catalogue": check_values,
    "entries": check_entries,
    "similar_questions": check_part_rows,
    "legal_bases": check_part_rows,
    "referrals": check_referrals,
    "synonyms": check_synonyms,
    "disclosure_desk": check_values,
    "holiday_decrees": check_values,
    "local_days_off": check_values,
    "announcements": check_values,
    "public_notices": check_values,
}
"""Table -> its check, in the order in which tables refer to each other."""


@dataclass
class Found:
    """How many rows of each verdict were found so far, and of how many rows how many are done."""

    counts: Counter[RowVerdict] = field(default_factory=Counter)
    done: int = 0
    total: int = 0
    submitted: int = 0


Keep = Callable[[list[CheckedRow], Found], None]
"""What is done with the rows of a batch that was checked."""


def begin(line: Line, staged: StagedUpload, author: Staff | None, *, adopts: bool) -> CheckContext:
    """What the rows of ``staged`` are checked with."""
    context = CheckContext(staged, author, line.now().date(), adopts)
    with line.records.patient(JOB_PATIENCE).reading() as unit:
        context.read_codes(unit)
    return context


def check_all(line: Line, context: CheckContext, keep: Keep) -> Found:
    """Check every row and give each batch to ``keep``; nothing is written."""
    found = Found(total=context.staged.count)
    faults = [_sheet_fault(fault.place, fault.line, fault.column, fault.reason) for fault in context.staged.faults]
    _count(found, faults, 0)
    keep(faults, found)
    for check, rows in _batches(context, CHECKED_AT_ONCE):
        with line.records.patient(JOB_PATIENCE).reading() as unit:
            checked = check(context, unit, rows)
        _count(found, checked, len(rows))
        keep(checked, found)
    return found


def submit_all(line: Line, context: CheckContext, by: str, comment: str, note: Callable[[Unit, Found], None]) -> Found:
    """Submit every row that is new or changed, a batch a transaction, with ``note`` in each.

    Whoever is stopped half way begins again: what was submitted before is the same as what stands, and passed over."""
    found = Found(total=context.staged.count)
    for check, rows in _batches(context, SUBMITTED_AT_ONCE):
        for tries_left in reversed(range(TRIES)):
            try:
                with line.records.patient(JOB_PATIENCE).writing() as unit:
                    checked = check(context, unit, rows)
                    values = [one.value for one in checked if one.value is not None]
                    for value in values:
                        _submit(unit, value, by, comment, line.now())
                    _count(found, checked, len(rows))
                    found.submitted = len(values)
                    note(unit, found)
                break
            except Conflict:
                if not tries_left:
                    raise
    return found


def _count(found: Found, checked: Sequence[CheckedRow], rows: int) -> None:
    found.counts.update(one.row.verdict for one in checked)
    found.done += rows


def _batches(context: CheckContext, size: int) -> Iterator[tuple[Check, list[StagedRow]]]:
    """All rows with their check, so many at a time; at the end the entries of which only parts are uploaded."""
    for table, check in _CHECKS.items():
        for rows in context.staged.batches(table, size):
            yield check, rows
    lone = iter(dict.fromkeys(key for part in PARTS for key in context.staged.keys(part, lacking_in="entries")))
    while keys := list(islice(lone, size)):
        first: dict[str, StagedRow] = {}
        for part in PARTS:
            for key, rows in context.staged.rows_of_keys(part, keys).items():
                first.setdefault(key, rows[0])
        yield check_parts, list(first.values())


def _sheet_fault(place: str, line: int, column: str, reason: str) -> CheckedRow:
    return CheckedRow(UploadRow(place, line, "", "", "", RowVerdict.WRONG, (), ((column, reason),)))


def _submit(unit: Unit, value: Uploaded, by: str, comment: str, at: datetime) -> None:
    """Submit one value for review."""
    if isinstance(value, Entry):
        sent = unit.entries.add(value, Status.SUBMITTED, author=by, reviewer="", comment=comment, at=at)
        content_changes.note(unit, by, at, ContentAction.SUBMIT, sent, comment=comment)
    else:
        standing = read_standing(unit, kind_of(value), key_of_value(value))
        write_draft(unit, standing, value, Status.SUBMITTED, by, at)
