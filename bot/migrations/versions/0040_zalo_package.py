"""What an Official Account's package holds and what is on its way of it, and early receipts."""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply this step."""
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "zalo_package",
        sa.Column("endpoint", sa.String(), nullable=False),
        sa.Column("remaining", sa.Integer(), nullable=False),
        sa.Column("told_at", moment),
        sa.Column("landed", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["endpoint"], ["endpoint.id"]),
        sa.PrimaryKeyConstraint("endpoint"),
    )
    op.create_table(
        "zalo_reservation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("endpoint", sa.String(), nullable=False),
        sa.Column("at", moment, nullable=False),
        sa.ForeignKeyConstraint(["endpoint"], ["endpoint.id"]),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_zalo_reservation_endpoint", "zalo_reservation", ["endpoint"])
    op.create_index("ix_zalo_reservation_at", "zalo_reservation", ["at"])
    op.create_table(
        "zalo_receipt",
        sa.Column("endpoint", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("contact", sa.String()),
        sa.Column("at", moment, nullable=False),
        sa.ForeignKeyConstraint(["endpoint"], ["endpoint.id"]),
        sa.ForeignKeyConstraint(["contact"], ["contact.id"]),
        sa.PrimaryKeyConstraint("endpoint", "name"),
    )
    op.create_index("ix_zalo_receipt_contact", "zalo_receipt", ["contact"])
    op.create_index("ix_zalo_receipt_at", "zalo_receipt", ["at"])
