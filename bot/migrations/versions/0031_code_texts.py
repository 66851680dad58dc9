"""Where a one-time code stands in words, to be wiped once it is spent or over."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply this step."""
    op.create_table(
        "code_text",
        sa.Column("code_hash", sa.String(), nullable=False),
        sa.Column("inbound", sa.BigInteger(), nullable=False),
        sa.Column("wipe_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("code_hash", "inbound"),
    )
    op.create_index("ix_code_text_wipe_at", "code_text", ["wipe_at"])
