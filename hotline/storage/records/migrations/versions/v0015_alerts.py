"""Alerts: which conditions hold, and what the office was told about them."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "alerts",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("holds", sa.Boolean(), nullable=False),
        sa.Column("since", moment, nullable=False),
        sa.Column("is_told", sa.Boolean(), nullable=False),
        sa.Column("claimed_until", moment, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_alerts"),
    )


def downgrade() -> None:
    raise NotImplementedError("what was told is not told again")
