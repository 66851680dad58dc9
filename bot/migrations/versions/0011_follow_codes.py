"""Consent codes for relatives, and ratings."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply this step."""
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "follow_code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("commune", sa.String(), nullable=False),
        sa.Column("code_hash", sa.String(), nullable=False),
        sa.Column("contact", sa.String(), nullable=False),
        sa.Column("dossier", sa.Integer(), nullable=False),
        sa.Column("created_at", moment, nullable=False),
        sa.Column("use_by", moment, nullable=False),
        sa.Column("holds_until", moment, nullable=False),
        sa.Column("taker", sa.String(), nullable=True),
        sa.Column("used_at", moment, nullable=True),
        sa.Column("revoked_at", moment, nullable=True),
        sa.ForeignKeyConstraint(["contact"], ["contact.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("code_hash", name="uq_follow_code_code_hash"),
    )
    op.create_index("ix_follow_code_contact", "follow_code", ["contact"])
    op.create_index("ix_follow_code_holds_until", "follow_code", ["holds_until"])
    op.create_index("ix_follow_code_taker", "follow_code", ["taker"])
    op.create_table(
        "rating",
        sa.Column("dossier", sa.Integer(), nullable=False),
        sa.Column("commune", sa.String(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("criterion", sa.String(), nullable=True),
        sa.Column("words", sa.String(), nullable=True),
        sa.Column("at", moment, nullable=False),
        sa.PrimaryKeyConstraint("dossier"),
    )
    op.create_index("ix_rating_at", "rating", ["at"])
