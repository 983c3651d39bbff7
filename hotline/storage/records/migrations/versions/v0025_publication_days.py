"""The day from which an approved wording is public; an entry has one revision at most that waits for it."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"

_OPEN = sa.text("status IN ('draft', 'submitted', 'approved')")


def upgrade() -> None:
    for table in ("revisions", "proposals"):
        op.add_column(table, sa.Column("publish_on", sa.Date(), nullable=True))
    op.drop_index("uq_revisions_open", "revisions")
    op.create_index(
        "uq_revisions_open", "revisions", ["number"], unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN
    )


def downgrade() -> None:
    raise NotImplementedError("what waits for its day is not thrown away")
