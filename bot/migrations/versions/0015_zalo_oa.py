"""The Zalo Official Account: its pair of tokens."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply this step."""
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "zalo_oa",
        sa.Column("endpoint", sa.String(), nullable=False),
        sa.Column("access", sa.String(), nullable=False),
        sa.Column("refresh", sa.String(), nullable=False),
        sa.Column("issued_at", moment, nullable=False),
        sa.Column("expires_at", moment, nullable=False),
        sa.Column("old_access", sa.String(), nullable=True),
        sa.Column("old_refresh", sa.String(), nullable=True),
        sa.Column("spent_at", moment, nullable=True),
        sa.Column("holder", sa.String(), nullable=True),
        sa.Column("held_until", moment, nullable=True),
        sa.Column("trouble", sa.String(), nullable=True),
        sa.Column("message_api", sa.String(), server_default="v3", nullable=False),
        sa.ForeignKeyConstraint(["endpoint"], ["endpoint.id"]),
        sa.PrimaryKeyConstraint("endpoint"),
    )
