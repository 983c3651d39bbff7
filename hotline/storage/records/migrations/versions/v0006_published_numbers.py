"""An index for reading the published entries in batches, ordered by number."""

from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_index("ix_revisions_status_number", "revisions", ["status", "number"])


def downgrade() -> None:
    raise NotImplementedError("an index is not taken away")
