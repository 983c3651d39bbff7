"""Calls with their steps and dial attempts; incoming and outgoing texts, delivery receipts, and opt-outs."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

_CODE = sa.String(40)


def _moment(name: str, *, nullable: bool = False) -> "sa.Column[object]":
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _text(*names: str) -> "list[sa.Column[object]]":
    return [sa.Column(name, sa.Text(), nullable=False) for name in names]


def upgrade() -> None:
    _create_calls()
    _create_texts()
    op.add_column("messages", sa.Column("takes", sa.Integer(), server_default="1", nullable=False))


def _create_calls() -> None:
    op.create_table(
        "calls",
        *_text("id", "gateway", "caller"),
        _moment("began_at"),
        _moment("ended_at", nullable=True),
        sa.Column("seconds", sa.Integer(), nullable=True),
        *_text("status"),
        sa.Column("outcome", _CODE, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_calls"),
    )
    op.create_index("ix_calls_began_at", "calls", ["began_at"])
    op.create_table(
        "call_steps",
        sa.Column("id", sa.Integer(), nullable=False),
        *_text("call_id"),
        _moment("at"),
        *_text("place", "did", "told"),
        sa.Column("delivery", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_call_steps"),
        sa.UniqueConstraint("delivery", name="uq_call_steps_delivery"),
    )
    op.create_index("ix_call_steps_call_id", "call_steps", ["call_id"])
    op.create_table(
        "attempts",
        sa.Column("id", sa.Integer(), nullable=False),
        *_text("call_id"),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("kind", _CODE, nullable=False),
        *_text("department", "name", "line", "leg"),
        sa.Column("enquiry_id", sa.Integer(), nullable=True),
        _moment("rung_at"),
        sa.Column("result", _CODE, nullable=False),
        _moment("answered_at", nullable=True),
        _moment("ended_at", nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_attempts"),
        sa.UniqueConstraint("call_id", "serial", name="uq_attempts_call_id_serial"),
    )
    op.create_index("ix_attempts_leg", "attempts", ["leg"])
    op.create_index("ix_attempts_rung_at", "attempts", ["rung_at"])


def _create_texts() -> None:
    op.create_table(
        "incoming_texts",
        sa.Column("id", sa.Integer(), nullable=False),
        *_text("gateway"),
        sa.Column("delivery", sa.Text(), nullable=True),
        *_text("owner", "caller", "body"),
        _moment("received_at"),
        _moment("replied_at", nullable=True),
        sa.Column("reply_kind", _CODE, nullable=False),
        sa.Column("enquiry_id", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_incoming_texts"),
        sa.UniqueConstraint("delivery", name="uq_incoming_texts_delivery"),
    )
    op.create_index("ix_incoming_texts_owner_received_at", "incoming_texts", ["owner", "received_at"])
    op.create_index("ix_incoming_texts_received_at", "incoming_texts", ["received_at"])
    op.create_table(
        "outgoing_texts",
        sa.Column("id", sa.Integer(), nullable=False),
        *_text("key", "gateway", "number", "body"),
        sa.Column("purpose", _CODE, nullable=False),
        *_text("tracking"),
        _moment("queued_at"),
        sa.Column("state", _CODE, nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        _moment("due_at"),
        *_text("provider_id", "error"),
        _moment("sent_at", nullable=True),
        _moment("ended_at", nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_outgoing_texts"),
        sa.UniqueConstraint("key", name="uq_outgoing_texts_key"),
    )
    op.create_index("ix_outgoing_texts_state_due_at", "outgoing_texts", ["state", "due_at"])
    op.create_index("ix_outgoing_texts_gateway_provider_id", "outgoing_texts", ["gateway", "provider_id"])
    op.create_index("ix_outgoing_texts_tracking", "outgoing_texts", ["tracking"])
    op.create_table(
        "receipts",
        sa.Column("id", sa.Integer(), nullable=False),
        *_text("gateway", "provider_id", "status"),
        _moment("received_at"),
        sa.PrimaryKeyConstraint("id", name="pk_receipts"),
        sa.UniqueConstraint("gateway", "provider_id", "status", name="uq_receipts_gateway_provider_id_status"),
    )
    op.create_table(
        "opt_outs",
        *_text("owner"),
        _moment("at"),
        sa.PrimaryKeyConstraint("owner", name="pk_opt_outs"),
    )


def downgrade() -> None:
    raise NotImplementedError("what citizens asked and left is not thrown away")
