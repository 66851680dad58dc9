"""The places for calls on an endpoint, shared by all processes that send on it."""

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply this step."""
    op.create_table(
        "call_place",
        sa.Column("endpoint", sa.String(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("free_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["endpoint"], ["endpoint.id"]),
        sa.PrimaryKeyConstraint("endpoint", "place"),
    )
