"""Member offices of a line; which of them a department, an application and an account belong to."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"


def upgrade() -> None:
    op.create_table(
        "member_offices",
        sa.Column("code", sa.String(40), nullable=False),
        *_texts("name", "other_names", "address", "telephone", "morning_hours", "afternoon_hours", "hours_note"),
        *_texts("desk_name", "desk_address", "desk_telephone", "letter_mark", "review_body", "review_address"),
        *_texts("review_online", "court", "payment"),
        sa.Column("withdrawn", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("position", sa.Integer(), nullable=False),
        *_texts("changed_by"),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("code", name="pk_member_offices"),
    )
    for table in ("departments", "applications"):
        op.add_column(table, sa.Column("office_code", sa.String(40), nullable=False, server_default=""))
    _count_apart("application_letters", "year", "place")
    _count_apart("annual_report_steps", "year", "version")
    op.add_column("staff", sa.Column("office_code", sa.Text(), nullable=False, server_default=""))


def _count_apart(table: str, *counted: str) -> None:
    """Let each office count its own: its letters by year, the steps of its reports."""
    with op.batch_alter_table(table) as changed:
        changed.drop_constraint(f"uq_{table}_{'_'.join(counted)}", type_="unique")
        changed.add_column(sa.Column("office_code", sa.String(40), nullable=False, server_default=""))
        changed.create_unique_constraint(f"uq_{table}_office_code_{'_'.join(counted)}", ["office_code", *counted])


def _texts(*names: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, sa.Text(), nullable=False) for name in names]


def downgrade() -> None:
    raise NotImplementedError("applications to another office are not thrown away")
