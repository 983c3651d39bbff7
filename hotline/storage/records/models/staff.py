"""The models of staff accounts and failed sign-ins."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index
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


class SignInFailureRow(Base):
    __tablename__ = "sign_in_failures"
    __table_args__ = (Index(None, "address", "failed_at"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    address: Mapped[str]
    failed_at: Mapped[datetime]
