"""Officers' groups, what stands in them, drafts of answers written there."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply this step."""
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "staff_group",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("commune", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("code_hash", sa.String(), nullable=True),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.Column("created_at", moment, nullable=False),
        sa.Column("expires_at", moment, nullable=False),
        sa.Column("contact", sa.String(), nullable=True),
        sa.Column("joined_at", moment, nullable=True),
        sa.Column("ended_at", moment, nullable=True),
        sa.Column("ended_why", sa.String(), nullable=False),
        sa.Column("plain_until", moment, nullable=True),
        sa.ForeignKeyConstraint(["commune"], ["commune.key"]),
        sa.ForeignKeyConstraint(["contact"], ["contact.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("code_hash", name="uq_staff_group_code_hash"),
    )
    op.create_index("ix_staff_group_contact", "staff_group", ["contact"])
    op.create_table(
        "group_post",
        sa.Column("case", sa.Integer(), nullable=False),
        sa.Column("contact", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("thread", sa.String(), nullable=True),
        sa.Column("at", moment, nullable=False),
        sa.Column("ended_at", moment, nullable=True),
        sa.ForeignKeyConstraint(["case"], ["feedback_case.id"]),
        sa.ForeignKeyConstraint(["contact"], ["contact.id"]),
        sa.PrimaryKeyConstraint("case", "contact"),
    )
    op.create_index("ix_group_post_at", "group_post", ["at"])
    op.create_index("ix_group_post_contact_thread", "group_post", ["contact", "thread"])
    op.create_table(
        "case_draft",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("case", sa.Integer(), nullable=False),
        sa.Column("officer", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("override", sa.String(), nullable=False),
        sa.Column("late", sa.String(), nullable=False),
        sa.Column("created_at", moment, nullable=False),
        sa.ForeignKeyConstraint(["case"], ["feedback_case.id"]),
        sa.ForeignKeyConstraint(["officer"], ["officer.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_case_draft_case", "case_draft", ["case"])
    op.create_index("ix_case_draft_created_at", "case_draft", ["created_at"])
