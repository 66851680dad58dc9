"""Until when the Official Account's messages were read back from Zalo."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply this step."""
    op.add_column("zalo_oa", sa.Column("read_until", sa.DateTime(timezone=True), nullable=True))
