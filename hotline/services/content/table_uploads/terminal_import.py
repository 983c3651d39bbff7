"""The import of single files at the terminal, and the preview of what an import would do."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from hotline.core.errors import InvalidInput
from hotline.core.table_uploads import RowVerdict, UploadedFile, UploadRow
from hotline.services.content.table_uploads.missing_rows import list_missing
from hotline.services.content.table_uploads.row_checks import CheckedRow
from hotline.services.content.table_uploads.whole_check import Found, begin, check_all, submit_all
from hotline.services.line import JOB_PATIENCE, Line
from hotline.storage.csv_tables.staged_upload import StagedUpload
from hotline.storage.csv_tables.uploaded_files import check_files

if TYPE_CHECKING:
    from hotline.storage.records.unit_of_work import Unit

SHOWN = 200
"""Rows of each verdict that a preview names; the rest is counted."""


@dataclass
class ImportPreview:
    """What an import would do: the rows that are new, changed, kept or wrong, with the number of all."""

    counts: dict[RowVerdict, int] = field(default_factory=dict)
    rows: dict[RowVerdict, list[UploadRow]] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    submitted: int = 0

    @property
    def is_wrong(self) -> bool:
        return bool(self.counts.get(RowVerdict.WRONG))


def read_uploaded(path: Path) -> list[UploadedFile]:
    """The file at ``path``, or the CSV and XLSX files in a folder."""
    paths = [path] if path.is_file() else sorted(one for one in path.iterdir() if one.suffix in (".csv", ".xlsx"))
    if not paths:
        raise InvalidInput({"files": f"{path}里没有CSV也没有XLSX。"})
    return [UploadedFile(one.name, one.read_bytes()) for one in paths]


def import_files(
    line: Line, files: Sequence[UploadedFile], actor: str, *, only_preview: bool = False, replaces: bool = False
) -> ImportPreview:
    """Check the rows of ``files``, and unless any is wrong submit those that are new or changed in the name of
    ``actor``; with ``only_preview`` nothing is submitted.

    With ``replaces`` rows that are equal to the bundled sample are submitted too, and what is published and not in the
    files is listed: a reviewer withdraws it in the console."""
    check_files(files)
    preview = ImportPreview()

    def keep(checked: list[CheckedRow], _found: Found) -> None:
        for row in (one.row for one in checked):
            rows = preview.rows.setdefault(row.verdict, [])
            if row.verdict is not RowVerdict.SAME and len(rows) < SHOWN:
                rows.append(row)

    with line.records.reading() as unit:
        has_members = bool(unit.office.member_offices())
    with StagedUpload(shares_wordings=has_members) as staged:
        staged.stage(files, "", lambda _rows: None)
        context = begin(line, staged, None, adopts=replaces)
        found = check_all(line, context, keep)
        if replaces and not found.counts[RowVerdict.WRONG]:
            with line.records.patient(JOB_PATIENCE).reading() as unit:
                missing = list(list_missing(unit, staged))
            found.counts[RowVerdict.MISSING] = len(missing)
            preview.rows[RowVerdict.MISSING] = missing[:SHOWN]
        preview.counts, preview.notes = dict(found.counts), tuple(staged.notes)
        if not only_preview and not preview.is_wrong:
            submit_all(line, context, actor, "从表格导入", _count_into(preview))
    return preview


def _count_into(preview: ImportPreview) -> Callable[[Unit, Found], None]:
    def note(_unit: Unit, found: Found) -> None:
        preview.submitted += found.submitted

    return note
