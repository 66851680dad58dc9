"""When a person did what was received: a provider's windows count from there, not from its coming."""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply this step."""
    op.add_column("inbound", sa.Column("said_at", sa.DateTime(timezone=True)))
