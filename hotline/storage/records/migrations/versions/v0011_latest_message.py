"""An index that finds the last message of a telephone number, for callers who text 进度 (progress)."""

from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.create_index("ix_messages_caller", "messages", ["caller"])


def downgrade() -> None:
    op.drop_index("ix_messages_caller", "messages")
