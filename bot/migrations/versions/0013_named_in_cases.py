"""Everybody a case names, and when it was rated."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply this step."""
    named = sa.Column("named", sa.String(), nullable=False, server_default="[]")
    op.add_column("feedback_case", named)
    op.add_column("feedback_case", sa.Column("rated_at", sa.DateTime(timezone=True)))
