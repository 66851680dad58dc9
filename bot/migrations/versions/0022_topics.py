"""Topics of cases that rest, and the menus of officers' chats."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply this step."""
    closed: sa.Column[bool] = sa.Column("closed", sa.Boolean(), nullable=False, server_default=sa.false())
    op.add_column("group_post", closed)
    op.create_table(
        "staff_menu",
        sa.Column("contact", sa.String(), nullable=False),
        sa.Column("shown", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["contact"], ["contact.id"]),
        sa.PrimaryKeyConstraint("contact"),
    )
