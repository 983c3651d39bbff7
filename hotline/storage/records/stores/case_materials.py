"""The files that belong to a case. A content may belong to several cases, and to what is published as well."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hotline.core.attachments import Attachment, attachment_row, read_attachments
from hotline.core.disclosure.applications import ApplicationState
from hotline.core.disclosure.case_materials import CaseMaterial, MaterialKind
from hotline.storage.records.models.applications import ApplicationEventRow, ApplicationRow
from hotline.storage.records.models.attachments import AttachmentUploadRow
from hotline.storage.records.models.case_materials import CaseMaterialRow
from hotline.storage.records.stores.row_mapping import to_dataclass


class CaseMaterialStore:
    """``number`` is the application's in every method."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(
        self, number: str, kind: MaterialKind, file: Attachment, warnings: tuple[str, ...], by: str, at: datetime
    ) -> None:
        row = CaseMaterialRow(number=number, kind=kind, digest=file.digest, added_by=by, added_at=at)
        row.file, row.warnings, row.erased_at = attachment_row(file), list(warnings), None
        self._session.add(row)
        self._session.flush()

    def list_of(self, number: str) -> list[CaseMaterial]:
        """The materials of an application, the oldest first."""
        rows = select(CaseMaterialRow).filter_by(number=number).order_by(CaseMaterialRow.id)
        return [_material(row) for row in self._session.scalars(rows)]

    def count(self, number: str) -> int:
        """How many there are that were not erased."""
        rows = select(func.count()).select_from(CaseMaterialRow).filter_by(number=number, erased_at=None)
        return self._session.scalars(rows).one()

    def has(self, number: str, kind: MaterialKind, digest: str) -> bool:
        """Whether the case has this content as this kind already."""
        same = select(CaseMaterialRow.id).filter_by(number=number, kind=kind, digest=digest, erased_at=None)
        return self._session.scalars(same).first() is not None

    def list_digests(self) -> list[str]:
        """The digests of all contents that were not erased."""
        found = select(CaseMaterialRow.digest).filter_by(erased_at=None).distinct().order_by(CaseMaterialRow.digest)
        return list(self._session.scalars(found))

    def erase(self, material: int, at: datetime) -> bool:
        """Note that the content of a material is erased, and tell whether nothing else has the same content."""
        row = self._session.get_one(CaseMaterialRow, material)
        row.erased_at = at
        self._session.flush()
        others = select(CaseMaterialRow.id).filter_by(digest=row.digest, erased_at=None)
        uploads = select(AttachmentUploadRow.digest).filter_by(digest=row.digest)
        return self._session.scalars(others).first() is None and self._session.scalars(uploads).first() is None

    def list_old_identities(self, archived_before: datetime) -> list[CaseMaterial]:
        """The proofs of identity that belong to applications archived before then."""
        later = select(ApplicationEventRow.number).where(ApplicationEventRow.at >= archived_before)
        archived = select(ApplicationRow.number).where(
            ApplicationRow.state == ApplicationState.ARCHIVED, ApplicationRow.number.not_in(later)
        )
        found = select(CaseMaterialRow).filter_by(kind=MaterialKind.IDENTITY, erased_at=None)
        rows = found.where(CaseMaterialRow.number.in_(archived)).order_by(CaseMaterialRow.id)
        return [_material(row) for row in self._session.scalars(rows)]


def _material(row: CaseMaterialRow) -> CaseMaterial:
    (attachment,) = read_attachments([row.file])
    return to_dataclass(CaseMaterial, row, attachment=attachment, warnings=tuple(row.warnings))
