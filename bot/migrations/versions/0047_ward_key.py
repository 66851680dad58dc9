"""A ward's own key to reporters' names, and who holds it."""

import sqlalchemy as sa
from alembic import op

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply this step."""
    op.create_table(
        "ward_key",
        sa.Column("commune", sa.String(), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("public", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rotate_since", sa.DateTime(timezone=True)),
        sa.ForeignKeyConstraint(["commune"], ["commune.key"]),
        sa.PrimaryKeyConstraint("commune"),
    )
    op.create_table(
        "key_holder",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("commune", sa.String(), nullable=False),
        sa.Column("officer", sa.Integer()),
        sa.Column("public", sa.String(), nullable=False),
        sa.Column("wrapped", sa.String(), nullable=False),
        sa.Column("share", sa.String()),
        sa.Column("proof", sa.String()),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("admitted_at", sa.DateTime(timezone=True)),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("locked_until", sa.DateTime(timezone=True)),
        sa.ForeignKeyConstraint(["commune"], ["commune.key"]),
        sa.ForeignKeyConstraint(["officer"], ["officer.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("commune", "officer", name="uq_key_holder_commune_officer"),
    )
