"""Who speaks: officers by their chat, one-time codes, stand-ins; the speaker in a group."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply this step."""
    op.create_table(
        "staff_link",
        sa.Column("code_hash", sa.String(), nullable=False),
        sa.Column("commune", sa.String(), nullable=False),
        sa.Column("officer", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["commune"], ["commune.key"]),
        sa.ForeignKeyConstraint(["officer"], ["officer.id"]),
        sa.PrimaryKeyConstraint("code_hash"),
    )
    op.create_index("ix_staff_link_expires_at", "staff_link", ["expires_at"])
    op.create_index("ix_staff_link_officer", "staff_link", ["officer"])
    op.add_column("officer", sa.Column("register_name", sa.String(), nullable=True))
    op.add_column("officer", sa.Column("stand_in", sa.Integer(), nullable=True))
    op.add_column("officer", sa.Column("away_until", sa.Date(), nullable=True))
    op.create_index("uq_officer_contact", "officer", ["contact"], unique=True)
    op.add_column("inbound", sa.Column("speaker", sa.String(), nullable=True))
    op.create_index(
        "ix_inbound_speaker",
        "inbound",
        ["speaker"],
        sqlite_where=sa.text("speaker is not null"),
        postgresql_where=sa.text("speaker is not null"),
    )
