"""The date of our own clock, for dossiers whose software printed none."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply this step."""
    for name in ("computed_due_at", "alarm_at"):
        op.add_column("dossier", sa.Column(name, sa.DateTime(timezone=True), nullable=True))
