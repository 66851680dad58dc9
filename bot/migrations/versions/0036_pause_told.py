"""When a chat's pause was told: by a clock that was set back since it must not last for years."""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply this step."""
    op.add_column("chat_pace", sa.Column("paused_at", sa.DateTime(timezone=True)))
