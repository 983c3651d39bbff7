"""The models of tables that staff upload; an upload is deleted with its files and rows."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from hotline.core.table_uploads import RowVerdict, UploadState
from hotline.storage.records.models.base import Base


class TableUploadRow(Base):
    __tablename__ = "table_uploads"
    id: Mapped[int] = mapped_column(primary_key=True)
    names: Mapped[str]
    uploaded_by: Mapped[str]
    uploaded_at: Mapped[datetime]
    chosen: Mapped[str]
    replaces: Mapped[bool]
    state: Mapped[UploadState] = mapped_column(index=True)
    rows_done: Mapped[int]
    rows_total: Mapped[int]
    submitted: Mapped[int]
    withdrawn_by: Mapped[str]
    counts: Mapped[list[Any]]
    """Pairs [verdict, number of rows]."""
    notes: Mapped[list[Any]]


class TableUploadFileRow(Base):
    __tablename__ = "table_upload_files"
    id: Mapped[int] = mapped_column(primary_key=True)
    upload_id: Mapped[int] = mapped_column(index=True)
    name: Mapped[str]
    content: Mapped[bytes]


class FoundRow(Base):
    """A row of an upload that is not as it is published."""

    __tablename__ = "table_upload_rows"
    __table_args__ = (Index(None, "upload_id", "verdict"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    upload_id: Mapped[int]
    verdict: Mapped[RowVerdict]
    place: Mapped[str]
    line: Mapped[int]
    table: Mapped[str]
    key: Mapped[str]
    title: Mapped[str]
    changes: Mapped[list[Any]]
    faults: Mapped[list[Any]]
