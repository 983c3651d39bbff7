"""An index by which published entries are read in the order of their numbers, a part at a time."""

from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_index("ix_revisions_status_number", "revisions", ["status", "number"])


def downgrade() -> None:
    raise NotImplementedError("an index is not taken away")
