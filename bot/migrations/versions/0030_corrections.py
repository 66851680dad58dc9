"""Figures as they stood when they were told, and their corrections."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply this step."""
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "card_figure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("commune", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("part", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("version", sa.Integer()),
        sa.Column("since", moment, nullable=False),
        sa.Column("until", moment),
        sa.ForeignKeyConstraint(["commune"], ["commune.key"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_card_figure_code_part", "card_figure", ["commune", "code", "part"])
    op.create_index("ix_card_figure_until", "card_figure", ["until"])
    op.create_table(
        "figure_look",
        sa.Column("commune", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["commune"], ["commune.key"]),
        sa.PrimaryKeyConstraint("commune"),
    )
    op.create_table(
        "correction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("commune", sa.String(), nullable=False),
        sa.Column("figure", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("part", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("version", sa.Integer()),
        sa.Column("holds_from", sa.Date(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("mistake", sa.Boolean(), nullable=False),
        sa.Column("found_at", moment, nullable=False),
        sa.Column("since", moment),
        sa.Column("sent_by", sa.Integer()),
        sa.Column("sent_at", moment),
        sa.Column("cursor", sa.String(), nullable=False),
        sa.Column("queued", sa.Integer(), nullable=False),
        sa.Column("finished_at", moment),
        sa.ForeignKeyConstraint(["commune"], ["commune.key"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("figure"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_correction_commune_state", "correction", ["commune", "state"])
