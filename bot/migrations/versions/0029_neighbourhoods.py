"""Neighbourhoods people choose with the news, and broadcasts for some of them."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply this step."""
    none, nowhere = sa.text("''"), sa.text("'[]'")
    area = sa.Column("neighbourhood", sa.String(), nullable=False, server_default=none)
    areas = sa.Column("areas", sa.String(), nullable=False, server_default=nowhere)
    op.add_column("subscription", area)
    op.add_column("broadcast", areas)
