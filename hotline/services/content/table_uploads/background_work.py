"""The background work on uploads: check them, submit them when they are confirmed, withdraw what they lack.

One process works on an upload at a time, under a lease; when it dies another begins the same work again."""

from __future__ import annotations

import logging
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from hotline.core.errors import Conflict, HotlineError, Unavailable
from hotline.core.permissions import Permission
from hotline.core.table_uploads import RowVerdict, TableUpload, UploadRow, UploadState
from hotline.services.content import publish
from hotline.services.content.published_versions import register
from hotline.services.content.table_uploads.missing_rows import list_missing, withdraw_row
from hotline.services.content.table_uploads.row_checks import CheckContext, CheckedRow
from hotline.services.content.table_uploads.whole_check import SUBMITTED_AT_ONCE, Found, begin, check_all, submit_all
from hotline.services.line import JOB_PATIENCE, Line
from hotline.storage.csv_tables.staged_upload import StagedUpload

if TYPE_CHECKING:
    from hotline.core.permissions import Staff
    from hotline.storage.records.unit_of_work import Unit

_log = logging.getLogger(__name__)

TERM = timedelta(seconds=60)
"""How long a process holds an upload without a sign of life; it gives one with every batch of rows."""
WRONG_SHOWN = 1_000
"""So many wrong rows are kept to be shown; the rest is counted."""
BROKEN = "系统出了问题，没有做完。请把文件再上传一次；还是不行，请告诉管理员。"


class LeaseLost(Exception):
    """Another process works on the upload, or it was thrown away."""


def work_off_due(line: Line, holder: str) -> None:
    """Do what is due with each upload. ``holder`` names this thread among all processes of all hosts."""
    with line.records.reading() as unit:
        due = unit.table_uploads.list_due()
    for upload in due:
        work_off(line, upload, holder)


def work_off(line: Line, upload: int, holder: str) -> None:
    """Do what is due with one upload, unless somebody else does it. Raises Unavailable when the records are down: then
    it is done later."""
    work = _Work(line, upload, holder)
    try:
        with line.records.patient(JOB_PATIENCE).writing() as unit:
            work.hold(unit)
            found = unit.table_uploads.find(upload)
        if found is not None:
            work.do(found)
    except LeaseLost:
        _log.info("upload %d is worked on elsewhere, or gone", upload)
        return
    with line.records.patient(JOB_PATIENCE).writing() as unit:
        unit.leases.release(_lease(upload), holder)


def _lease(upload: int) -> str:
    return f"table upload {upload}"


@dataclass
class _Work:
    """The work on one upload in its present state."""

    line: Line
    upload: int
    holder: str
    counts: Counter[RowVerdict] = field(default_factory=Counter)

    def hold(self, unit: Unit) -> None:
        """Hold the lease for another term. Raises LeaseLost where another has it."""
        now = self.line.now()
        if not unit.leases.take(
            _lease(self.upload), self.holder, now=now, until=now + TERM, implausible=now + 2 * TERM
        ):
            raise LeaseLost

    def note(self, unit: Unit, found: Found) -> None:
        """Keep the progress, in the transaction that makes it; a lost lease rolls that back."""
        self.hold(unit)
        if not unit.table_uploads.note_progress(self.upload, found.done, found.total, found.submitted):
            raise LeaseLost

    def do(self, upload: TableUpload) -> None:
        """Do what the state of ``upload`` asks for. After an error that will not pass, the upload says so."""
        try:
            self._do(upload)
        except (LeaseLost, Unavailable):
            raise
        except HotlineError as error:
            self._give_up(upload, str(error))
        except Exception:  # any error: trying the same for ever would help nobody
            _log.exception("upload %d cannot be worked on", self.upload)
            self._give_up(upload, BROKEN)

    def _do(self, upload: TableUpload) -> None:
        if upload.state is UploadState.WITHDRAWING:
            self._withdraw(upload)
            return
        with self.line.records.patient(JOB_PATIENCE).reading() as unit:
            files = unit.table_uploads.read_files(self.upload)
            author = unit.staff.find_by_name(upload.uploaded_by)
            has_members = bool(unit.office.member_offices())
        with StagedUpload(shares_wordings=has_members) as staged:
            staged.stage(files, upload.chosen, lambda rows: self._write(Found(done=rows)))
            context = begin(self.line, staged, author, adopts=upload.replaces)
            if upload.state is UploadState.WAITING:
                self._check(context, upload)
            elif upload.state is UploadState.CONFIRMED:
                self._submit(context, upload, author)

    def _write(self, found: Found, rows: list[UploadRow] | None = None) -> None:
        with self.line.records.patient(JOB_PATIENCE).writing() as unit:
            self.note(unit, found)
            unit.table_uploads.add_rows(self.upload, rows or [])

    def _check(self, context: CheckContext, upload: TableUpload, *notes: str) -> None:
        """Check every row, and keep what is to be shown."""
        with self.line.records.writing() as unit:
            unit.table_uploads.forget_rows(self.upload)
        found = check_all(self.line, context, self._keep)
        with self.line.records.patient(JOB_PATIENCE).writing() as unit:
            self.hold(unit)
            # A wrong row may be one whose key is misspelt, so that what it means would seem to be missing.
            if upload.replaces and not found.counts[RowVerdict.WRONG]:
                missing = list(list_missing(unit, context.staged, context.author))
                unit.table_uploads.add_rows(self.upload, missing)
                found.counts[RowVerdict.MISSING] = len(missing)
            unit.table_uploads.note_found(self.upload, found.counts, [*notes, *context.staged.notes])
            unit.table_uploads.note_progress(self.upload, found.done, found.total)
            unit.table_uploads.move(self.upload, upload.state, UploadState.CHECKED)

    def _keep(self, checked: list[CheckedRow], found: Found) -> None:
        rows = []
        for row in (one.row for one in checked if one.row.verdict is not RowVerdict.SAME):
            self.counts[row.verdict] += 1
            if row.verdict is not RowVerdict.WRONG or self.counts[row.verdict] <= WRONG_SHOWN:
                rows.append(row)
        self._write(found, rows)

    def _submit(self, context: CheckContext, upload: TableUpload, author: Staff | None) -> None:
        """Submit the rows, after checking them all again: what was published meanwhile may make one of them wrong."""
        if author is None:
            raise Conflict("上传的人没有账号了。")
        author.require(Permission.EDIT_ENTRIES)
        found = check_all(self.line, context, lambda _rows, found: self._write(found))
        if found.counts[RowVerdict.WRONG]:
            self._check(context, upload, "确认以后又核对了一遍，有的行现在不对了，所以什么都没有提交。")
            return
        submit_all(self.line, context, author.name, f"从表格“{upload.names}”导入", self.note)
        with self.line.records.writing() as unit:
            self.hold(unit)
            unit.table_uploads.forget_files(self.upload)
            unit.table_uploads.move(self.upload, UploadState.CONFIRMED, UploadState.DONE)

    def _withdraw(self, upload: TableUpload) -> None:
        """Withdraw what is missing, some a transaction, and publish once at the end."""
        with self.line.records.reading() as unit:
            actor = unit.staff.find_by_name(upload.withdrawn_by)
        if actor is None:
            raise Conflict("要撤回的人没有账号了。")
        actor.require(Permission.WITHDRAW_ENTRIES)
        total = upload.count(RowVerdict.MISSING)
        while True:
            with self.line.records.patient(JOB_PATIENCE).writing() as unit:
                rows = unit.table_uploads.list_rows(self.upload, RowVerdict.MISSING, SUBMITTED_AT_ONCE)
                for row in rows:
                    withdraw_row(unit, self.line, actor, row)
                left = unit.table_uploads.count_rows(self.upload, RowVerdict.MISSING)
                self.note(unit, Found(done=total - left, total=total))
                publish.mark_pending(self.line)
                if not left:
                    self._end_withdrawal(unit, upload)
                    break
        publish.publish_pending(self.line)

    def _end_withdrawal(self, unit: Unit, upload: TableUpload) -> None:
        """Number what is published now, and count what was withdrawn and what could not be."""
        kept = (RowVerdict.MISSING, RowVerdict.WITHDRAWN, RowVerdict.HELD)
        counts = {**upload.counts, **{one: unit.table_uploads.count_rows(self.upload, one) for one in kept}}
        unit.table_uploads.note_found(self.upload, counts, upload.notes)
        unit.table_uploads.forget_files(self.upload)
        unit.table_uploads.move(self.upload, UploadState.WITHDRAWING, UploadState.DONE)
        register(self.line, unit)

    def _give_up(self, upload: TableUpload, why: str) -> None:
        """Say what went wrong: as a fault of an upload that was being checked, as a note of any other."""
        with self.line.records.writing() as unit:
            self.hold(unit)
            if upload.state is UploadState.WAITING:
                fault = UploadRow(upload.names, 0, "", "", "", RowVerdict.WRONG, (), (("", why),))
                unit.table_uploads.forget_rows(self.upload)
                unit.table_uploads.add_rows(self.upload, [fault])
                unit.table_uploads.note_found(self.upload, {RowVerdict.WRONG: 1}, [])
            else:
                unit.table_uploads.note_found(self.upload, upload.counts, [*upload.notes, why])
            is_submitted = upload.state is UploadState.WITHDRAWING
            after = UploadState.DONE if is_submitted else UploadState.CHECKED
            unit.table_uploads.move(self.upload, upload.state, after)
