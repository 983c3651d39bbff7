"""An index that finds the published entries past their review date."""

from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_index("ix_revisions_status_review_date", "revisions", ["status", "review_date"])


def downgrade() -> None:
    raise NotImplementedError("an index is not taken away")
