"""The model of what staff decided about questions that the line served badly."""

from datetime import datetime

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from hotline.core.open_questions import DismissalReason
from hotline.storage.records.models.base import Base


class QuestionDecisionRow(Base):
    """A decision about all enquiries whose question folds to ``key``. Append-only; the newest one holds."""

    __tablename__ = "question_decisions"
    __table_args__ = (Index(None, "key"), Index(None, "number"))
    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str]
    wording: Mapped[str]
    number: Mapped[int | None]
    reason: Mapped[DismissalReason | None]
    note: Mapped[str]
    decided_by: Mapped[str]
    decided_at: Mapped[datetime]
