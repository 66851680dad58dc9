"""Calls back that were promised."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply this step."""
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "feedback_call",
        sa.Column("case", sa.Integer(), nullable=False),
        sa.Column("start", moment, nullable=False),
        sa.Column("until", moment, nullable=False),
        sa.Column("at", moment, nullable=False),
        sa.ForeignKeyConstraint(["case"], ["feedback_case.id"]),
        sa.PrimaryKeyConstraint("case"),
    )
    op.create_index("ix_feedback_call_at", "feedback_call", ["at"])
