"""Follows, reminders and the ledger of notices."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply this step."""
    moment = sa.DateTime(timezone=True)
    open_only = sa.text("next_at is not null")
    op.create_table(
        "follow",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("commune", sa.String(), nullable=False),
        sa.Column("contact", sa.String(), nullable=False),
        sa.Column("dossier", sa.Integer(), nullable=False),
        sa.Column("relation", sa.String(), nullable=False),
        sa.Column("created_at", moment, nullable=False),
        sa.Column("stopped_at", moment, nullable=True),
        sa.Column("expires_at", moment, nullable=True),
        sa.Column("next_at", moment, nullable=True),
        sa.ForeignKeyConstraint(["contact"], ["contact.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("contact", "dossier", name="uq_follow_contact_dossier"),
    )
    op.create_index("ix_follow_dossier", "follow", ["dossier"])
    op.create_index("ix_follow_stopped_at", "follow", ["stopped_at"])
    op.create_index(
        "ix_follow_look",
        "follow",
        ["commune", "next_at"],
        sqlite_where=open_only,
        postgresql_where=open_only,
    )
    op.create_table(
        "reminder",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("commune", sa.String(), nullable=False),
        sa.Column("contact", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("last_open", sa.Date(), nullable=False),
        sa.Column("created_at", moment, nullable=False),
        sa.Column("stopped_at", moment, nullable=True),
        sa.Column("next_at", moment, nullable=True),
        sa.ForeignKeyConstraint(["contact"], ["contact.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("contact", "code", "last_day", name="uq_reminder_contact_code_day"),
    )
    op.create_index("ix_reminder_last_day", "reminder", ["last_day"])
    op.create_index(
        "ix_reminder_look",
        "reminder",
        ["commune", "next_at"],
        sqlite_where=open_only,
        postgresql_where=open_only,
    )
    op.create_table(
        "notice",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("commune", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("contact", sa.String(), nullable=True),
        sa.Column("dossier", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("moment", moment, nullable=False),
        sa.Column("at", moment, nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_index("ix_notice_contact", "notice", ["contact"])
    op.create_index("ix_notice_dossier", "notice", ["dossier"])
    op.create_index("ix_notice_at", "notice", ["at"])
