"""The models of staff accounts, their sessions and failed sign-ins, their log, and of the counters of rate limits."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from hotline.core.permissions import Role
from hotline.core.staff_accounts import LinkKind
from hotline.core.staff_log import StaffEventKind
from hotline.storage.records.models.base import Base


class StaffRow(Base):
    """An account. Without a password, ``password_hash`` is "". ``totp_secret`` counts once ``totp_since`` is set."""

    __tablename__ = "staff"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    full_name: Mapped[str]
    role: Mapped[Role]
    active: Mapped[bool]
    password_hash: Mapped[str]
    created_at: Mapped[datetime]
    further_roles: Mapped[list[Any]] = mapped_column(server_default="[]")
    department: Mapped[str] = mapped_column(server_default="")
    telephone: Mapped[str] = mapped_column(server_default="")
    office_code: Mapped[str] = mapped_column(server_default="")
    totp_secret: Mapped[str] = mapped_column(server_default="")
    totp_since: Mapped[datetime | None]
    totp_step: Mapped[int] = mapped_column(server_default="0")


class StaffLinkRow(Base):
    """A link with which somebody sets their password. The token is in the link alone."""

    __tablename__ = "staff_links"
    token_hash: Mapped[str] = mapped_column(primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"), index=True)
    kind: Mapped[LinkKind]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class SignInStepRow(Base):
    """A sign-in whose password was right, before its second factor. It is no session, and opens no screen."""

    __tablename__ = "sign_in_steps"
    token_hash: Mapped[str] = mapped_column(primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"), index=True)
    network: Mapped[str]
    created_at: Mapped[datetime]


class RecoveryCodeRow(Base):
    """A code that stands in once for the second factor. It is deleted when it is used."""

    __tablename__ = "recovery_codes"
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"), primary_key=True)
    code_hash: Mapped[str] = mapped_column(primary_key=True)


class StaffEventRow(Base):
    """A line of the log of accounts."""

    __tablename__ = "staff_events"
    __table_args__ = (Index(None, "at"), Index(None, "name", "at"))
    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    kind: Mapped[StaffEventKind]
    name: Mapped[str]
    by: Mapped[str]
    network: Mapped[str]
    detail: Mapped[str]


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
