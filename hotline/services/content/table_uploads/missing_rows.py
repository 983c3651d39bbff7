"""What is published and not in the files of an upload that replaces: it is listed, and withdrawn with one click."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from hotline.core.errors import HotlineError
from hotline.core.permissions import Staff
from hotline.core.proposals import (
    ProposalKind,
    Proposed,
    department_of,
    key_of_value,
    office_code_of,
    title_of,
)
from hotline.core.table_uploads import RowVerdict, UploadRow
from hotline.services.content import proposals, workflow
from hotline.services.content.proposal_steps import rows_of
from hotline.services.line import Line

if TYPE_CHECKING:
    from hotline.storage.csv_tables.staged_upload import StagedUpload
    from hotline.storage.records.unit_of_work import Unit

COMMENT = "换成自己的表格，表格里没有这一条"
PUBLISHED = "现在对外发布的"
"""The place of a row that is in no file."""
_KINDS = (
    *(ProposalKind.PUBLIC_NOTICES, ProposalKind.CATALOGUE, ProposalKind.DEPARTMENTS, ProposalKind.TOPICS),
    ProposalKind.MEMBER_OFFICES,
)


def list_missing(unit: Unit, staged: StagedUpload, author: Staff | None = None) -> Iterator[UploadRow]:
    """What is published of each table that is in the upload, and has no row there; of that, what ``author`` works on.

    What refers to others comes before them, so that it is withdrawn first. The office and the synonyms are not
    withdrawn."""
    own = author.own_part if author else None
    for table in ("entries", "referrals"):
        if table in staged.tables:
            there = set(staged.keys(table))
            for _, entry in unit.entries.read_published():
                is_own = own is None or own.has(entry.department)
                if is_own and entry.is_referral == (table == "referrals") and str(entry.number) not in there:
                    yield _missing(table, str(entry.number), entry.question)
    for kind in _KINDS:
        if kind.value in staged.tables:
            there = set(staged.keys(kind.value))
            values: list[Proposed] = rows_of(unit, kind).list_values()
            for value in values:
                is_own = own is None or own.has(department_of(value), office_code_of(value))
                if is_own and key_of_value(value) not in there:
                    yield _missing(kind.value, key_of_value(value), title_of(value))


def withdraw_row(unit: Unit, line: Line, actor: Staff, row: UploadRow) -> None:
    """Withdraw what is published under the key of ``row``, in the transaction of ``unit``; the caller publishes.

    The row says afterwards that it was withdrawn, or why it could not be."""
    try:
        if row.table in ("entries", "referrals"):
            workflow.take_back(unit, line, actor, int(row.key), COMMENT)
        else:
            proposals.take_back(unit, line, actor, ProposalKind(row.table), row.key, COMMENT)
    except HotlineError as error:
        unit.table_uploads.mark_row(row.id, RowVerdict.HELD, f"没有撤回：{error}")
    else:
        unit.table_uploads.mark_row(row.id, RowVerdict.WITHDRAWN)


def _missing(table: str, key: str, title: str) -> UploadRow:
    return UploadRow(PUBLISHED, 0, table, key, title, RowVerdict.MISSING)
