"""When a follow was last looked at."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply this step."""
    op.add_column("follow", sa.Column("looked_at", sa.DateTime(timezone=True), nullable=True))
