"""Who texts 进度 asks for the message they left last: found by their number without reading every message."""

from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.create_index("ix_messages_caller", "messages", ["caller"])


def downgrade() -> None:
    op.drop_index("ix_messages_caller", "messages")
