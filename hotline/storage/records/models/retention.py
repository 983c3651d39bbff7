"""The model of what retention remembers of its own runs."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from hotline.storage.records.models.base import Base


class RetentionRunRow(Base):
    """The last run of retention: one row. ``held_until`` is when erasing goes on after the clock jumped."""

    __tablename__ = "retention_runs"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    ran_at: Mapped[datetime]
    held_until: Mapped[datetime | None]
