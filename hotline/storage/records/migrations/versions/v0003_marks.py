"""A digest of each published entry and each item, in 32 hexadecimal digits: publishing reads only what changed."""

import hashlib
import json

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_PART = 1_000
_REVISION = (
    "number question web_answer spoken text similar_questions keywords topic department legal_bases effective_date "
    "review_date"
)
_ITEM = (
    "index_number section title summary body document_number issuing_body made_date published_date topic genre mode "
    "validity department"
)


def upgrade() -> None:
    for table, key, columns in (("revisions", "id", _REVISION), ("catalogue", "index_number", _ITEM)):
        op.add_column(table, sa.Column("mark", sa.String(32), nullable=False, server_default=""))
        _fill(table, key, columns.split())
    op.create_index("ix_revisions_status_mark", "revisions", ["status", "mark"])
    op.create_index("ix_catalogue_mark", "catalogue", ["mark"])


def downgrade() -> None:
    raise NotImplementedError("marks are not taken away")


def _fill(name: str, key: str, columns: list[str]) -> None:
    """Give every row a digest. A row with the same content that is written later gets another one, so the next publish
    reads every row once."""
    table = sa.table(name, sa.column(key), sa.column("mark"), *(sa.column(column) for column in columns if column != key))
    connection = op.get_bind()
    query = sa.select(table.c[key], *(table.c[column] for column in columns)).order_by(table.c[key]).limit(_PART)
    rows = connection.execute(query).all()
    while rows:
        for row in rows:
            text = json.dumps(row[1:], ensure_ascii=False, default=str).encode("utf-8", "surrogatepass")
            mark = hashlib.blake2b(text, digest_size=16).hexdigest()
            connection.execute(table.update().where(table.c[key] == row[0]).values(mark=mark))
        rows = connection.execute(query.where(table.c[key] > rows[-1][0])).all()
