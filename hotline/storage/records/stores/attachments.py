"""The files that staff uploaded, and which of them nothing names."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Exists, Text, cast, delete, exists, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from hotline.core.attachments import Attachment, Upload
from hotline.storage.records.models.attachments import AttachmentUploadRow
from hotline.storage.records.models.case_materials import CaseMaterialRow
from hotline.storage.records.models.content import CatalogueRow, RevisionRow
from hotline.storage.records.models.proposals import ProposalRow
from hotline.storage.records.stores.row_mapping import field_names, to_dataclass

_NOBODY = ""
"""Who uploaded what is only noted."""
_BELONGS_TO_A_CASE = exists().where(
    CaseMaterialRow.digest == AttachmentUploadRow.digest, CaseMaterialRow.erased_at.is_(None)
)


class UploadStore:
    def __init__(self, session: Session) -> None:
        self._session = session

    def keep(self, upload: Upload) -> None:
        """Add the upload, or replace what is known of the same content. It counts as uploaded now."""
        values = {name: getattr(upload, name) for name in field_names(Upload)}
        self._session.merge(AttachmentUploadRow(**values | {"warnings": list(upload.warnings)}))
        self._session.flush()

    def note(self, file: Attachment, at: datetime) -> None:
        """Note a content that has no upload and may be stored without anything that names it, so that find_orphans
        finds it; one that is there already counts as uploaded ``at``. Nobody can attach or open what is only noted."""
        row = self._session.get(AttachmentUploadRow, file.digest)
        if row is None:
            self.keep(Upload(file.digest, file.kind, file.size, (), _NOBODY, at))
        else:
            row.uploaded_at = at
            self._session.flush()

    def drop_note(self, digest: str, at: datetime) -> bool:
        """Drop what was noted ``at``, unless it was uploaded or noted again since; whether it did."""
        noted = delete(AttachmentUploadRow).filter_by(digest=digest, uploaded_by=_NOBODY, uploaded_at=at)
        return self._session.scalars(noted.returning(AttachmentUploadRow.digest)).first() is not None

    def find(self, digests: Iterable[str]) -> dict[str, Upload]:
        """Digest -> upload, of those that are there."""
        named = AttachmentUploadRow.digest.in_(list(digests)), AttachmentUploadRow.uploaded_by != _NOBODY
        rows = self._session.scalars(select(AttachmentUploadRow).where(*named))
        return {row.digest: to_dataclass(Upload, row, warnings=tuple(row.warnings)) for row in rows}

    def list_digests(self) -> list[str]:
        uploaded = select(AttachmentUploadRow.digest).where(AttachmentUploadRow.uploaded_by != _NOBODY)
        return list(self._session.scalars(uploaded.order_by(AttachmentUploadRow.digest)))

    def find_orphans(self, before: datetime) -> list[str]:
        """The digests of files uploaded before ``before`` that no revision, proposal, published item or case names."""
        named = (
            _names(RevisionRow.attachments),
            _names(ProposalRow.content),
            _names(CatalogueRow.attachments),
            _BELONGS_TO_A_CASE,
        )
        orphans = select(AttachmentUploadRow.digest).where(
            AttachmentUploadRow.uploaded_at < before, *(~one for one in named)
        )
        return list(self._session.scalars(orphans))

    def forget(self, digest: str, before: datetime) -> bool:
        """Forget an upload unless somebody uploaded the same content again since ``before``, or put it into a case;
        whether it did."""
        old = delete(AttachmentUploadRow).where(
            AttachmentUploadRow.digest == digest, AttachmentUploadRow.uploaded_at < before, ~_BELONGS_TO_A_CASE
        )
        return self._session.scalars(old.returning(AttachmentUploadRow.digest)).first() is not None


def _names(column: InstrumentedAttribute[Any]) -> Exists:
    """The condition that a row names the upload in its ``column``."""
    return exists(select(column).where(cast(column, Text).contains(AttachmentUploadRow.digest)))
