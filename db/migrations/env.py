"""Alembic's entry: one connection, one transaction, everything owned by emhana_owner."""

from alembic import context
from sqlalchemy import create_engine

import db.tables  # noqa: F401
from db.tables.base import metadata

engine = create_engine(context.config.attributes["url"])
with engine.connect() as connection:
    context.configure(connection=connection, target_metadata=metadata, transaction_per_migration=True)
    with context.begin_transaction():
        context.run_migrations()
engine.dispose()
