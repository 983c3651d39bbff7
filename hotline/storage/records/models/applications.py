"""The models of applications for disclosure: application, steps, searches, opinions, replies, letters, contests.

Everything but the application itself and what is waited for is append-only."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from hotline.core.disclosure.applications import ApplicantKind, ApplicationAction, ApplicationChannel, ApplicationState
from hotline.core.disclosure.case_files import ConsultedKind, ContestKind, ContestResult, LetterKind, Opinion
from hotline.core.disclosure.outcomes import Remedy, ReplyOutcome
from hotline.storage.records.models.base import Base


class ApplicationRow(Base):
    """An application with its applicant. ``code_digest`` is a digest of the query code; ``submission`` is the web
    form's own number, so that sending it twice makes one application."""

    __tablename__ = "applications"
    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(40), unique=True)
    code_digest: Mapped[str] = mapped_column(String(64))
    submission: Mapped[str | None] = mapped_column(String(80), unique=True)
    channel: Mapped[ApplicationChannel]
    arrived_on: Mapped[date]
    received_on: Mapped[date | None]
    applicant_kind: Mapped[ApplicantKind]
    name: Mapped[str]
    identity: Mapped[str]
    telephone: Mapped[str]
    email: Mapped[str]
    address: Mapped[str]
    agent: Mapped[str]
    description: Mapped[str]
    document_number: Mapped[str]
    form: Mapped[str]
    delivery: Mapped[str]
    department: Mapped[str] = mapped_column(String(40))
    office_code: Mapped[str] = mapped_column(String(40), server_default="")
    state: Mapped[ApplicationState] = mapped_column(index=True)
    version: Mapped[int]
    reply_shown_at: Mapped[datetime | None]
    split_from: Mapped[str] = mapped_column(String(40), server_default="", index=True)


class ApplicationEventRow(Base):
    __tablename__ = "application_events"
    __table_args__ = (UniqueConstraint("number", "serial"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(40))
    serial: Mapped[int]
    action: Mapped[ApplicationAction]
    state: Mapped[ApplicationState]
    day: Mapped[date]
    at: Mapped[datetime]
    by: Mapped[str]
    words: Mapped[str]
    working_days: Mapped[int]
    yuan: Mapped[int]


class ApplicationSearchRow(Base):
    __tablename__ = "application_searches"
    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(40), index=True)
    place: Mapped[str]
    words: Mapped[str]
    searched_by: Mapped[str]
    searched_on: Mapped[date]
    found: Mapped[str]


class ConsultationRow(Base):
    __tablename__ = "application_consultations"
    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(40), index=True)
    kind: Mapped[ConsultedKind]
    whom: Mapped[str]
    sent_on: Mapped[date]
    received_on: Mapped[date | None]
    opinion: Mapped[Opinion | None]
    answered_on: Mapped[date | None]
    reasons: Mapped[str]


class ReplyRow(Base):
    """A wording of the reply; the newest is the one that counts."""

    __tablename__ = "application_replies"
    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(40), index=True)
    outcome: Mapped[ReplyOutcome]
    article: Mapped[str]
    report_row: Mapped[str]
    remedy: Mapped[Remedy]
    reasons: Mapped[str]
    given: Mapped[str]
    withheld: Mapped[list[Any]]
    remedy_words: Mapped[str]
    written_by: Mapped[str]
    written_at: Mapped[datetime]


class LetterRow(Base):
    """A frozen letter; ``place`` counts the letters of an office in a ``year`` from 1, NULL for one without a number.
    ``made_from`` are [code, version] of the templates."""

    __tablename__ = "application_letters"
    __table_args__ = (UniqueConstraint("office_code", "year", "place"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(40), index=True)
    office_code: Mapped[str] = mapped_column(String(40), server_default="")
    year: Mapped[int]
    place: Mapped[int | None]
    kind: Mapped[LetterKind]
    letter_number: Mapped[str]
    body: Mapped[str]
    made_from: Mapped[list[Any]] = mapped_column(server_default="[]")
    head: Mapped[list[Any]] = mapped_column(server_default="[]")
    made_by: Mapped[str]
    made_at: Mapped[datetime]


class ContestRow(Base):
    __tablename__ = "application_contests"
    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(40), index=True)
    kind: Mapped[ContestKind]
    taken_on: Mapped[date]
    result: Mapped[ContestResult]
    decided_on: Mapped[date | None]
