"""When a reply was shown to the applicant, and which application another was split from."""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0030"


def upgrade() -> None:
    op.add_column("applications", sa.Column("reply_shown_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    raise NotImplementedError("when an applicant was shown a reply is not thrown away")
