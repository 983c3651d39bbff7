"""The models of calls, texts in and out, delivery receipts, opt-outs, and the replies to webhooks."""

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from hotline.core.calls import AttemptKind, AttemptResult, CallOutcome
from hotline.core.texts import TextPurpose, TextReply, TextState
from hotline.storage.records.models.base import Base


class CallRow(Base):
    """An incoming telephone call; ``caller`` is masked."""

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
    """One step of a call: where the caller was, what they did, and what they were told."""

    __tablename__ = "call_steps"
    id: Mapped[int] = mapped_column(primary_key=True)
    call_id: Mapped[str] = mapped_column(index=True)
    at: Mapped[datetime]
    place: Mapped[str]
    did: Mapped[str]
    told: Mapped[str]
    delivery: Mapped[str | None] = mapped_column(unique=True)


class AttemptRow(Base):
    """One attempt to dial a person for a caller; ``serial`` numbers the attempts of a call from 0."""

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
    """A text that came in. ``owner`` is a keyed hash of the number, by which floods and loops are noticed."""

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
    """A text in the outbox. ``key`` identifies what is sent, so that queuing it twice sends it once."""

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
    """A delivery receipt: a status that a provider reported of a text, each status once."""

    __tablename__ = "receipts"
    __table_args__ = (UniqueConstraint("gateway", "provider_id", "status"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    gateway: Mapped[str]
    provider_id: Mapped[str]
    status: Mapped[str]
    received_at: Mapped[datetime]


class OptOutRow(Base):
    """A telephone that opted out of unrequested texts, as a keyed hash of its number; kept until it opts in."""

    __tablename__ = "opt_outs"
    owner: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]


class DeliveryRow(Base):
    """The reply to a webhook delivery, so that a repeated delivery gets the same reply."""

    __tablename__ = "deliveries"
    key: Mapped[str] = mapped_column(primary_key=True)
    reply: Mapped[str]
    kept_at: Mapped[datetime] = mapped_column(index=True)


class DiscardedRecordingRow(Base):
    """A recording to be deleted at the provider. ``at`` is when that was last tried, or else when it was discarded."""

    __tablename__ = "discarded_recordings"
    url: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]


class ContextRow(Base):
    """The numbered choices last sent to a telephone. ``key`` is a keyed hash of its number."""

    __tablename__ = "contexts"
    key: Mapped[str] = mapped_column(primary_key=True)
    choices: Mapped[str]
    sent_at: Mapped[datetime] = mapped_column(index=True)
