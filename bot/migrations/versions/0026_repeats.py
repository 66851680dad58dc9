"""Broadcasts that come again: a date, and a row for each time."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply this step."""
    op.add_column("broadcast", sa.Column("repeats", sa.String()))
    op.add_column("broadcast", sa.Column("next_on", sa.Date()))
    op.add_column("broadcast", sa.Column("series", sa.Integer()))
    op.add_column("broadcast", sa.Column("occurrence", sa.Date()))
    op.add_column("broadcast", sa.Column("approved_size", sa.Integer()))
    op.create_index(
        "uq_broadcast_series_occurrence", "broadcast", ["series", "occurrence"], unique=True
    )
