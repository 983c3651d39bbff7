"""The models of documents with their disclosure attribute: the document, its steps, and who was asked about it."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from hotline.core.disclosure.case_files import ConsultedKind
from hotline.core.disclosure.documents import DisclosureAttribute, DocumentAction, DocumentOpinion, DocumentState
from hotline.core.disclosure.outcomes import ReplyOutcome
from hotline.storage.records.models.base import Base


class DocumentRow(Base):
    """A document. ``submission`` is the form's own number, so that sending it twice registers one document."""

    __tablename__ = "documents"
    id: Mapped[int] = mapped_column(primary_key=True)
    submission: Mapped[str | None] = mapped_column(String(80), unique=True)
    title: Mapped[str]
    document_number: Mapped[str]
    made_on: Mapped[date | None]
    changed_on: Mapped[date | None]
    department: Mapped[str] = mapped_column(String(40))
    attribute: Mapped[DisclosureAttribute | None]
    ground: Mapped[ReplyOutcome | None]
    reason: Mapped[str]
    disclosure_class: Mapped[str]
    asked_for: Mapped[str] = mapped_column(String(40))
    state: Mapped[DocumentState] = mapped_column(index=True)
    version: Mapped[int]
    review_on: Mapped[date | None]
    index_number: Mapped[str | None] = mapped_column(String(40), unique=True)
    published_on: Mapped[date | None]
    withdrawn_on: Mapped[date | None]


class DocumentEventRow(Base):
    __tablename__ = "document_events"
    __table_args__ = (UniqueConstraint("document_id", "serial"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int]
    serial: Mapped[int]
    action: Mapped[DocumentAction]
    state: Mapped[DocumentState]
    attribute: Mapped[DisclosureAttribute | None]
    day: Mapped[date]
    at: Mapped[datetime]
    by: Mapped[str]
    words: Mapped[str]


class DocumentConsultationRow(Base):
    """A question about a document; ``opinion`` is NULL while it is open."""

    __tablename__ = "document_consultations"
    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(index=True)
    kind: Mapped[ConsultedKind]
    whom: Mapped[str]
    asked_on: Mapped[date]
    opinion: Mapped[DocumentOpinion | None]
    answered_on: Mapped[date | None]
    words: Mapped[str]
