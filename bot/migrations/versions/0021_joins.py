"""One-time codes that join a person's chats."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply this step."""
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "join_code",
        sa.Column("code_hash", sa.String(), nullable=False),
        sa.Column("commune", sa.String(), nullable=False),
        sa.Column("contact", sa.String(), nullable=False),
        sa.Column("created_at", moment, nullable=False),
        sa.Column("expires_at", moment, nullable=False),
        sa.Column("used_at", moment, nullable=True),
        sa.ForeignKeyConstraint(["commune"], ["commune.key"]),
        sa.ForeignKeyConstraint(["contact"], ["contact.id"]),
        sa.PrimaryKeyConstraint("code_hash"),
    )
    op.create_index("ix_join_code_contact", "join_code", ["contact"])
    op.create_index("ix_join_code_expires_at", "join_code", ["expires_at"])
