"""Remove from old enquiries and messages by text what links those of one telephone; texts lose it after a week."""

from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    for table in ("enquiries", "messages"):
        op.execute(f"UPDATE {table} SET conversation = '' WHERE channel = 'sms' AND conversation <> ''")  # noqa: S608


def downgrade() -> None:
    raise NotImplementedError("what was forgotten is not known again")
