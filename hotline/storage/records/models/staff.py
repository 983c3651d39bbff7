"""The models of staff accounts, their sessions and failed sign-ins, and of the counters of rate limits."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from hotline.core.permissions import Role
from hotline.storage.records.models.base import Base


class StaffRow(Base):
    __tablename__ = "staff"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    full_name: Mapped[str]
    role: Mapped[Role]
    active: Mapped[bool]
    password_hash: Mapped[str]
    created_at: Mapped[datetime]


class SignInRow(Base):
    """A session of a member of staff. The token itself is in their cookie alone."""

    __tablename__ = "sign_ins"
    __table_args__ = (Index(None, "staff_id", "network"),)
    token_hash: Mapped[str] = mapped_column(primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    network: Mapped[str]
    created_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class SignInFailureRow(Base):
    """A failed sign-in. ``address`` is the network of one subscriber, ``wide_network`` the one around it."""

    __tablename__ = "sign_in_failures"
    __table_args__ = (
        Index(None, "address", "failed_at"),
        Index(None, "wide_network", "failed_at"),
        Index(None, "name", "failed_at"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    address: Mapped[str]
    wide_network: Mapped[str] = mapped_column(server_default="")
    failed_at: Mapped[datetime]


class RateCounterRow(Base):
    """The hits of one rate limit in one window of time. ``key`` is a keyed hash, so that no address is kept."""

    __tablename__ = "rate_counters"
    key: Mapped[str] = mapped_column(primary_key=True)
    hits: Mapped[int]
    ends_at: Mapped[datetime] = mapped_column(index=True)
