"""The attachments of entries and catalogue items, and the files that staff uploaded."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"


def upgrade() -> None:
    for table in ("revisions", "catalogue"):
        op.add_column(table, sa.Column("attachments", sa.JSON(), nullable=False, server_default="[]"))
    op.create_table(
        "uploads",
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("warnings", sa.JSON(), nullable=False),
        sa.Column("uploaded_by", sa.Text(), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_uploads"),
    )
    op.create_index("ix_uploads_uploaded_at", "uploads", ["uploaded_at"])


def downgrade() -> None:
    raise NotImplementedError("what staff attached is not thrown away")
