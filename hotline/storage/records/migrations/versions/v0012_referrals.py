"""Revisions of referrals: the office that people are sent to, and no topic."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    with op.batch_alter_table("revisions") as revisions:
        revisions.alter_column("topic", existing_type=sa.String(40), existing_nullable=False, nullable=True)
        for name in ("office", "telephone", "note", "source"):
            revisions.add_column(sa.Column(name, sa.Text(), nullable=False, server_default=""))


def downgrade() -> None:
    raise NotImplementedError("what staff wrote is not thrown away")
