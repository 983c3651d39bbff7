"""When a reply was shown to the applicant, which application another was split from, and when an item was withdrawn."""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0031"


def upgrade() -> None:
    op.add_column("applications", sa.Column("reply_shown_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("applications", sa.Column("split_from", sa.String(40), nullable=False, server_default=""))
    op.add_column("documents", sa.Column("withdrawn_on", sa.Date(), nullable=True))
    op.create_index("ix_applications_split_from", "applications", ["split_from"])


def downgrade() -> None:
    raise NotImplementedError("what was noted of applications is not thrown away")
