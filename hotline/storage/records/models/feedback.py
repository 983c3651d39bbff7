"""The models of feedback by staff on questions. Feedback by citizens is in the enquiries and ratings."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from hotline.storage.records.models.base import Base


class EnquiryLinkRow(Base):
    """A link by staff from a question without an answer to the entry that answers it."""

    __tablename__ = "enquiry_links"
    enquiry_id: Mapped[int] = mapped_column(ForeignKey("enquiries.id"), primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(index=True)
    linked_by: Mapped[str]
    linked_at: Mapped[datetime]


class DismissedWordingRow(Base):
    """A folded question that staff dismissed as a similar question of an entry."""

    __tablename__ = "dismissed_wordings"
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    wording: Mapped[str] = mapped_column(primary_key=True)
    dismissed_by: Mapped[str]
    dismissed_at: Mapped[datetime]
