"""The record of what staff did to the content, which begins with the changes of words that were kept before."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"

_WORD_CHANGES = """
    INSERT INTO content_changes (kind, key, action, changed_by, changed_at, serial, comment, wording)
    SELECT words, word,
           CASE WHEN before IS NULL THEN 'add' WHEN after IS NULL THEN 'remove' ELSE 'change' END,
           changed_by, changed_at, 0, '', '[]'
    FROM word_changes ORDER BY id
"""


def upgrade() -> None:
    op.create_table(
        "content_changes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("action", sa.String(40), nullable=False),
        sa.Column("changed_by", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("wording", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_content_changes"),
    )
    op.create_index("ix_content_changes_kind_key", "content_changes", ["kind", "key"])
    op.create_index("ix_content_changes_changed_at", "content_changes", ["changed_at"])
    op.execute(_WORD_CHANGES)


def downgrade() -> None:
    raise NotImplementedError("what was added stays")
