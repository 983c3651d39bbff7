"""Stop words as a table, with those every office begins with, and the history of all three word lists."""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

from hotline.core.word_lists import STOP_WORDS

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    stop_words = op.create_table(
        "stop_words",
        sa.Column("word", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("changed_by", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("word", name="pk_stop_words"),
    )
    rows = {"changed_by": "seed", "changed_at": datetime(2026, 11, 23, tzinfo=UTC)}
    op.bulk_insert(stop_words, [{"word": word, "position": n, **rows} for n, word in enumerate(STOP_WORDS)])
    op.create_table(
        "word_changes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(40), nullable=False),
        sa.Column("word", sa.Text(), nullable=False),
        sa.Column("before", sa.Text(), nullable=True),
        sa.Column("after", sa.Text(), nullable=True),
        sa.Column("changed_by", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_word_changes"),
    )
    op.create_index("ix_word_changes_words_word", "word_changes", ["words", "word"])


def downgrade() -> None:
    raise NotImplementedError("what staff wrote is not thrown away")
