"""The model of alerts: which conditions hold, and what the office was told about them."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from hotline.storage.records.models.base import Base


class AlertRow(Base):
    """A condition that held at some time; ``key`` names it, and its host where each host has it for itself."""

    __tablename__ = "alerts"
    key: Mapped[str] = mapped_column(primary_key=True)
    holds: Mapped[bool]
    since: Mapped[datetime]
    is_told: Mapped[bool]
    claimed_until: Mapped[datetime]
