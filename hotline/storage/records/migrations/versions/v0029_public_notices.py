"""Public notices, hearings and briefings; and which of them a message is about."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"


def upgrade() -> None:
    op.create_table(
        "public_notices",
        sa.Column("code", sa.String(40), nullable=False),
        *_texts("genre", "title", "matter", "department", "starts_on", "ends_on", "place", "how_to_comment"),
        *_texts("held_at", "seats", "chosen_how", "register_until", "quarter", "announced_on"),
        *_texts("result", "result_item"),
        sa.Column("position", sa.Integer(), nullable=False),
        *_texts("changed_by"),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("code", name="pk_public_notices"),
    )
    op.add_column("messages", sa.Column("notice", sa.String(40), nullable=False, server_default=""))
    op.add_column("messages", sa.Column("purpose", sa.String(40), nullable=False, server_default="question"))
    op.create_index("ix_messages_notice", "messages", ["notice"])


def _texts(*names: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, sa.Text(), nullable=False) for name in names]


def downgrade() -> None:
    raise NotImplementedError("what citizens wrote is not thrown away")
