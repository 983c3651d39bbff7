"""Sessions of staff, the wider network of failed sign-ins, and the counters of rate limits."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def _moment(name: str, *, nullable: bool = False) -> "sa.Column[object]":
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def upgrade() -> None:
    op.create_table(
        "sign_ins",
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("network", sa.Text(), nullable=False),
        _moment("created_at"),
        _moment("last_seen_at"),
        _moment("ended_at", nullable=True),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_sign_ins_staff_id"),
        sa.PrimaryKeyConstraint("token_hash", name="pk_sign_ins"),
    )
    op.create_index("ix_sign_ins_staff_id_network", "sign_ins", ["staff_id", "network"])
    op.add_column("sign_in_failures", sa.Column("wide_network", sa.Text(), server_default="", nullable=False))
    op.create_index("ix_sign_in_failures_wide_network_failed_at", "sign_in_failures", ["wide_network", "failed_at"])
    op.create_index("ix_sign_in_failures_name_failed_at", "sign_in_failures", ["name", "failed_at"])
    op.create_table(
        "rate_counters",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("hits", sa.Integer(), nullable=False),
        _moment("ends_at"),
        sa.PrimaryKeyConstraint("key", name="pk_rate_counters"),
    )
    op.create_index("ix_rate_counters_ends_at", "rate_counters", ["ends_at"])


def downgrade() -> None:
    raise NotImplementedError("sessions and counters are not thrown away")
