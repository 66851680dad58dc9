"""What a channel brought and nobody could read, kept as it came until a version reads it."""

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply this step."""
    op.create_table(
        "set_aside",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("commune", sa.String(), nullable=False),
        sa.Column("endpoint", sa.String(), nullable=False),
        sa.Column("external_id", sa.String(), nullable=False),
        sa.Column("chat", sa.String()),
        sa.Column("speaker", sa.String()),
        sa.Column("raw", sa.String()),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["commune"], ["commune.key"]),
        sa.ForeignKeyConstraint(["endpoint"], ["endpoint.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint(
            "endpoint", "external_id", name="uq_set_aside_endpoint_external_id"
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_set_aside_received_at", "set_aside", ["received_at"])
