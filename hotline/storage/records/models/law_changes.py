"""The model of laws that changed."""

from datetime import date, datetime

from sqlalchemy.orm import Mapped, mapped_column

from hotline.storage.records.models.base import Base


class LawChangeRow(Base):
    """A change of a law that somebody entered. Append-only."""

    __tablename__ = "law_changes"
    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    changed_on: Mapped[date]
    noted_by: Mapped[str]
    noted_at: Mapped[datetime]
