"""What Zalo tells of the templates it still takes by phone today."""

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply this step."""
    op.create_table(
        "zalo_phone_quota",
        sa.Column("endpoint", sa.String(), nullable=False),
        sa.Column("daily", sa.Integer()),
        sa.Column("remaining", sa.Integer(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["endpoint"], ["endpoint.id"]),
        sa.PrimaryKeyConstraint("endpoint"),
    )
