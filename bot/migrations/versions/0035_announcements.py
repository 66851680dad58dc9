"""What the ward writes to many, on a public page as well."""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply this step."""
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "announcement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("commune", sa.String(), nullable=False),
        sa.Column("broadcast", sa.Integer(), nullable=False),
        sa.Column("topic", sa.String(), nullable=False),
        sa.Column("text", sa.String()),
        sa.Column("body", sa.String()),
        sa.Column("marked_by", sa.Integer(), nullable=False),
        sa.Column("published_at", moment),
        sa.Column("withdrawn_at", moment),
        sa.ForeignKeyConstraint(["commune"], ["commune.key"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("broadcast"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_announcement_commune", "announcement", ["commune"])
