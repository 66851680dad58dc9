"""Why a dossier was refused or stopped, and how its owner asked to get the result."""

import sqlalchemy as sa
from alembic import op

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply this step."""
    op.add_column(
        "dossier_event", sa.Column("reason", sa.String(), nullable=False, server_default="")
    )
    op.add_column("dossier", sa.Column("return_way", sa.String()))
