"""Broadcasts, and who asked for the commune's news."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply this step."""
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "broadcast",
        sa.Column("id", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in (
            "commune", "topic", "audience", "field", "dossier_status", "words", "values",
        )),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("written_by", sa.Integer(), nullable=False),
        sa.Column("approved_version", sa.Integer(), nullable=False),
        sa.Column("approved_by", sa.Integer()),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("reason", sa.String()),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("due", moment),
        sa.Column("expires_at", moment),
        sa.Column("created_at", moment, nullable=False),
        sa.Column("started_at", moment),
        sa.Column("cursor", sa.String(), nullable=False),
        sa.Column("queued", sa.Integer(), nullable=False),
        sa.Column("queued_at", moment),
        sa.Column("moved_at", moment),
        sa.Column("finished_at", moment),
        sa.Column("figures", sa.String()),
        sa.ForeignKeyConstraint(["commune"], ["commune.key"]),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_broadcast_commune_state", "broadcast", ["commune", "state"])
    op.create_table(
        "subscription",
        sa.Column("contact", sa.String(), nullable=False),
        sa.Column("commune", sa.String(), nullable=False),
        sa.Column("muted", sa.String(), nullable=False),
        sa.Column("created_at", moment),
        sa.Column("stopped_at", moment),
        sa.ForeignKeyConstraint(["contact"], ["contact.id"]),
        sa.PrimaryKeyConstraint("contact"),
    )
    op.add_column("outbox", sa.Column("broadcast", sa.Integer()))
    op.create_index(
        "ix_outbox_broadcast",
        "outbox",
        ["broadcast", "status"],
        sqlite_where=sa.text("broadcast is not null"),
        postgresql_where=sa.text("broadcast is not null"),
    )
