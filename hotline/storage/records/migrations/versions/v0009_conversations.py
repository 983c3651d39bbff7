"""An index that finds the messages of one call."""

from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.create_index("ix_messages_conversation", "messages", ["conversation"])


def downgrade() -> None:
    raise NotImplementedError("an index is not taken away")
