"""Which message of a sender's is which part of a case, and which words an edit says anew."""

import sqlalchemy as sa
from alembic import op

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply this step."""
    op.add_column("feedback_event", sa.Column("said", sa.String()))
    op.add_column("feedback_event", sa.Column("corrects", sa.Integer()))
