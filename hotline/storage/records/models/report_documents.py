"""The model of the annual report's steps: each row has the whole report as it was then, and never changes."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from hotline.core.disclosure.report_documents import ReportAction, ReportState
from hotline.storage.records.models.base import Base


class ReportStepRow(Base):
    """``prose`` holds pairs [part, text], ``figures`` lists [figure, value, who typed it]. ``tables`` is the copy of
    tables 三 and 四 and the fees, empty while they are counted from the records."""

    __tablename__ = "annual_report_steps"
    __table_args__ = (UniqueConstraint("office_code", "year", "version"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    office_code: Mapped[str] = mapped_column(String(40), server_default="")
    year: Mapped[int]
    version: Mapped[int]
    action: Mapped[ReportAction]
    state: Mapped[ReportState]
    prose: Mapped[list[Any]]
    figures: Mapped[list[Any]]
    tables: Mapped[list[Any]]
    item: Mapped[str] = mapped_column(String(40))
    writers: Mapped[list[Any]]
    comment: Mapped[str]
    changed_by: Mapped[str]
    changed_at: Mapped[datetime]
