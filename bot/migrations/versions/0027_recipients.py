"""Recipients of a broadcast that an officer's file names."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply this step."""
    op.create_table(
        "broadcast_recipient",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("broadcast", sa.Integer(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("bar", sa.String(), nullable=False),
        sa.Column("contact", sa.String()),
        sa.Column("values", sa.String()),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["broadcast"], ["broadcast.id"]),
        sa.ForeignKeyConstraint(["contact"], ["contact.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "uq_broadcast_recipient_contact",
        "broadcast_recipient",
        ["broadcast", "contact"],
        unique=True,
    )
    op.create_index("ix_broadcast_recipient_contact", "broadcast_recipient", ["contact"])
    op.create_index("ix_broadcast_recipient_at", "broadcast_recipient", ["at"])
