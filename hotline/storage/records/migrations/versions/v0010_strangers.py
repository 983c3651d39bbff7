"""What was asked and left by text forgets which of it came from one telephone; texts themselves do so in a week."""

from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    for table in ("enquiries", "messages"):
        op.execute(f"UPDATE {table} SET conversation = '' WHERE channel = 'sms' AND conversation <> ''")  # noqa: S608


def downgrade() -> None:
    raise NotImplementedError("what was forgotten is not known again")
