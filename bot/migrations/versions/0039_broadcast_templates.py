"""Reusable texts of broadcasts, each version kept, and which of them a broadcast was written by."""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply this step."""
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "broadcast_template",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("commune", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("folded", sa.String(), nullable=False),
        sa.Column("created_at", moment, nullable=False),
        sa.Column("retired_at", moment),
        sa.ForeignKeyConstraint(["commune"], ["commune.key"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("commune", "folded"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "broadcast_template_version",
        sa.Column("template", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("written_by", sa.Integer(), nullable=False),
        sa.Column("at", moment, nullable=False),
        sa.ForeignKeyConstraint(["template"], ["broadcast_template.id"]),
        sa.PrimaryKeyConstraint("template", "version"),
    )
    op.add_column("broadcast", sa.Column("template", sa.Integer()))
    op.add_column("broadcast", sa.Column("template_version", sa.Integer()))
