"""When the figures of a broadcast were written down for good; reports may come after its end."""

import sqlalchemy as sa
from alembic import op

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply this step."""
    op.add_column("broadcast", sa.Column("summed_at", sa.DateTime(timezone=True)))
    # Of those that ended before this version some copies are gone: what was kept then holds.
    op.execute("UPDATE broadcast SET summed_at = finished_at WHERE figures IS NOT NULL")
