"""The tables of the records database: what staff and citizens write, as SQLAlchemy models."""

from datetime import date, datetime
from enum import Enum
from typing import Any

from sqlalchemy import Double, ForeignKey, Index, MetaData, String, UniqueConstraint, text
from sqlalchemy import Enum as EnumColumn
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from hotline.core.calls import AttemptKind, AttemptResult, CallOutcome
from hotline.core.catalogue import Section
from hotline.core.contents import MARK
from hotline.core.enquiries import Channel, Outcome
from hotline.core.messages import MessageState
from hotline.core.permissions import Role
from hotline.core.review import Status
from hotline.core.texts import TextPurpose, TextReply, TextState
from hotline.core.word_lists import WordList
from hotline.storage.records.column_types import Code, Listing, Moment, Words


def _values(enum: type[Enum]) -> EnumColumn:
    """Kept as the member's value in plain text, so that a new member needs no migration of a type."""
    return EnumColumn(enum, native_enum=False, length=40, values_callable=lambda kind: [one.value for one in kind])


KINDS = (
    *(Section, Channel, Outcome, MessageState, Role, Status, WordList),
    *(CallOutcome, AttemptKind, AttemptResult, TextReply, TextPurpose, TextState),
)
"""The codes that tables hold."""


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {
        str: Words(),
        datetime: Moment(),
        list[Any]: Listing(),
    } | {kind: _values(kind) for kind in KINDS}


class Tabled:
    """What every row that comes from a table of faq_data carries: its place in the table and who wrote it last."""

    position: Mapped[int] = mapped_column(default=0)
    changed_by: Mapped[str]
    changed_at: Mapped[datetime]


class OfficeRow(Tabled, Base):
    __tablename__ = "office"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[str]
    city: Mapped[str]
    line_name: Mapped[str]
    line_number: Mapped[str]
    line_description: Mapped[str]
    address: Mapped[str]
    directions: Mapped[str]
    postcode: Mapped[str]
    morning_hours: Mapped[str]
    afternoon_hours: Mapped[str]
    hours_note: Mapped[str]
    telephone: Mapped[str]
    fax: Mapped[str]
    email: Mapped[str]
    website: Mapped[str]
    sample_notice: Mapped[str]


class DepartmentRow(Tabled, Base):
    __tablename__ = "departments"
    code: Mapped[str] = mapped_column(String(40), primary_key=True)
    name: Mapped[str]
    duties: Mapped[str]
    room: Mapped[str]
    telephone: Mapped[str]
    liaison_officer: Mapped[str]
    liaison_line: Mapped[str]


class TopicRow(Tabled, Base):
    __tablename__ = "topics"
    digit: Mapped[str] = mapped_column(String(40), primary_key=True)
    name: Mapped[str]
    description: Mapped[str]


class CatalogueRow(Tabled, Base):
    __tablename__ = "catalogue"
    index_number: Mapped[str] = mapped_column(String(40), primary_key=True)
    section: Mapped[Section]
    title: Mapped[str]
    summary: Mapped[str]
    body: Mapped[str]
    document_number: Mapped[str]
    issuing_body: Mapped[str]
    made_date: Mapped[date]
    published_date: Mapped[date]
    topic: Mapped[str] = mapped_column(Code(), ForeignKey("topics.digit"), nullable=True)
    genre: Mapped[str]
    mode: Mapped[str]
    validity: Mapped[str]
    department: Mapped[str] = mapped_column(Code(), ForeignKey("departments.code"), nullable=True)
    mark: Mapped[str] = mapped_column(String(MARK), server_default="", index=True)


class RevisionRow(Base):
    """One version of an entry. ``version`` grows over all revisions of one entry; ``mark`` is core.contents.mark."""

    __tablename__ = "revisions"
    __table_args__ = (
        UniqueConstraint("number", "serial"),
        Index(None, "status", "mark"),
        Index(None, "status", "review_date"),
        Index(None, "status", "number"),
        Index(
            *("uq_revisions_published", "number"),
            unique=True,
            sqlite_where=text("status = 'published'"),
            postgresql_where=text("status = 'published'"),
        ),
        Index(
            "uq_revisions_open",
            "number",
            unique=True,
            sqlite_where=text("status IN ('draft', 'submitted')"),
            postgresql_where=text("status IN ('draft', 'submitted')"),
        ),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int]
    serial: Mapped[int]
    status: Mapped[Status]
    version: Mapped[int]
    question: Mapped[str]
    web_answer: Mapped[str]
    spoken: Mapped[str]
    text: Mapped[str]
    similar_questions: Mapped[list[Any]]
    keywords: Mapped[list[Any]]
    topic: Mapped[str] = mapped_column(String(40), ForeignKey("topics.digit"))
    department: Mapped[str] = mapped_column(Code(), ForeignKey("departments.code"), nullable=True)
    legal_bases: Mapped[list[Any]]
    mark: Mapped[str] = mapped_column(String(MARK), server_default="")
    effective_date: Mapped[date]
    review_date: Mapped[date]
    author: Mapped[str]
    writers: Mapped[list[Any]]
    reviewer: Mapped[str]
    comment: Mapped[str]
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    changed_by: Mapped[str]


class EnquiryRow(Base):
    """``told`` is the entry the citizen was given: the first when answered at once, else the one picked."""

    __tablename__ = "enquiries"
    __table_args__ = (Index(None, "told", "asked_at"), Index(None, "outcome", "id"), Index(None, "conversation"))
    id: Mapped[int] = mapped_column(primary_key=True)
    channel: Mapped[Channel]
    question: Mapped[str]
    outcome: Mapped[Outcome]
    confidence: Mapped[float] = mapped_column(Double())
    entries: Mapped[list[Any]]
    told: Mapped[int | None]
    picked: Mapped[int | None]
    caller: Mapped[str]
    conversation: Mapped[str]
    asked_at: Mapped[datetime]
    knowledge_version: Mapped[int]
    delivery: Mapped[str | None] = mapped_column(unique=True)


class RatingRow(Base):
    """Whether an answer helped; at most one of each enquiry."""

    __tablename__ = "ratings"
    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(index=True)
    helpful: Mapped[bool]
    enquiry_id: Mapped[int | None] = mapped_column(ForeignKey("enquiries.id"), unique=True)
    rated_at: Mapped[datetime]


class MessageRow(Base):
    __tablename__ = "messages"
    __table_args__ = (Index(None, "state", "due"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    tracking_number: Mapped[str] = mapped_column(String(40), unique=True)
    channel: Mapped[Channel]
    body: Mapped[str]
    recording: Mapped[str]
    caller: Mapped[str] = mapped_column(index=True)
    conversation: Mapped[str] = mapped_column(index=True)
    received_at: Mapped[datetime]
    due: Mapped[date]
    due_at: Mapped[datetime] = mapped_column(server_default="1970-01-01 00:00:00")
    state: Mapped[MessageState]
    answer: Mapped[str]
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[str]
    delivery: Mapped[str | None] = mapped_column(unique=True)
    takes: Mapped[int] = mapped_column(server_default="1")


class StaffRow(Base):
    __tablename__ = "staff"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    full_name: Mapped[str]
    role: Mapped[Role]
    active: Mapped[bool]
    password_hash: Mapped[str]
    created_at: Mapped[datetime]


class SignInFailureRow(Base):
    __tablename__ = "sign_in_failures"
    __table_args__ = (Index(None, "address", "failed_at"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    address: Mapped[str]
    failed_at: Mapped[datetime]
