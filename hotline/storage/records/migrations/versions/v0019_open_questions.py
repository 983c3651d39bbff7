"""What staff decided about open questions; a message's department, and all that was done with it; laws that changed."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "question_decisions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("wording", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(40), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.Text(), nullable=False),
        sa.Column("decided_at", moment, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_question_decisions"),
    )
    op.create_index("ix_question_decisions_key", "question_decisions", ["key"])
    op.create_index("ix_question_decisions_number", "question_decisions", ["number"])
    op.add_column("messages", sa.Column("department", sa.Text(), nullable=False, server_default=""))
    op.create_table(
        "message_events",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("tracking_number", sa.String(40), nullable=False),
        sa.Column("deed", sa.String(40), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("done_by", sa.Text(), nullable=False),
        sa.Column("done_at", moment, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_message_events"),
    )
    op.create_table(
        "law_changes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("changed_on", sa.Date(), nullable=False),
        sa.Column("noted_by", sa.Text(), nullable=False),
        sa.Column("noted_at", moment, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_law_changes"),
    )
    op.create_index("ix_message_events_tracking_number", "message_events", ["tracking_number"])


def downgrade() -> None:
    raise NotImplementedError("what was decided and done stays")
