"""The model of the files that belong to a case."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from hotline.core.disclosure.case_materials import MaterialKind
from hotline.storage.records.models.base import Base


class CaseMaterialRow(Base):
    """``file`` is the attachment as ``attachment_row`` writes it, ``digest`` the digest in it."""

    __tablename__ = "application_materials"
    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(40), index=True)
    kind: Mapped[MaterialKind]
    digest: Mapped[str] = mapped_column(String(64), index=True)
    file: Mapped[list[Any]]
    warnings: Mapped[list[Any]]
    added_by: Mapped[str]
    added_at: Mapped[datetime]
    erased_at: Mapped[datetime | None]
