"""What staff do with uploads: store files to be checked, look at what was found, confirm it or throw it away."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hotline.core.errors import Conflict, InvalidInput, NotAllowed, NotFound, Unavailable
from hotline.core.pagination import Paging, choose_page
from hotline.core.permissions import Permission, Staff
from hotline.core.table_uploads import RowVerdict, TableUpload, UploadedFile, UploadRow, UploadState
from hotline.services.content.table_uploads.background_work import work_off
from hotline.services.line import Line
from hotline.storage.csv_tables.schema import COLUMNS
from hotline.storage.csv_tables.uploaded_files import check_files

if TYPE_CHECKING:
    from hotline.storage.records.unit_of_work import Unit

AT_ONCE_BYTES = 200_000
"""Files that are not larger are checked while the person waits, which takes a second."""
AT_ONCE_ROWS = 300
"""So many rows are submitted, or withdrawn, while the person waits."""
LISTED = 20
PAGE = 50
HIGHEST_ID = 2**31 - 1
"""The highest id that PostgreSQL's integer holds."""


@dataclass(frozen=True)
class RowPage:
    """One page of the rows of one verdict, of which there are ``total``."""

    rows: list[UploadRow]
    total: int
    paging: Paging


def add_upload(
    line: Line, actor: Staff, files: Sequence[UploadedFile], *, chosen: str = "", replaces: bool = False, holder: str
) -> int:
    """Store the files of an upload, to be checked in the background, or at once if they are small; returns its id.

    ``chosen`` is the table that they hold, "" where their headings tell. Raises InvalidInput, in a sentence, for files
    that are refused."""
    actor.require(Permission.EDIT_ENTRIES)
    if chosen and chosen not in COLUMNS:
        raise InvalidInput({"table": "没有这张表。"})
    check_files(files)
    with line.records.writing() as unit:
        upload = unit.table_uploads.add(files, by=actor.name, at=line.now(), chosen=chosen, replaces=replaces)
    if sum(len(file.content) for file in files) <= AT_ONCE_BYTES:
        _work_now(line, upload, holder)
    return upload


def list_uploads(line: Line, actor: Staff) -> list[TableUpload]:
    """The newest uploads of everybody; for staff of a member office, those of its staff."""
    actor.require(Permission.READ_ENTRIES)
    with line.records.reading() as unit:
        return unit.table_uploads.list_newest(LISTED, _colleagues(unit, actor))


def _colleagues(unit: Unit, actor: Staff) -> frozenset[str] | None:
    """Whose uploads somebody sees: those of the staff of their member office; None for everybody's.

    An upload may have rows of all offices, so that its rows cannot tell whose it is."""
    if not actor.office_code:
        return None
    return frozenset(one.name for one in unit.staff.list_staff() if one.office_code == actor.office_code)


def get_upload(line: Line, actor: Staff, upload: int) -> TableUpload:
    """Raises NotFound where there is none, or none any more, and NotAllowed for another office's."""
    actor.require(Permission.READ_ENTRIES)
    found, seen = None, None
    if 0 < upload <= HIGHEST_ID:
        with line.records.reading() as unit:
            found, seen = unit.table_uploads.find(upload), _colleagues(unit, actor)
    if found is None:
        raise NotFound("没有这次上传，或者已经删掉了。")
    if seen is not None and found.uploaded_by not in seen:
        raise NotAllowed("您只看自己单位的内容。这次上传归别的单位。")
    return found


def list_rows(line: Line, actor: Staff, upload: int, verdict: RowVerdict, page: int) -> RowPage:
    """The rows of ``verdict`` on one page."""
    get_upload(line, actor, upload)
    with line.records.reading() as unit:
        total = unit.table_uploads.count_rows(upload, verdict)
        paging = choose_page(page, rows=total, size=PAGE)
        return RowPage(unit.table_uploads.list_rows(upload, verdict, PAGE, paging.skip), total, paging)


def confirm(line: Line, actor: Staff, upload: int, *, holder: str) -> None:
    """Submit the rows of an upload for review. A second confirmation of the same upload changes nothing.

    Raises Conflict where a row is wrong or nothing is to be submitted, NotAllowed for somebody else's upload."""
    found = _get_own(line, actor, upload)
    if found.state in (UploadState.CONFIRMED, UploadState.WITHDRAWING, UploadState.DONE):
        return
    if not found.may_be_confirmed:
        raise Conflict("还不能提交：还没有核对完，或者有错的行，或者没有要提交的改动。")
    with line.records.writing() as unit:
        is_first = unit.table_uploads.move(upload, UploadState.CHECKED, UploadState.CONFIRMED)
    if is_first and found.rows_total <= AT_ONCE_ROWS:
        _work_now(line, upload, holder)


def discard(line: Line, actor: Staff, upload: int) -> None:
    """Throw an upload away that was not confirmed."""
    _get_own(line, actor, upload)
    with line.records.writing() as unit:
        if not unit.table_uploads.erase(upload, (UploadState.WAITING, UploadState.CHECKED)):
            raise Conflict("已经确认提交了，不能放弃。")


def withdraw_missing(line: Line, actor: Staff, upload: int, *, holder: str) -> None:
    """Withdraw what is published and not in the files, in the name of ``actor``, and publish without it.

    A second click changes nothing. Raises Conflict before the rest was submitted, and where nothing is missing."""
    actor.require(Permission.WITHDRAW_ENTRIES)
    found = get_upload(line, actor, upload)
    if found.state is UploadState.WITHDRAWING or (found.withdrawn_by and not found.count(RowVerdict.MISSING)):
        return
    if not found.may_be_withdrawn:
        raise Conflict("现在还不能撤回：先核对完，把新的和改了的提交了，再撤回文件里没有的。")
    with line.records.writing() as unit:
        is_first = unit.table_uploads.move(upload, found.state, UploadState.WITHDRAWING)
        if is_first:
            unit.table_uploads.note_withdrawal(upload, actor.name)
    if is_first and found.count(RowVerdict.MISSING) <= AT_ONCE_ROWS:
        _work_now(line, upload, holder)


def _get_own(line: Line, actor: Staff, upload: int) -> TableUpload:
    actor.require(Permission.EDIT_ENTRIES)
    found = get_upload(line, actor, upload)
    if found.uploaded_by != actor.name:
        raise NotAllowed("这是别人上传的，请上传的人来确认或者放弃。")
    return found


def _work_now(line: Line, upload: int, holder: str) -> None:
    """Do what is due with an upload; when the records fail half way, the background job does it."""
    with suppress(Unavailable):
        work_off(line, upload, holder)
