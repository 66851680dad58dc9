"""What tells a database restored from a backup from the one that went on."""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply this step."""
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "guard",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("installation", sa.String(), nullable=False),
        sa.Column("beats", sa.Integer(), nullable=False),
        sa.Column("alive_at", moment, nullable=False),
        sa.Column("held_at", moment),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("left_until", moment),
        sa.Column("restored_until", moment),
        sa.PrimaryKeyConstraint("id"),
    )
    if op.get_bind().dialect.name == "postgresql":  # a row would make all senders wait in turn
        op.execute("CREATE SEQUENCE guard_beat")
