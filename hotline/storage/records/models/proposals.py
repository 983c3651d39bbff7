"""The model of the proposals: a row for each step, which is never changed."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from hotline.core.proposals import ProposalKind
from hotline.core.review import Status
from hotline.storage.records.models.base import Base


class ProposalRow(Base):
    """A step of a proposal; ``content`` is the proposed value as JSON. ``version`` numbers the steps of one key."""

    __tablename__ = "proposals"
    __table_args__ = (UniqueConstraint("kind", "key", "version"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[ProposalKind]
    key: Mapped[str] = mapped_column(String(40))
    serial: Mapped[int]
    version: Mapped[int]
    status: Mapped[Status] = mapped_column(index=True)
    publish_on: Mapped[date | None]
    content: Mapped[str]
    author: Mapped[str]
    writers: Mapped[list[Any]]
    reviewer: Mapped[str]
    comment: Mapped[str]
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    changed_by: Mapped[str]
