"""Decrees on days off, local days off, and announcements of the line."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"


def upgrade() -> None:
    op.create_table(
        "holiday_decrees",
        sa.Column("year", sa.String(40), nullable=False),
        *_texts("document_number", "days_off", "make_up_days"),
        *_tabled(),
        sa.PrimaryKeyConstraint("year", name="pk_holiday_decrees"),
    )
    op.create_table(
        "local_days_off",
        sa.Column("first_day", sa.String(40), nullable=False),
        *_texts("last_day", "reason"),
        *_tabled(),
        sa.PrimaryKeyConstraint("first_day", name="pk_local_days_off"),
    )
    op.create_table(
        "announcements",
        sa.Column("code", sa.String(40), nullable=False),
        *_texts("text", "starts_at", "ends_at", "closed_from"),
        *_tabled(),
        sa.PrimaryKeyConstraint("code", name="pk_announcements"),
    )


def _texts(*names: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, sa.Text(), nullable=False) for name in names]


def _tabled() -> list[sa.Column[Any]]:
    """The columns of every table that is loaded from faq_data."""
    return [
        sa.Column("position", sa.Integer(), nullable=False),
        *_texts("changed_by"),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
    ]


def downgrade() -> None:
    raise NotImplementedError("what staff wrote is not thrown away")
