"""What Zalo tells of the account itself: its type and package, for officers to see."""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply this step."""
    op.add_column("zalo_oa", sa.Column("about", sa.String()))
    op.add_column("zalo_oa", sa.Column("about_at", sa.DateTime(timezone=True)))
