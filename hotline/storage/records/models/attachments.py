"""The model of the files that staff uploaded. Revisions and proposals name them by their digests."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from hotline.core.attachments import AttachmentKind
from hotline.storage.records.models.base import Base


class AttachmentUploadRow(Base):
    """A file in the file store; ``uploaded_at`` is when it was uploaded last."""

    __tablename__ = "uploads"
    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    kind: Mapped[AttachmentKind]
    size: Mapped[int]
    warnings: Mapped[list[Any]]
    uploaded_by: Mapped[str]
    uploaded_at: Mapped[datetime] = mapped_column(index=True)
