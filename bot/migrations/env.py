"""Runs the numbered scripts of `versions` on the connection handed in by `bot.database`."""

from alembic import context
from sqlmodel import SQLModel

import handlers.store.tables  # noqa: F401 - registers its tables
import knowledge.catalogue_store
import knowledge.dossier_store  # noqa: F401 - registers its tables
from knowledge.rows import tell_postgresql

connection = context.config.attributes["connection"]
if connection.dialect.name == "postgresql":
    tell_postgresql(SQLModel.metadata)
context.configure(
    connection=connection,
    target_metadata=SQLModel.metadata,
    render_as_batch=True,
    # The transaction is the caller's: all steps apply or none.
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
