"""Tables that staff upload: the files, how far each upload is, and what was found in each row."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.orm import Session

from hotline.core.table_uploads import UNDER_WAY, RowVerdict, TableUpload, UploadedFile, UploadRow, UploadState
from hotline.storage.records.models.table_uploads import FoundRow, TableUploadFileRow, TableUploadRow
from hotline.storage.records.stores.row_mapping import to_dataclass


class TableUploadStore:
    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, files: Sequence[UploadedFile], *, by: str, at: datetime, chosen: str, replaces: bool) -> int:
        """Keep the files of a new upload; returns its id."""
        names = "、".join(file.name for file in files)
        row = TableUploadRow(names=names, uploaded_by=by, uploaded_at=at, chosen=chosen, replaces=replaces)
        row.state, row.rows_done, row.rows_total, row.submitted = UploadState.WAITING, 0, 0, 0
        row.withdrawn_by, row.counts, row.notes = "", [], []
        self._session.add(row)
        self._session.flush()
        for file in files:
            self._session.add(TableUploadFileRow(upload_id=row.id, name=file.name, content=file.content))
        self._session.flush()
        return row.id

    def find(self, upload: int) -> TableUpload | None:
        row = self._session.get(TableUploadRow, upload)
        return None if row is None else _upload(row)

    def list_newest(self, limit: int, people: Collection[str] | None = None) -> list[TableUpload]:
        """The newest of everybody, or of those ``people``, who are named by their login names."""
        newest = select(TableUploadRow).order_by(TableUploadRow.id.desc()).limit(limit)
        if people is not None:
            newest = newest.where(TableUploadRow.uploaded_by.in_(people))
        return [_upload(row) for row in self._session.scalars(newest)]

    def list_due(self) -> list[int]:
        """The uploads with which something has to be done, the oldest first."""
        due = TableUploadRow.state.in_(UNDER_WAY)
        return list(self._session.scalars(select(TableUploadRow.id).where(due).order_by(TableUploadRow.id)))

    def read_files(self, upload: int) -> list[UploadedFile]:
        files = select(TableUploadFileRow).where(TableUploadFileRow.upload_id == upload)
        rows = self._session.scalars(files.order_by(TableUploadFileRow.id))
        return [UploadedFile(row.name, row.content) for row in rows]

    def move(self, upload: int, before: UploadState, after: UploadState) -> bool:
        """Move an upload to another state, unless it has moved meanwhile; returns whether it did. Its count of rows
        begins anew."""
        moved = update(TableUploadRow).where(TableUploadRow.id == upload, TableUploadRow.state == before)
        found = self._session.scalars(moved.values(state=after, rows_done=0).returning(TableUploadRow.id)).first()
        self._session.expire_all()
        return found is not None

    def note_progress(self, upload: int, done: int, total: int, submitted: int = 0) -> bool:
        """Keep how many rows are done of how many; ``submitted`` more were submitted. Returns whether the upload is
        still there."""
        values = {"rows_done": done, "rows_total": total, "submitted": TableUploadRow.submitted + submitted}
        noted = update(TableUploadRow).where(TableUploadRow.id == upload).values(**values)
        return self._session.scalars(noted.returning(TableUploadRow.id)).first() is not None

    def note_withdrawal(self, upload: int, by: str) -> None:
        self._session.execute(update(TableUploadRow).where(TableUploadRow.id == upload).values(withdrawn_by=by))

    def note_found(self, upload: int, counts: Mapping[RowVerdict, int], notes: Sequence[str]) -> None:
        pairs = [[verdict.value, count] for verdict, count in counts.items()]
        values = {"counts": pairs, "notes": list(notes)}
        self._session.execute(update(TableUploadRow).where(TableUploadRow.id == upload).values(**values))

    def add_rows(self, upload: int, rows: Iterable[UploadRow]) -> None:
        columns = [_columns(upload, row) for row in rows]
        if columns:
            self._session.execute(insert(FoundRow), columns)

    def list_rows(self, upload: int, verdict: RowVerdict, limit: int, skip: int = 0) -> list[UploadRow]:
        found = select(FoundRow).where(FoundRow.upload_id == upload, FoundRow.verdict == verdict)
        return [_row(row) for row in self._session.scalars(found.order_by(FoundRow.id).limit(limit).offset(skip))]

    def count_rows(self, upload: int, verdict: RowVerdict) -> int:
        found = select(func.count()).select_from(FoundRow)
        return self._session.scalars(found.where(FoundRow.upload_id == upload, FoundRow.verdict == verdict)).one()

    def mark_row(self, row: int, verdict: RowVerdict, why: str = "") -> None:
        """Give the row with this id another verdict, with the reason, if there is one."""
        values = {"verdict": verdict, "faults": [["", why]] if why else []}
        self._session.execute(update(FoundRow).where(FoundRow.id == row).values(**values))
        self._session.expire_all()

    def forget_rows(self, upload: int) -> None:
        self._session.execute(delete(FoundRow).where(FoundRow.upload_id == upload))

    def forget_files(self, upload: int) -> None:
        self._session.execute(delete(TableUploadFileRow).where(TableUploadFileRow.upload_id == upload))

    def erase(self, upload: int, states: Collection[UploadState]) -> bool:
        """Delete an upload that is in one of ``states``; returns whether it was."""
        there = delete(TableUploadRow).where(TableUploadRow.id == upload, TableUploadRow.state.in_(states))
        gone: Any = self._session.execute(there)
        if not gone.rowcount:
            return False
        self.forget_rows(upload)
        self.forget_files(upload)
        self._session.expire_all()
        return True

    def erase_before(self, before: datetime) -> int:
        """Delete what was uploaded before ``before``; returns how many uploads."""
        old = self._session.scalars(select(TableUploadRow.id).where(TableUploadRow.uploaded_at < before)).all()
        return sum(self.erase(upload, list(UploadState)) for upload in old)


def _columns(upload: int, row: UploadRow) -> dict[str, Any]:
    return {
        "upload_id": upload,
        "verdict": row.verdict,
        "place": row.place,
        "line": row.line,
        "table": row.table,
        "key": row.key,
        "title": row.title,
        "changes": [list(change) for change in row.changes],
        "faults": [list(fault) for fault in row.faults],
    }


def _upload(row: TableUploadRow) -> TableUpload:
    counts = {RowVerdict(verdict): count for verdict, count in row.counts}
    return to_dataclass(TableUpload, row, counts=counts, notes=tuple(row.notes))


def _row(row: FoundRow) -> UploadRow:
    changes = tuple((label, old, new) for label, old, new in row.changes)
    return to_dataclass(UploadRow, row, changes=changes, faults=tuple((column, why) for column, why in row.faults))
