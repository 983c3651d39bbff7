"""A table of stop words, filled with those every office starts with, and the history of all three word lists."""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_STOP_WORDS = tuple(
    """
    的 了 吗 呢 吧 啊 呀 么 嘛 得 地 着 过 我 你 您 他 她 它 我们 你们 他们 咱 俺 是 有 在 要 想 能 会
    可以 可 去 到 来 走 就 都 也 还 又 再 才 很 太 最 更 只 别 不 没 没有 和 跟 与 把 被 给 让 对 从 向
    用 那 这 那个 这个 那些 这些 些 什么 怎么 怎样 如何 咋 咋办 啥 哪 哪里 哪儿 哪个 哪些 谁 几 多少
    多久 多长 为什么 怎么办 怎么样 什么样 是不是 能不能 可不可以 需要 应该 应当 一 一个 一下 个 上 下 里
    中 点 请 请问 人 事 东西 时候 时间 现在 知道 说 问 看 做 办 弄 搞 找 叫 好 行 样 之后 以后 如果 要是
    但 但是 还是 或者 以及 等 后 前 时
    """.split()
)
"""The stop words as they were when this migration was written (2026-11-23). A migration must not change later."""


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
    op.bulk_insert(stop_words, [{"word": word, "position": n, **rows} for n, word in enumerate(_STOP_WORDS)])
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
