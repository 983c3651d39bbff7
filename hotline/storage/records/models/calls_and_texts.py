"""The tables of calls and texts, as SQLAlchemy models: what came in, what went out, what a repetition gets."""

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from hotline.core.calls import AttemptKind, AttemptResult, CallOutcome
from hotline.core.texts import TextPurpose, TextReply, TextState
from hotline.storage.records.models.base import Base


class CallRow(Base):
    __tablename__ = "calls"
    id: Mapped[str] = mapped_column(primary_key=True)
    gateway: Mapped[str]
    caller: Mapped[str]
    began_at: Mapped[datetime] = mapped_column(index=True)
    ended_at: Mapped[datetime | None]
    seconds: Mapped[int | None]
    status: Mapped[str]
    outcome: Mapped[CallOutcome]


class CallStepRow(Base):
    __tablename__ = "call_steps"
    id: Mapped[int] = mapped_column(primary_key=True)
    call_id: Mapped[str] = mapped_column(index=True)
    at: Mapped[datetime]
    place: Mapped[str]
    did: Mapped[str]
    told: Mapped[str]
    delivery: Mapped[str | None] = mapped_column(unique=True)


class AttemptRow(Base):
    """One ringing of somebody for a caller; ``serial`` counts those of a call."""

    __tablename__ = "attempts"
    __table_args__ = (UniqueConstraint("call_id", "serial"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    call_id: Mapped[str]
    serial: Mapped[int]
    kind: Mapped[AttemptKind]
    department: Mapped[str]
    name: Mapped[str]
    telephone: Mapped[str] = mapped_column("line")
    leg: Mapped[str] = mapped_column(index=True)
    enquiry_id: Mapped[int | None]
    rung_at: Mapped[datetime] = mapped_column(index=True)
    result: Mapped[AttemptResult]
    answered_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]


class IncomingTextRow(Base):
    """``owner`` is a keyed hash of the number, by which a flood or a loop is noticed."""

    __tablename__ = "incoming_texts"
    __table_args__ = (Index(None, "owner", "received_at"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    gateway: Mapped[str]
    delivery: Mapped[str | None] = mapped_column(unique=True)
    owner: Mapped[str]
    caller: Mapped[str]
    body: Mapped[str]
    received_at: Mapped[datetime] = mapped_column(index=True)
    replied_at: Mapped[datetime | None]
    reply_kind: Mapped[TextReply]
    enquiry_id: Mapped[int | None]


class OutgoingTextRow(Base):
    """``key`` names what is sent, so that asking twice sends once."""

    __tablename__ = "outgoing_texts"
    __table_args__ = (Index(None, "state", "due_at"), Index(None, "gateway", "provider_id"))
    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    gateway: Mapped[str]
    number: Mapped[str]
    body: Mapped[str]
    purpose: Mapped[TextPurpose]
    tracking: Mapped[str] = mapped_column(index=True)
    queued_at: Mapped[datetime]
    state: Mapped[TextState]
    tries: Mapped[int]
    due_at: Mapped[datetime]
    provider_id: Mapped[str]
    error: Mapped[str]
    sent_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]


class ReceiptRow(Base):
    """What a provider reported of a text or a call, each status once."""

    __tablename__ = "receipts"
    __table_args__ = (UniqueConstraint("gateway", "provider_id", "status"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    gateway: Mapped[str]
    provider_id: Mapped[str]
    status: Mapped[str]
    received_at: Mapped[datetime]


class OptOutRow(Base):
    """Who wants no more texts, as a keyed hash of the number; kept until they change their mind."""

    __tablename__ = "opt_outs"
    owner: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]


class DeliveryRow(Base):
    """The reply a webhook delivery got, so that its repetition gets the same one."""

    __tablename__ = "deliveries"
    key: Mapped[str] = mapped_column(primary_key=True)
    reply: Mapped[str]
    kept_at: Mapped[datetime] = mapped_column(index=True)


class DiscardedRecordingRow(Base):
    """A recording at the provider that is to be deleted there; ``at`` is when it was last tried, or discarded."""

    __tablename__ = "discarded_recordings"
    url: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]


class ContextRow(Base):
    """The numbered choices last sent to a telephone; ``key`` is a keyed hash of its number."""

    __tablename__ = "contexts"
    key: Mapped[str] = mapped_column(primary_key=True)
    choices: Mapped[str]
    sent_at: Mapped[datetime] = mapped_column(index=True)
