"""Alembic's environment: runs the migrations on the connection and in the transaction of ``Records.migrate``."""

from alembic import context

from hotline.storage.records.models.base import Base

context.configure(
    connection=context.config.attributes["connection"], target_metadata=Base.metadata, render_as_batch=True
)
with context.begin_transaction():
    context.run_migrations()
