"""Further roles, departments and second factors of staff; links that set a password; the log of accounts."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    op.add_column("staff", sa.Column("further_roles", sa.JSON(), server_default="[]", nullable=False))
    for name in ("department", "telephone", "totp_secret"):
        op.add_column("staff", sa.Column(name, sa.Text(), server_default="", nullable=False))
    op.add_column("staff", sa.Column("totp_since", sa.DateTime(timezone=True), nullable=True))
    op.add_column("staff", sa.Column("totp_step", sa.Integer(), server_default="0", nullable=False))
    _create_secrets()
    _create_log()


def downgrade() -> None:
    raise NotImplementedError("what was added stays")


def _moment(name: str, *, nullable: bool = False) -> "sa.Column[object]":
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _create_secrets() -> None:
    op.create_table(
        "staff_links",
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        _moment("created_at"),
        _moment("expires_at"),
        _moment("used_at", nullable=True),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_staff_links_staff_id"),
        sa.PrimaryKeyConstraint("token_hash", name="pk_staff_links"),
    )
    op.create_index("ix_staff_links_staff_id", "staff_links", ["staff_id"])
    op.create_table(
        "sign_in_steps",
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("network", sa.Text(), nullable=False),
        _moment("created_at"),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_sign_in_steps_staff_id"),
        sa.PrimaryKeyConstraint("token_hash", name="pk_sign_in_steps"),
    )
    op.create_index("ix_sign_in_steps_staff_id", "sign_in_steps", ["staff_id"])
    op.create_table(
        "recovery_codes",
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("code_hash", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_recovery_codes_staff_id"),
        sa.PrimaryKeyConstraint("staff_id", "code_hash", name="pk_recovery_codes"),
    )


def _create_log() -> None:
    op.create_table(
        "staff_events",
        sa.Column("id", sa.Integer(), nullable=False),
        _moment("at"),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("network", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_staff_events"),
    )
    op.create_index("ix_staff_events_at", "staff_events", ["at"])
    op.create_index("ix_staff_events_name_at", "staff_events", ["name", "at"])
