"""The tables of what staff said about questions, as SQLAlchemy models; what citizens did stands in the enquiries."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from hotline.storage.records.models.base import Base


class EnquiryLinkRow(Base):
    """The entry that a question without an answer belongs to, as a member of staff said."""

    __tablename__ = "enquiry_links"
    enquiry_id: Mapped[int] = mapped_column(ForeignKey("enquiries.id"), primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(index=True)
    linked_by: Mapped[str]
    linked_at: Mapped[datetime]


class DismissedWordingRow(Base):
    """A question, folded, that staff do not want as a similar question of an entry."""

    __tablename__ = "dismissed_wordings"
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    wording: Mapped[str] = mapped_column(primary_key=True)
    dismissed_by: Mapped[str]
    dismissed_at: Mapped[datetime]
