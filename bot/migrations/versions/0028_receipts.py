"""What a gateway of the bridge reports of messages it took."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply this step."""
    op.create_table(
        "receipt",
        sa.Column("outbox", sa.Integer(), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("parts", sa.Integer(), nullable=False),
        sa.Column("endpoint", sa.String(), nullable=False),
        sa.Column("arrived", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("settled", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("outbox", "part", name="pk_receipt"),
    )
    open_ones = sa.text("not settled")
    op.create_index(
        "ix_receipt_open",
        "receipt",
        ["endpoint", "outbox"],
        sqlite_where=open_ones,
        postgresql_where=open_ones,
    )
    op.create_index("ix_receipt_at", "receipt", ["at"])
