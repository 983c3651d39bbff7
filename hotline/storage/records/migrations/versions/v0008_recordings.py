"""The time, not only the day, when a message is due, and the recordings that the provider has yet to delete."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

_CLOSING = "09:30:00"
"""17:30 in China, as UTC. Older messages were due on a day, so they are due when the office closes."""


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.add_column("messages", sa.Column("due_at", moment, server_default="1970-01-01 00:00:00", nullable=False))
    sqlite = op.get_bind().dialect.name == "sqlite"
    closing = f"due || ' {_CLOSING}.000000'" if sqlite else f"(due + time '{_CLOSING}') AT TIME ZONE 'UTC'"
    op.execute(f"UPDATE messages SET due_at = {closing}")
    op.create_table(
        "discarded_recordings",
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("at", moment, nullable=False),
        sa.PrimaryKeyConstraint("url", name="pk_discarded_recordings"),
    )


def downgrade() -> None:
    raise NotImplementedError("what is to be deleted at the provider is not forgotten")
