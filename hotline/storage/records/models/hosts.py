"""The models of what several hosts share: published versions, what each host serves, leases of
background jobs, and the last run of retention."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from hotline.storage.records.models.base import Base


class PublishedVersionRow(Base):
    """A content that was published. ``words`` are its word lists, kept for the newest version alone."""

    __tablename__ = "published_versions"
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    content_hash: Mapped[str]
    published_at: Mapped[datetime]
    words: Mapped[list[Any]]


class HostRow(Base):
    """What a host serves, as it last reported."""

    __tablename__ = "hosts"
    name: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int]
    content_hash: Mapped[str]
    seen_at: Mapped[datetime]
    started_at: Mapped[datetime]


class JobLeaseRow(Base):
    """Which process of which host does a background job that is done once for all."""

    __tablename__ = "job_leases"
    name: Mapped[str] = mapped_column(primary_key=True)
    holder: Mapped[str]
    until: Mapped[datetime]


class RetentionRunRow(Base):
    """The last run of retention: one row. ``held_until`` is when erasing goes on after the clock jumped."""

    __tablename__ = "retention_runs"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    ran_at: Mapped[datetime]
    held_until: Mapped[datetime | None]
