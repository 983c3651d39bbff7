"""The models of content written by staff: offices, departments, topics, catalogue items, days off, announcements,
public notices, revisions of entries."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from hotline.core.attachments import Attachment
from hotline.core.catalogue import Section
from hotline.core.contents import DIGEST_LENGTH
from hotline.core.review import Status
from hotline.storage.records.column_types import AttachmentList, Code
from hotline.storage.records.models.base import Base, Tabled, Withdrawable


class OfficeRow(Tabled, Base):
    """The office: one row."""

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


class DisclosureDeskRow(Tabled, Base):
    """The one row of the disclosure desk's particulars."""

    __tablename__ = "disclosure_desk"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[str]
    address: Mapped[str]
    telephone: Mapped[str]
    letter_mark: Mapped[str]
    review_body: Mapped[str]
    review_address: Mapped[str]
    review_online: Mapped[str]
    court: Mapped[str]
    payment: Mapped[str]


class DepartmentRow(Withdrawable, Base):
    __tablename__ = "departments"
    code: Mapped[str] = mapped_column(String(40), primary_key=True)
    name: Mapped[str]
    duties: Mapped[str]
    room: Mapped[str]
    telephone: Mapped[str]
    liaison_officer: Mapped[str]
    liaison_line: Mapped[str]
    office_code: Mapped[str] = mapped_column(String(40), server_default="")


class MemberOfficeRow(Withdrawable, Base):
    """Another office whose matters the line answers too."""

    __tablename__ = "member_offices"
    code: Mapped[str] = mapped_column(String(40), primary_key=True)
    name: Mapped[str]
    other_names: Mapped[str]
    address: Mapped[str]
    telephone: Mapped[str]
    morning_hours: Mapped[str]
    afternoon_hours: Mapped[str]
    hours_note: Mapped[str]
    desk_name: Mapped[str]
    desk_address: Mapped[str]
    desk_telephone: Mapped[str]
    letter_mark: Mapped[str]
    review_body: Mapped[str]
    review_address: Mapped[str]
    review_online: Mapped[str]
    court: Mapped[str]
    payment: Mapped[str]


class TopicRow(Withdrawable, Base):
    __tablename__ = "topics"
    digit: Mapped[str] = mapped_column(String(40), primary_key=True)
    name: Mapped[str]
    description: Mapped[str]


class HolidayDecreeRow(Tabled, Base):
    """The decree of a year on days off and make-up days."""

    __tablename__ = "holiday_decrees"
    year: Mapped[str] = mapped_column(String(40), primary_key=True)
    document_number: Mapped[str]
    days_off: Mapped[str]
    make_up_days: Mapped[str]


class LocalDayOffRow(Tabled, Base):
    """Days on which the office alone has off."""

    __tablename__ = "local_days_off"
    first_day: Mapped[str] = mapped_column(String(40), primary_key=True)
    last_day: Mapped[str]
    reason: Mapped[str]


class AnnouncementRow(Tabled, Base):
    """What the line tells for some time, and when the office closes early for it."""

    __tablename__ = "announcements"
    code: Mapped[str] = mapped_column(String(40), primary_key=True)
    text: Mapped[str]
    starts_at: Mapped[str]
    ends_at: Mapped[str]
    closed_from: Mapped[str]


class LetterTemplateRow(Tabled, Base):
    """The text of a letter that the office had approved; the program has the others."""

    __tablename__ = "letter_templates"
    code: Mapped[str] = mapped_column(String(40), primary_key=True)
    text: Mapped[str]


class PublicNoticeRow(Tabled, Base):
    """A public notice, a hearing or a briefing."""

    __tablename__ = "public_notices"
    code: Mapped[str] = mapped_column(String(40), primary_key=True)
    genre: Mapped[str]
    title: Mapped[str]
    matter: Mapped[str]
    department: Mapped[str]
    starts_on: Mapped[str]
    ends_on: Mapped[str]
    place: Mapped[str]
    how_to_comment: Mapped[str]
    held_at: Mapped[str]
    seats: Mapped[str]
    chosen_how: Mapped[str]
    register_until: Mapped[str]
    quarter: Mapped[str]
    announced_on: Mapped[str]
    result: Mapped[str]
    result_item: Mapped[str]


class CatalogueRow(Tabled, Base):
    """An item of the disclosure catalogue."""

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
    attachments: Mapped[tuple[Attachment, ...]] = mapped_column(AttachmentList(), server_default="[]")
    disclosure_class: Mapped[str] = mapped_column(server_default="")
    digest: Mapped[str] = mapped_column("mark", String(DIGEST_LENGTH), server_default="", index=True)
    """``core.contents.compute_digest`` of the item."""


class RevisionRow(Base):
    """A revision of an entry. ``version`` grows with each change of any revision of the entry."""

    __tablename__ = "revisions"
    __table_args__ = (
        UniqueConstraint("number", "serial"),
        Index(None, "status", "mark"),
        Index(None, "status", "review_date"),
        Index(None, "status", "number"),
        Index(
            "uq_revisions_published",
            "number",
            unique=True,
            sqlite_where=text("status = 'published'"),
            postgresql_where=text("status = 'published'"),
        ),
        Index(
            "uq_revisions_open",
            "number",
            unique=True,
            sqlite_where=text("status IN ('draft', 'submitted', 'approved')"),
            postgresql_where=text("status IN ('draft', 'submitted', 'approved')"),
        ),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int]
    serial: Mapped[int]
    status: Mapped[Status]
    version: Mapped[int]
    publish_on: Mapped[date | None]
    question: Mapped[str]
    web_answer: Mapped[str]
    spoken: Mapped[str]
    text: Mapped[str]
    similar_questions: Mapped[list[Any]]
    keywords: Mapped[list[Any]]
    topic: Mapped[str] = mapped_column(Code(), ForeignKey("topics.digit"), nullable=True)
    department: Mapped[str] = mapped_column(Code(), ForeignKey("departments.code"), nullable=True)
    office: Mapped[str] = mapped_column(server_default="")
    telephone: Mapped[str] = mapped_column(server_default="")
    note: Mapped[str] = mapped_column(server_default="")
    source: Mapped[str] = mapped_column(server_default="")
    legal_bases: Mapped[list[Any]]
    attachments: Mapped[tuple[Attachment, ...]] = mapped_column(AttachmentList(), server_default="[]")
    digest: Mapped[str] = mapped_column("mark", String(DIGEST_LENGTH), server_default="")
    """``core.contents.compute_digest`` of the entry."""
    effective_date: Mapped[date]
    review_date: Mapped[date]
    author: Mapped[str]
    writers: Mapped[list[Any]]
    reviewer: Mapped[str]
    comment: Mapped[str]
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    changed_by: Mapped[str]
