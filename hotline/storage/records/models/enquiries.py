"""The models of what citizens asked: enquiries, ratings of answers, messages."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Double, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from hotline.core.enquiries import Channel, Outcome
from hotline.core.messages import MessageDeed, MessagePurpose, MessageState
from hotline.storage.records.models.base import Base


class EnquiryRow(Base):
    """An enquiry. ``told`` is the entry given as the answer, or the referral with which the citizen was sent on: the
    first one if told at once, else the one picked."""

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
    """A vote on whether an answer helped; at most one for each enquiry."""

    __tablename__ = "ratings"
    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(index=True)
    helpful: Mapped[bool]
    enquiry_id: Mapped[int | None] = mapped_column(ForeignKey("enquiries.id"), unique=True)
    rated_at: Mapped[datetime]


class MessageRow(Base):
    """A message left for staff; ``department`` is the code of the one it was given to.

    ``notice`` is the code of the public notice or hearing that it takes part in, "" for none."""

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
    department: Mapped[str] = mapped_column(server_default="")
    notice: Mapped[str] = mapped_column(String(40), server_default="", index=True)
    purpose: Mapped[MessagePurpose] = mapped_column(server_default=MessagePurpose.QUESTION.value)


class MessageEventRow(Base):
    """What was done with a message. Append-only, but retention erases ``words``."""

    __tablename__ = "message_events"
    id: Mapped[int] = mapped_column(primary_key=True)
    tracking_number: Mapped[str] = mapped_column(String(40), index=True)
    deed: Mapped[MessageDeed]
    subject: Mapped[str]
    words: Mapped[str]
    done_by: Mapped[str]
    done_at: Mapped[datetime]
