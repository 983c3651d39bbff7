"""Questions that staff linked to an entry, and wordings that staff dismissed."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "enquiry_links",
        sa.Column("enquiry_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("linked_by", sa.Text(), nullable=False),
        sa.Column("linked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["enquiry_id"], ["enquiries.id"], name="fk_enquiry_links_enquiry_id"),
        sa.PrimaryKeyConstraint("enquiry_id", name="pk_enquiry_links"),
    )
    op.create_index("ix_enquiry_links_number", "enquiry_links", ["number"])
    op.create_table(
        "dismissed_wordings",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("wording", sa.Text(), nullable=False),
        sa.Column("dismissed_by", sa.Text(), nullable=False),
        sa.Column("dismissed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("number", "wording", name="pk_dismissed_wordings"),
    )


def downgrade() -> None:
    raise NotImplementedError("what staff said is not thrown away")
