"""The model of the record of what staff did to the content. No row of it is ever changed or deleted."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from hotline.core.content_changes import ContentAction, ContentKind
from hotline.storage.records.models.base import Base


class ContentChangeRow(Base):
    __tablename__ = "content_changes"
    __table_args__ = (Index(None, "kind", "key"), Index(None, "changed_at"))
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[ContentKind]
    key: Mapped[str]
    action: Mapped[ContentAction]
    changed_by: Mapped[str]
    changed_at: Mapped[datetime]
    serial: Mapped[int]
    comment: Mapped[str]
    wording: Mapped[list[Any]]
    """Pairs [field, text]."""
