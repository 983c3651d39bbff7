"""The first tables."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    _create_tables_of_faq_data()
    _create_revisions()
    _create_enquiries_and_messages()
    _create_staff()
    _create_webhook_replies_and_contexts()


def downgrade() -> None:
    raise NotImplementedError("the first tables are not taken away")


def _tabled() -> list[sa.Column[Any]]:
    """The columns of every table that is loaded from faq_data."""
    return [
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("changed_by", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
    ]


def _create_tables_of_faq_data() -> None:
    op.create_table(
        "office",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("city", sa.Text(), nullable=False),
        sa.Column("line_name", sa.Text(), nullable=False),
        sa.Column("line_number", sa.Text(), nullable=False),
        sa.Column("line_description", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("directions", sa.Text(), nullable=False),
        sa.Column("postcode", sa.Text(), nullable=False),
        sa.Column("morning_hours", sa.Text(), nullable=False),
        sa.Column("afternoon_hours", sa.Text(), nullable=False),
        sa.Column("hours_note", sa.Text(), nullable=False),
        sa.Column("telephone", sa.Text(), nullable=False),
        sa.Column("fax", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("website", sa.Text(), nullable=False),
        sa.Column("sample_notice", sa.Text(), nullable=False),
        *_tabled(),
        sa.PrimaryKeyConstraint("id", name="pk_office"),
    )
    op.create_table(
        "departments",
        sa.Column("code", sa.String(40), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("duties", sa.Text(), nullable=False),
        sa.Column("room", sa.Text(), nullable=False),
        sa.Column("telephone", sa.Text(), nullable=False),
        sa.Column("liaison_officer", sa.Text(), nullable=False),
        sa.Column("liaison_line", sa.Text(), nullable=False),
        *_tabled(),
        sa.PrimaryKeyConstraint("code", name="pk_departments"),
    )
    op.create_table(
        "topics",
        sa.Column("digit", sa.String(40), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        *_tabled(),
        sa.PrimaryKeyConstraint("digit", name="pk_topics"),
    )
    op.create_table(
        "synonyms",
        sa.Column("colloquial", sa.Text(), nullable=False),
        sa.Column("official", sa.Text(), nullable=False),
        *_tabled(),
        sa.PrimaryKeyConstraint("colloquial", name="pk_synonyms"),
    )
    op.create_table(
        "dictionary",
        sa.Column("word", sa.Text(), nullable=False),
        *_tabled(),
        sa.PrimaryKeyConstraint("word", name="pk_dictionary"),
    )
    op.create_table(
        "catalogue",
        sa.Column("index_number", sa.String(40), nullable=False),
        sa.Column("section", sa.String(40), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("document_number", sa.Text(), nullable=False),
        sa.Column("issuing_body", sa.Text(), nullable=False),
        sa.Column("made_date", sa.Date(), nullable=False),
        sa.Column("published_date", sa.Date(), nullable=False),
        sa.Column("topic", sa.String(40), nullable=True),
        sa.Column("genre", sa.Text(), nullable=False),
        sa.Column("mode", sa.Text(), nullable=False),
        sa.Column("validity", sa.Text(), nullable=False),
        sa.Column("department", sa.String(40), nullable=True),
        *_tabled(),
        sa.ForeignKeyConstraint(["department"], ["departments.code"], name="fk_catalogue_department"),
        sa.ForeignKeyConstraint(["topic"], ["topics.digit"], name="fk_catalogue_topic"),
        sa.PrimaryKeyConstraint("index_number", name="pk_catalogue"),
    )


def _create_revisions() -> None:
    op.create_table(
        "revisions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("web_answer", sa.Text(), nullable=False),
        sa.Column("spoken", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("similar_questions", sa.JSON(), nullable=False),
        sa.Column("keywords", sa.JSON(), nullable=False),
        sa.Column("topic", sa.String(40), nullable=False),
        sa.Column("department", sa.String(40), nullable=True),
        sa.Column("legal_bases", sa.JSON(), nullable=False),
        sa.Column("effective_date", sa.Date(), nullable=False),
        sa.Column("review_date", sa.Date(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("writers", sa.JSON(), nullable=False),
        sa.Column("reviewer", sa.Text(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["department"], ["departments.code"], name="fk_revisions_department"),
        sa.ForeignKeyConstraint(["topic"], ["topics.digit"], name="fk_revisions_topic"),
        sa.PrimaryKeyConstraint("id", name="pk_revisions"),
        sa.UniqueConstraint("number", "serial", name="uq_revisions_number_serial"),
    )
    op.create_index(
        "uq_revisions_open",
        "revisions",
        ["number"],
        unique=True,
        sqlite_where=sa.text("status IN ('draft', 'submitted')"),
        postgresql_where=sa.text("status IN ('draft', 'submitted')"),
    )
    op.create_index(
        "uq_revisions_published",
        "revisions",
        ["number"],
        unique=True,
        sqlite_where=sa.text("status = 'published'"),
        postgresql_where=sa.text("status = 'published'"),
    )


def _create_enquiries_and_messages() -> None:
    op.create_table(
        "enquiries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(40), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("outcome", sa.String(40), nullable=False),
        sa.Column("confidence", sa.Double(), nullable=False),
        sa.Column("entries", sa.JSON(), nullable=False),
        sa.Column("told", sa.Integer(), nullable=True),
        sa.Column("picked", sa.Integer(), nullable=True),
        sa.Column("caller", sa.Text(), nullable=False),
        sa.Column("conversation", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("knowledge_version", sa.Integer(), nullable=False),
        sa.Column("delivery", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_enquiries"),
        sa.UniqueConstraint("delivery", name="uq_enquiries_delivery"),
    )
    op.create_index("ix_enquiries_conversation", "enquiries", ["conversation"])
    op.create_index("ix_enquiries_outcome_id", "enquiries", ["outcome", "id"])
    op.create_index("ix_enquiries_told_asked_at", "enquiries", ["told", "asked_at"])
    op.create_table(
        "ratings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("helpful", sa.Boolean(), nullable=False),
        sa.Column("enquiry_id", sa.Integer(), nullable=True),
        sa.Column("rated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["enquiry_id"], ["enquiries.id"], name="fk_ratings_enquiry_id"),
        sa.PrimaryKeyConstraint("id", name="pk_ratings"),
        sa.UniqueConstraint("enquiry_id", name="uq_ratings_enquiry_id"),
    )
    op.create_index("ix_ratings_number", "ratings", ["number"])
    op.create_table(
        "messages",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("tracking_number", sa.String(40), nullable=False),
        sa.Column("channel", sa.String(40), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("recording", sa.Text(), nullable=False),
        sa.Column("caller", sa.Text(), nullable=False),
        sa.Column("conversation", sa.Text(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by", sa.Text(), nullable=False),
        sa.Column("delivery", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_messages"),
        sa.UniqueConstraint("delivery", name="uq_messages_delivery"),
        sa.UniqueConstraint("tracking_number", name="uq_messages_tracking_number"),
    )
    op.create_index("ix_messages_state_due", "messages", ["state", "due"])


def _create_staff() -> None:
    op.create_table(
        "staff",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("full_name", sa.Text(), nullable=False),
        sa.Column("role", sa.String(40), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_staff"),
        sa.UniqueConstraint("name", name="uq_staff_name"),
    )
    op.create_table(
        "sign_in_failures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("failed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_sign_in_failures"),
    )
    op.create_index("ix_sign_in_failures_address_failed_at", "sign_in_failures", ["address", "failed_at"])


def _create_webhook_replies_and_contexts() -> None:
    op.create_table(
        "deliveries",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("reply", sa.Text(), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_deliveries"),
    )
    op.create_index("ix_deliveries_kept_at", "deliveries", ["kept_at"])
    op.create_table(
        "contexts",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("choices", sa.Text(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_contexts"),
    )
    op.create_index("ix_contexts_sent_at", "contexts", ["sent_at"])
